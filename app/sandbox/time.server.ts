import { pool } from '#app/platform/db.server.ts'
import { mailBounced, mailComplained, mailDelivered, mailSent } from './resend/mails.server.ts'
import { takeTimer, type SandboxTx, type Timer } from './store.server.ts'
import { bookChargeLater, createPayout, payoutArrives } from './stripe/balance.server.ts'
import { expireSession, expireVoucherOf } from './stripe/payments.server.ts'
import { finishRefund, refundPending } from './stripe/refunds.server.ts'

/**
 * Lets happen what was due up to `until`, in order and each at its own time: sessions and vouchers expire, card payments are
 * booked, money becomes available and is paid out once a day, refunds and mails go through. Any number of processes may call it at
 * once.
 * @returns how many things happened
 */
export async function advanceSandbox(until: Date): Promise<number> {
  let count = 0
  while (await runNext(until)) count++
  return count
}

async function runNext(until: Date): Promise<boolean> {
  const client = await pool.connect()
  let broken = false
  try {
    await client.query('BEGIN')
    const timer = await takeTimer(client, until)
    if (timer) await run({ client, now: timer.at, request: { id: null, idempotency_key: null } }, timer)
    await client.query('COMMIT')
    return timer !== undefined
  } catch (error) {
    await client.query('ROLLBACK').catch(() => (broken = true))
    throw error
  } finally {
    client.release(broken)
  }
}

async function run(tx: SandboxTx, timer: Timer): Promise<unknown> {
  switch (timer.kind) {
    case 'expire-session':
      return await expireSession(tx, timer.subject)
    case 'expire-voucher':
      return await expireVoucherOf(tx, timer.subject)
    case 'book-charge':
      return await bookChargeLater(tx, timer.subject)
    case 'refund-pending':
      return await refundPending(tx, timer.subject)
    case 'refund-done':
      return await finishRefund(tx, timer.subject, 'succeeded')
    case 'run-payout':
      return await createPayout(tx)
    case 'payout-arrives':
      return await payoutArrives(tx, timer.subject)
    case 'mail-sent':
      return await mailSent(tx, timer.subject)
    case 'mail-delivered':
      return await mailDelivered(tx, timer.subject)
    case 'mail-bounced':
      return await mailBounced(tx, timer.subject)
    case 'mail-complained':
      return await mailComplained(tx, timer.subject)
  }
}
