import type { Organisation } from '#app/features/catalogue/organisation.server.ts'
import { payLecture } from '#app/features/lectures/follow-charge.server.ts'
import { openTask } from '#app/features/messages/open-task.server.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { billMailProps, billMailTo } from '#app/features/payments/bill-mail.server.ts'
import { billStanding, type BillGraph } from '#app/features/payments/load-bill.server.ts'
import type { StripeEventRef } from '#app/features/payments/record-event.server.ts'
import {
  bookMoney,
  type BookedMoney,
  type IncomingMoney,
} from '#app/features/settlement/book-money.server.ts'
import { endOverdueTask } from '#app/features/settlement/cover-charge.server.ts'
import type { SettleResult } from '#app/features/settlement/settle.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { log } from '#app/platform/log.server.ts'

type Context = { organisation: Organisation; now: Date; event?: StripeEventRef; seen?: string }

/** Books money for a bill that no order stands behind, with its effects. The caller holds the lock on the charge. */
export async function settleBill(
  tx: Tx,
  bill: BillGraph,
  money: IncomingMoney,
  context: Context,
): Promise<SettleResult> {
  const { charge, payer } = bill
  if (await isStale(tx, bill, money, context.seen)) return { ok: false, reason: 'changed', events: [] }
  const matter = { charge, standing: billStanding(bill), code: payer.subject, orderId: null }
  const booked = await bookMoney(tx, matter, money, context)
  if (!booked) return { ok: true, isNew: false }
  const { paymentId, settlement } = booked
  if (settlement.covers) {
    await tx.charge.updateMany({
      where: { id: charge.id, state: 'open' },
      data: { state: 'covered', coveredAt: context.now },
    })
    await endOverdueTask(tx, charge.id, context.now)
    await payLecture(tx, charge.id, context.now)
  }
  await tell(tx, bill, booked, context)
  log.info(
    { chargeId: charge.id, paymentId, covers: settlement.covers, task: settlement.task },
    'payment settled',
  )
  return { ok: true, isNew: true, paymentId, settlement }
}

/** Money typed in from an older state of the bill is refused, unless it is what was typed in before: that is one payment. */
async function isStale(
  tx: Tx,
  bill: BillGraph,
  money: IncomingMoney,
  seen: string | undefined,
): Promise<boolean> {
  if (seen === undefined || seen === bill.seen) return false
  return (await tx.payment.count({ where: { sourceKey: money.sourceKey } })) === 0
}

async function tell(
  tx: Tx,
  bill: BillGraph,
  booked: BookedMoney,
  { organisation, now }: Context,
): Promise<void> {
  const { paymentId, money, receivedOn, settlement } = booked
  if (settlement.task) {
    await openTask(tx, {
      dedupeKey: `${settlement.task}:${paymentId}`,
      kind: settlement.task,
      chargeId: bill.charge.id,
      paymentId,
      details: { amount: money.amount, currency: money.currency, surplusYen: settlement.surplusYen },
      now,
    })
  }
  if (!settlement.tell) return
  await queueMail(tx, {
    ...billMailTo(bill),
    dedupeKey: `bill-money:${paymentId}`,
    template: 'bill-money',
    props: {
      ...billMailProps(bill, organisation),
      news: settlement.tell,
      receivedYen: money.amount,
      receivedOn,
      missingYen: settlement.missingYen,
      surplusYen: settlement.surplusYen,
    },
    now,
  })
}
