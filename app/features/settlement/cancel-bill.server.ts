import { tokyoDayOf } from '#app/domain/day.ts'
import { loadOrganisation, type Organisation } from '#app/features/catalogue/organisation.server.ts'
import { unbillLecture } from '#app/features/lectures/follow-charge.server.ts'
import { endTask } from '#app/features/messages/complete-task.server.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { billMailProps, billMailTo } from '#app/features/payments/bill-mail.server.ts'
import { loadBill, type BillGraph } from '#app/features/payments/load-bill.server.ts'
import { reverseCause } from '#app/features/payments/reverse-cause.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.server.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'
import { log } from '#app/platform/log.server.ts'

export type CancelBillResult =
  | { ok: true }
  | {
      ok: false
      reason: 'not-found' | 'changed' | 'paid' | 'money-arrived' | 'already-closed' | 'of-consignment'
    }

/**
 * Takes back a bill that no order stands behind, made by mistake or never to be paid: its entry is reversed, its paper is void, its payer is
 * told; a lecture can be billed again. Refused once money has come, and for the bill of a consignment, whose copies are booked as sold.
 * @param bill.seen the `seen` of the bill when the form was made
 */
export async function cancelBill(
  { chargeId, seen }: { chargeId: string; seen: string },
  { now }: { now: Date },
): Promise<CancelBillResult> {
  const organisation = await loadOrganisation()
  return await inTransaction(async (tx) => {
    const bill = await loadBill(tx, { chargeId }, { lock: true })
    if (!bill) return { ok: false, reason: 'not-found' }
    const reason = await refusal(tx, bill, seen)
    if (reason) return { ok: false, reason }
    await voidBill(tx, bill, { organisation, now })
    log.info({ chargeId }, 'bill cancelled')
    return { ok: true }
  })
}

/** Ends an open bill of which nothing was paid. The caller holds the lock on its charge. */
export async function voidBill(
  tx: Tx,
  bill: BillGraph,
  { organisation, now }: { organisation: Organisation; now: Date },
): Promise<void> {
  const chargeId = bill.charge.id
  await tx.charge.update({ where: { id: chargeId }, data: { state: 'cancelled', closedAt: now } })
  await tx.chargeLine.updateMany({ where: { chargeId }, data: { recognisedYen: 0 } })
  const isReversed = await reverseCause(tx, `bill:${chargeId}`, {
    causeKey: `bill-cancelled:${chargeId}`,
    kind: 'bill-cancelled',
    on: tokyoDayOf(now),
    now,
  })
  if (!isReversed) throw new Error('a bill that was never booked')
  const voidReason = textsFor('ja')('bills:cancel.voidReason')
  await tx.document.updateMany({ where: { chargeId, voidedAt: null }, data: { voidedAt: now, voidReason } })
  await unbillLecture(tx, chargeId)
  await endTask(tx, `bill-overdue:${chargeId}`, '', now)
  await queueMail(tx, {
    ...billMailTo(bill),
    dedupeKey: `bill-cancelled:${chargeId}`,
    template: 'bill-cancelled',
    props: billMailProps(bill, organisation),
    now,
  })
}

async function refusal(
  tx: Tx,
  { charge, seen }: BillGraph,
  formSeen: string,
): Promise<Extract<CancelBillResult, { ok: false }>['reason'] | null> {
  if (charge.state === 'covered') return 'paid'
  if (charge.state !== 'open') return 'already-closed'
  if (charge.allocatedYen > 0) return 'money-arrived'
  if (seen !== formSeen) return 'changed'
  const settled = await tx.consignmentSettlement.count({ where: { chargeId: charge.id } })
  return settled > 0 ? 'of-consignment' : null
}
