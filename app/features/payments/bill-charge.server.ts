import { randomInt } from 'node:crypto'
import { dayToDb, type TokyoDay } from '#app/domain/day.ts'
import { billPostings } from '#app/domain/ledger.ts'
import type { Locale } from '#app/domain/locale.ts'
import { sumYen } from '#app/domain/money.ts'
import { makeReference } from '#app/domain/reference.ts'
import { entryRows } from '#app/features/payments/write-entry.server.ts'
import type { Prisma } from '#app/generated/prisma/client.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { insertRows } from '#app/platform/insert-rows.server.ts'

/** Who owes the money, frozen as it stands on the bill. */
export type Payer = {
  name: string
  email: string | null
  /** A `PostalAddress` (features/checkout/address.ts). */
  address: Prisma.InputJsonObject | null
  /** The language of the bill and its mails. */
  locale: Locale
}

export type BillLine = {
  kind: 'lecture' | 'consignment'
  /** As it stands on the bill; without names of people, for it is kept as long as the books. */
  description: string
  textLanguage: string
  quantity: number
  /** Both with tax. */
  unitYen: number
  amountYen: number
  taxRate: number
  /** The title that earns it, for sales. */
  titleId?: string | null
}

export type Bill = {
  payer: Payer
  /** The code of the matter, e.g. L-7K2M: what people say, and the memo of its entries. */
  subject: string
  lines: readonly BillLine[]
  dueOn: TokyoDay
  method: 'bank' | 'postal' | 'cash'
  /** The day it was earned. */
  eventOn: TokyoDay
  memo: string
}

export type Billed = { chargeId: string; reference: string; chargeLineIds: string[] }

/**
 * Makes a charge that no order stands behind: what is billed was done already, so that its lines are earned at once and the whole is owed
 * (DESIGN.md 2 and 5). Its money comes in through `settle()`, as that of any charge. The caller keeps a second press of a button from billing
 * twice, and sends the mail (`queueBillMail`).
 * @returns the ids of the charge and its lines, these in the order given
 * @throws RangeError on a bill of nothing or of fractions of a yen
 */
export async function billCharge(tx: Tx, bill: Bill, { now }: { now: Date }): Promise<Billed> {
  const { payer, subject, lines, dueOn, method, eventOn, memo } = bill
  const amountYen = sumYen(lines.map((line) => line.amountYen))
  const chargeId = newId()
  const reference = await freeReference(tx)
  const rows = lines.map((line, position) => ({ ...line, id: newId(), position }))
  await insertRows(tx, {
    charges: [
      { id: chargeId, reference, method, terms: 'billed', amountYen, createdAt: now, dueOn: dayToDb(dueOn) },
    ],
    charge_lines: rows.map(({ titleId: _title, ...line }) => ({
      ...line,
      chargeId,
      recognisedYen: line.amountYen,
    })),
    charge_payers: [{ chargeId, subject, ...payer }],
    ...entryRows({
      causeKey: `bill:${chargeId}`,
      kind: 'bill',
      eventOn,
      memo,
      chargeId,
      postings: billPostings(rows.map((line) => ({ ...line, titleId: line.titleId ?? null }))),
      now,
    }),
  })
  return { chargeId, reference, chargeLineIds: rows.map(({ id }) => id) }
}

/** A number that no other charge has; of two drawn at the same moment the database refuses the second. */
async function freeReference(tx: Tx): Promise<string> {
  for (;;) {
    const reference = makeReference(randomInt(10_000_000))
    if ((await tx.charge.count({ where: { reference } })) === 0) return reference
  }
}
