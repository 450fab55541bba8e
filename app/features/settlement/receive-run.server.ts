import type { TokyoDay } from '#app/domain/day.ts'
import { isServed } from '#app/domain/order.ts'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { loadOrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { orderMailProps } from '#app/features/checkout/order-mail.server.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { receiveRun, type ReceiveRunResult } from '#app/features/stock/receive-run.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

/** Takes a print run in and tells the readers whose pre-orders it serves, if they have paid. */
export async function receiveAndAnnounce(
  input: { sku: string; copies: number; run: number; costYen?: number; receivedOn: TokyoDay },
  { now }: { now: Date },
): Promise<ReceiveRunResult> {
  const organisation = await loadOrganisation()

  async function announce(
    tx: Tx,
    served: { orderId: string; lines: { orderLineId: string; copies: number }[] },
  ): Promise<void> {
    const order = await loadOrderGraph(tx, { orderId: served.orderId })
    if (!order) return
    await tx.orderEvent.create({
      data: {
        id: newId(),
        orderId: order.id,
        kind: 'preorder-ready',
        at: now,
        actor: 'system',
        details: { copies: served.lines.reduce((sum, line) => sum + line.copies, 0) },
      },
    })
    if (!isServed(order.charge)) return
    const ready = served.lines.flatMap(({ orderLineId, copies }) => {
      const line = order.lines.find((candidate) => candidate.goods?.orderLineId === orderLineId)
      return line ? [{ name: line.description, textLanguage: line.textLanguage, copies }] : []
    })
    await queueMail(tx, {
      dedupeKey: `preorder-ready:${order.id}:${input.sku}:${input.run}`,
      template: 'preorder-ready',
      locale: order.locale,
      toEmail: order.email,
      props: { ...orderMailProps(order, organisation), ready },
      orderId: order.id,
      now,
    })
  }

  return await receiveRun(input, { now, announce })
}
