import { receiveStripeWebhook } from '#app/features/settlement/receive-stripe-webhook.server.ts'
import { startPayment } from '#app/features/settlement/start-payment.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { takeWebhooks, type SignedWebhook } from '#app/sandbox/webhooks.server.ts'

/** Hands waiting webhooks to the shop as they would come over HTTP; they are taken in the order that `arrange` gives. */
export async function deliver(
  arrange: (webhooks: SignedWebhook[]) => SignedWebhook[] = (webhooks) => webhooks,
): Promise<number[]> {
  return await handOver(arrange(await takeWebhooks()))
}

/** Hands webhooks over that were taken before. @returns what the shop answered to each */
export async function handOver(webhooks: readonly SignedWebhook[]): Promise<number[]> {
  const statuses: number[] = []
  for (const webhook of webhooks) statuses.push(await receiveStripeWebhook(webhook.body, webhook.signature))
  return statuses
}

/** Opens the page at Stripe for a charge and gives its session's id. */
export async function openPage(chargeId: string): Promise<string> {
  const started = await startPayment(chargeId, { now: now() })
  if (!started.ok) throw new Error(`no page: ${started.reason}`)
  const attempt = await db.checkoutAttempt.findFirstOrThrow({
    where: { chargeId, url: started.url },
    select: { stripeSessionId: true },
  })
  return attempt.stripeSessionId ?? ''
}

/** The state of an order's charge and of the stock of its first edition. */
export async function standing(orderId: string): Promise<Record<string, unknown>> {
  const order = await db.order.findUniqueOrThrow({
    where: { id: orderId },
    include: { charge: true, lines: { include: { edition: { include: { stock: true } } } } },
  })
  const stock = order.lines[0]?.edition.stock
  return {
    state: order.charge.state,
    allocatedYen: order.charge.allocatedYen,
    refundedYen: order.charge.refundedYen,
    onHand: stock?.onHand,
    held: stock?.held,
  }
}

/** Names of the mails in the outbox, oldest first. */
export async function mails(): Promise<string[]> {
  const rows = await db.outboxMail.findMany({
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { template: true },
  })
  return rows.map((row) => row.template)
}

/** Kinds of the open tasks, oldest first. */
export async function tasks(): Promise<string[]> {
  const rows = await db.task.findMany({
    orderBy: [{ openedAt: 'asc' }, { id: 'asc' }],
    select: { kind: true },
  })
  return rows.map((row) => row.kind)
}
