import { loadOrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { parcelTaskKey } from '#app/features/checkout/report-parcel.server.ts'
import { staleOrder, type ChangedOrder } from '#app/features/checkout/stale-order.server.ts'
import { endTask, reopenTask } from '#app/features/messages/complete-task.server.ts'
import type { ParcelResolution } from '#app/generated/prisma/enums.ts'
import { actedBy, currentStaffId } from '#app/platform/actor.server.ts'
import { db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

export type ResolveParcelReportResult =
  { ok: true; orderId: string } | ChangedOrder | { ok: false; reason: 'not-found' | 'already-resolved' }

/**
 * Closes the report of a parcel about which nothing is to be done, as when it has come after all. Another one is closed by what settles it: by
 * `replaceParcel`, or by `refundOrder`.
 */
export async function resolveParcelReport(
  input: { reportId: string; seenEventId?: string },
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
    await settleReport(tx, found.orderId, report.id, { resolution: 'none', now })
    return { ok: true, orderId: found.orderId }
  })
}

/** Closes a report, and writes it into the history of its order. The caller holds the lock on the charge. */
export async function settleReport(
  tx: Tx,
  orderId: string,
  reportId: string,
  { resolution, now }: { resolution: 'refund' | 'none'; now: Date },
): Promise<void> {
  await closeReport(tx, { id: reportId, resolution, now })
  await tx.orderEvent.create({
    data: {
      id: newId(),
      orderId,
      kind: 'parcel-resolved',
      at: now,
      ...actedBy('system'),
      details: { reportId, resolution },
    },
  })
}

/**
 * Opens a report again whose refund Stripe has refused: nothing was given back. Left as it is when the reader has sent another report of the
 * parcel meanwhile. The caller holds the lock on the charge and writes the event.
 */
export async function reopenReport(tx: Tx, reportId: string): Promise<void> {
  const reopened = await tx.$executeRaw`
    UPDATE parcel_reports r SET resolution = NULL, resolved_at = NULL, staff_id = NULL
    WHERE r.id = ${reportId}::uuid AND r.resolution = 'refund'
      AND NOT EXISTS (SELECT 1 FROM parcel_reports o WHERE o.shipment_id = r.shipment_id AND o.resolution IS NULL)`
  if (reopened > 0) await reopenTask(tx, parcelTaskKey(reportId))
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
