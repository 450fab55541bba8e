import type { TokyoDay } from '#app/domain/day.ts'
import { isServed } from '#app/domain/order.ts'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { writePrintBill } from '#app/features/circulation/write-print-bill.server.ts'
import { loadOrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { orderMailProps } from '#app/features/checkout/order-mail.server.ts'
import { TELL_WAITING } from '#app/features/availability/tell-waiting.server.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { receiveRun, type ReceiveRunResult } from '#app/features/stock/receive-run.server.ts'
import type { AnnounceServed } from '#app/features/stock/serve-preorders.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { nudge } from '#app/platform/jobs.server.ts'

export type ReceivedRun = {
  sku: string
  copies: number
  overs?: number
  spoils?: number
  run: number
  /** What it cost, without tax, and the tax on it. */
  costYen?: number
  costTaxYen?: number
  receivedOn: TokyoDay
}

/** Takes a print run in, books what it cost, and tells the readers whose pre-orders it serves, if they have paid. */
export async function receiveAndAnnounce(
  { costYen = 0, costTaxYen = 0, ...input }: ReceivedRun,
  { now }: { now: Date },
): Promise<ReceiveRunResult> {
  const announce = await announcerOf(`${input.sku}:${input.run}`, { now })
  async function bookCost(tx: Tx, printRunId: string): Promise<void> {
    if (costYen === 0) return
    await writePrintBill(
      tx,
      {
        printRunId,
        billedOn: input.receivedOn,
        number: '',
        netYen: costYen,
        taxYen: costTaxYen,
        sourceKey: `received:${printRunId}`,
      },
      { now },
    )
  }
  const received = await receiveRun(input, { now, announce, bookCost })
  // Pre-orders come first; what they leave is for those who asked to be told.
  if (received.ok) nudge(TELL_WAITING)
  return received
}

/**
 * What tells the readers whose pre-orders a delivery serves, in its transaction.
 * @param delivery names it: a reader is told once of each
 */
export async function announcerOf(delivery: string, { now }: { now: Date }): Promise<AnnounceServed> {
  const organisation = await loadOrganisation()
  return async (tx, served) => {
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
      dedupeKey: `preorder-ready:${order.id}:${delivery}`,
      template: 'preorder-ready',
      locale: order.locale,
      toEmail: order.email,
      props: { ...orderMailProps(order, organisation), ready },
      orderId: order.id,
      now,
    })
  }
}
