import { loadOrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { parcelTaskKey } from '#app/features/checkout/report-parcel.server.ts'
import { staleOrder, type ChangedOrder } from '#app/features/checkout/stale-order.server.ts'
import { endTask } from '#app/features/messages/complete-task.server.ts'
import type { ParcelResolution } from '#app/generated/prisma/enums.ts'
import { actedBy, currentStaffId } from '#app/platform/actor.server.ts'
import { db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

export type ResolveParcelReportResult =
  { ok: true; orderId: string } | ChangedOrder | { ok: false; reason: 'not-found' | 'already-resolved' }

/**
 * Closes the report of a parcel that is not replaced: its copies are refunded (the form for that comes next), or nothing is to be done, as
 * when it has come after all. A replacement is a use-case of its own, `replaceParcel`.
 */
export async function resolveParcelReport(
  input: { reportId: string; resolution: 'refund' | 'none'; seenEventId?: string },
  { now }: { now: Date },
): Promise<ResolveParcelReportResult> {
  const found = await db.parcelReport.findUnique({
    where: { id: input.reportId },
    select: { orderId: true },
  })
  if (!found) return { ok: false, reason: 'not-found' }
  return await inTransaction(async (tx) => {
    await loadOrderGraph(tx, { orderId: found.orderId }, { lock: true })
    const stale = await staleOrder(tx, found.orderId, input.seenEventId)
    if (stale) return stale
    const report = await tx.parcelReport.findUniqueOrThrow({ where: { id: input.reportId } })
    if (report.resolution) return { ok: false, reason: 'already-resolved' }
    await closeReport(tx, { ...report, resolution: input.resolution, now })
    await tx.orderEvent.create({
      data: {
        id: newId(),
        orderId: found.orderId,
        kind: 'parcel-resolved',
        at: now,
        ...actedBy('system'),
        details: { reportId: input.reportId, resolution: input.resolution },
      },
    })
    return { ok: true, orderId: found.orderId }
  })
}

/** Notes what was done about a report, and ends its task. The caller holds the lock on the charge and writes the event. */
export async function closeReport(
  tx: Tx,
  report: { id: string; resolution: ParcelResolution; now: Date },
): Promise<void> {
  await tx.parcelReport.update({
    where: { id: report.id },
    data: { resolution: report.resolution, resolvedAt: report.now, staffId: currentStaffId() },
  })
  await endTask(tx, parcelTaskKey(report.id), report.resolution, report.now)
}
