import { loadOrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { isOrderToken } from '#app/features/checkout/order-token.ts'
import { openTask } from '#app/features/messages/open-task.server.ts'
import type { ParcelProblem } from '#app/generated/prisma/enums.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { isUuid, newId } from '#app/platform/id.server.ts'

/** The longest message of a reader about a parcel. */
export const MOST_REPORT = 1000

export type ReportParcelResult =
  | { ok: true; reportId: string }
  | { ok: false; reason: 'not-found' | 'already-reported' | 'message-too-long' }

/**
 * A reader says that a parcel of her order did not come, or came damaged or short. The secretariat decides what to do about it: a task is
 * opened. A parcel has one open report; her words stay with the report, not in the task.
 */
export async function reportParcel(
  input: { token: string; shipmentId: string; problem: ParcelProblem; message: string | null },
  { now }: { now: Date },
): Promise<ReportParcelResult> {
  const message = input.message?.trim() || null
  if ((message?.length ?? 0) > MOST_REPORT) return { ok: false, reason: 'message-too-long' }
  if (!isOrderToken(input.token) || !isUuid(input.shipmentId)) return { ok: false, reason: 'not-found' }
  return await inTransaction(async (tx) => {
    const order = await loadOrderGraph(tx, { token: input.token }, { lock: true })
    const shipment = await tx.shipment.findUnique({
      where: { id: input.shipmentId },
      select: { orderId: true, reports: { where: { resolvedAt: null }, select: { id: true } } },
    })
    if (!order || shipment?.orderId !== order.id) return { ok: false, reason: 'not-found' }
    if (shipment.reports.length > 0) return { ok: false, reason: 'already-reported' }
    const reportId = newId()
    await tx.parcelReport.create({
      data: {
        id: reportId,
        orderId: order.id,
        shipmentId: input.shipmentId,
        problem: input.problem,
        message,
        reportedAt: now,
      },
    })
    await tx.orderEvent.create({
      data: {
        id: newId(),
        orderId: order.id,
        kind: 'parcel-reported',
        at: now,
        actor: 'reader',
        details: { reportId, problem: input.problem },
      },
    })
    await openTask(tx, {
      dedupeKey: parcelTaskKey(reportId),
      kind: 'parcel-reported',
      orderId: order.id,
      details: { reportId, problem: input.problem },
      now,
    })
    return { ok: true, reportId }
  })
}

/** Names the task of a report. */
export function parcelTaskKey(reportId: string): string {
  return `parcel-reported:${reportId}`
}
