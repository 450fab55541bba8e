import { billStep } from '#app/domain/bill.ts'
import { dayToDb, tokyoDayOf } from '#app/domain/day.ts'
import { loadOrganisation, type Organisation } from '#app/features/catalogue/organisation.server.ts'
import { loadOrderGraph, type OrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { orderMailProps, transferMailProps } from '#app/features/checkout/order-mail.server.ts'
import { isMarked } from '#app/features/messages/mark-address.server.ts'
import { openTask } from '#app/features/messages/open-task.server.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { remindPayer } from '#app/features/settlement/remind-payer.server.ts'
import { db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { isHoliday } from '#app/platform/holidays.server.ts'
import { newId } from '#app/platform/id.server.ts'

/**
 * Asks for bills that are past their day: three mails, two weeks apart, then a person. Who has no e-mail address, or one to which mails are
 * held back, is a person's matter at once. Safe to run any number of times.
 * @returns how many reminders went out and how many tasks were opened
 */
export async function remindBills({ now }: { now: Date }): Promise<{ reminded: number; tasks: number }> {
  const organisation = await loadOrganisation()
  const due = await db.charge.findMany({
    where: { state: 'open', terms: 'billed', dueOn: { lt: dayToDb(tokyoDayOf(now)) } },
    orderBy: { dueOn: 'asc' },
    select: { id: true },
  })
  const counts = { reminded: 0, tasks: 0 }
  for (const { id } of due) {
    const did = await inTransaction((tx) => remind(tx, id, { organisation, now }))
    if (did) counts[did] += 1
  }
  return counts
}

async function remind(
  tx: Tx,
  chargeId: string,
  { organisation, now }: { organisation: Organisation; now: Date },
): Promise<'reminded' | 'tasks' | null> {
  const order = await loadOrderGraph(tx, { chargeId }, { lock: true })
  if (!order) return await remindPayer(tx, chargeId, { organisation, now })
  if (order.charge.state !== 'open' || !order.charge.dueOn) return null
  const missingYen = missingOf(order)
  const step = billStep(order.charge.dueOn, tokyoDayOf(now), isHoliday)
  if (step.kind === 'wait' || missingYen <= 0) return null
  const canBeMailed = order.email !== null && !(await isMarked(tx, order.email))
  if (step.kind === 'overdue' || !canBeMailed) {
    const isNew = await openTask(tx, {
      dedupeKey: `bill-overdue:${chargeId}`,
      kind: 'bill-overdue',
      orderId: order.id,
      details: { dueOn: order.charge.dueOn, openYen: missingYen },
      now,
    })
    return isNew ? 'tasks' : null
  }
  const isNew = await queueMail(tx, {
    dedupeKey: `bill-reminder:${chargeId}:${step.number}`,
    template: 'bill-reminder',
    locale: order.locale,
    toEmail: order.email,
    props: {
      ...orderMailProps(order, organisation),
      ...transferMailProps(order, organisation),
      missingYen,
    },
    orderId: order.id,
    now,
  })
  if (!isNew) return null
  await tx.orderEvent.create({
    data: {
      id: newId(),
      orderId: order.id,
      kind: 'bill-reminded',
      at: now,
      actor: 'system',
      details: { number: step.number, missingYen },
    },
  })
  return 'reminded'
}

function missingOf({ charge }: OrderGraph): number {
  return charge.amountYen - charge.allocatedYen - charge.refundedYen
}
