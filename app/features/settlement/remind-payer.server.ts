import { billStep } from '#app/domain/bill.ts'
import { tokyoDayOf } from '#app/domain/day.ts'
import type { Organisation } from '#app/features/catalogue/organisation.server.ts'
import { isMarked } from '#app/features/messages/mark-address.server.ts'
import { openTask } from '#app/features/messages/open-task.server.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { billMailProps, billMailTo } from '#app/features/payments/bill-mail.server.ts'
import { billOpenYen, loadBill } from '#app/features/payments/load-bill.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { isHoliday } from '#app/platform/holidays.server.ts'

/**
 * Asks for a bill that no order stands behind, by the same steps as an order's: three mails, then a person; a person at once where there is
 * no e-mail, or mails to it are held back. @returns what was done, or null for nothing
 */
export async function remindPayer(
  tx: Tx,
  chargeId: string,
  { organisation, now }: { organisation: Organisation; now: Date },
): Promise<'reminded' | 'tasks' | null> {
  const bill = await loadBill(tx, { chargeId }, { lock: true })
  const missingYen = bill ? billOpenYen(bill) : 0
  if (!bill || missingYen <= 0) return null
  const { charge, payer } = bill
  const step = billStep(charge.dueOn, tokyoDayOf(now), isHoliday)
  if (step.kind === 'wait') return null
  const canBeMailed = payer.email !== null && !(await isMarked(tx, payer.email))
  if (step.kind === 'overdue' || !canBeMailed) {
    const isNew = await openTask(tx, {
      dedupeKey: `bill-overdue:${chargeId}`,
      kind: 'bill-overdue',
      chargeId,
      details: { dueOn: charge.dueOn, openYen: missingYen },
      now,
    })
    return isNew ? 'tasks' : null
  }
  const isNew = await queueMail(tx, {
    ...billMailTo(bill),
    dedupeKey: `bill-reminder:${chargeId}:${step.number}`,
    template: 'bill-reminded',
    props: { ...billMailProps(bill, organisation), missingYen },
    now,
  })
  return isNew ? 'reminded' : null
}
