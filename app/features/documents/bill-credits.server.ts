import { tokyoDayOf } from '#app/domain/day.ts'
import { documentCode } from '#app/domain/document.ts'
import type { PayloadOf } from '#app/features/documents/payload.ts'
import type { Tx } from '#app/platform/db.server.ts'

/** What was credited of a bill so far, oldest first, with the credit notes in force: what a bill states that is first issued after that. */
export async function billCredits(tx: Tx, chargeId: string): Promise<PayloadOf<'invoice'>['credits']> {
  const credits = await tx.refund.findMany({
    where: { chargeId, state: 'succeeded' },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: {
      createdAt: true,
      amountYen: true,
      documents: {
        where: { kind: 'credit_note', voidedAt: null },
        select: { kind: true, year: true, number: true },
      },
    },
  })
  return credits.map(({ createdAt, amountYen, documents: [note] }) => ({
    creditedOn: tokyoDayOf(createdAt),
    amountYen,
    code: note ? documentCode(note) : null,
  }))
}
