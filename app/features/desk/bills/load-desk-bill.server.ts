import { dayFromDb, tokyoDayOf } from '#app/domain/day.ts'
import { taxBlocks } from '#app/domain/tax.ts'
import type { PostalAddress } from '#app/features/checkout/address.ts'
import { billState } from '#app/features/desk/bills/bill-filters.ts'
import type { DeskBill } from '#app/features/desk/bills/desk-bill.ts'
import { loadMails } from '#app/features/desk/load-mails.server.ts'
import { loadEntries } from '#app/features/desk/load-order-books.server.ts'
import { loadOrderMoney } from '#app/features/desk/load-order-money.server.ts'
import { loadTasksOf } from '#app/features/desk/load-tasks.server.ts'
import { loadBill } from '#app/features/payments/load-bill.server.ts'
import { db } from '#app/platform/db.server.ts'

/** A bill with its whole history, as the desk shows it; null when no bill has this reference. */
export async function loadDeskBill(reference: string, { now }: { now: Date }): Promise<DeskBill | null> {
  const bill = await loadBill(db, { reference })
  if (!bill) return null
  const { charge, payer, lines, earnedOn, seen } = bill
  const [money, entries, mails, tasks, documents, settled, lecture] = await Promise.all([
    loadOrderMoney({ charge }),
    loadEntries({ chargeId: charge.id }),
    loadMails({ chargeId: charge.id }),
    loadTasksOf({ chargeId: charge.id }),
    loadDocuments(charge.id),
    db.consignmentSettlement.count({ where: { chargeId: charge.id } }),
    // One whose bill was cancelled is known by its code alone.
    db.lectureRequest.findUnique({ where: { code: payer.subject }, select: { code: true } }),
  ])
  const isOpen = charge.state === 'open'
  return {
    id: charge.id,
    reference: charge.reference,
    subject: payer.subject,
    subjectHref: lecture ? `/desk/lectures/${lecture.code}` : null,
    state: billState({ state: charge.state, isOverdue: charge.dueOn < tokyoDayOf(now) }),
    isOpen,
    method: charge.method,
    dueOn: charge.dueOn,
    earnedOn,
    createdAt: charge.createdAt,
    amountYen: charge.amountYen,
    taxBlocks: taxBlocks(lines),
    seen,
    canCancel: isOpen && charge.allocatedYen === 0 && settled === 0,
    payer: {
      name: payer.name,
      email: payer.email,
      address: payer.address as PostalAddress | null,
      locale: payer.locale,
    },
    lines: lines.map(({ id, description, textLanguage, quantity, amountYen, refundedYen }) => ({
      ...{ id, description, textLanguage, quantity, amountYen, refundedYen },
    })),
    paidYen: money.paidYen,
    openYen: money.openYen,
    surplusYen: money.surplusYen,
    refundedYen: money.refundedYen,
    payments: money.payments,
    refunds: money.refunds,
    entries,
    mails,
    tasks,
    documents,
  }
}

async function loadDocuments(chargeId: string): Promise<DeskBill['documents']> {
  const rows = await db.document.findMany({
    where: { chargeId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: {
      id: true,
      kind: true,
      year: true,
      number: true,
      totalYen: true,
      issuedOn: true,
      voidedAt: true,
    },
  })
  return rows.map((row) => ({
    ...row,
    issuedOn: dayFromDb(row.issuedOn),
    isVoid: row.voidedAt !== null,
  }))
}
