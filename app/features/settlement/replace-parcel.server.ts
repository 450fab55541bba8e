import { dayToDb, tokyoDayOf } from '#app/domain/day.ts'
import { zoneOf } from '#app/domain/shipping.ts'
import { loadOrganisation, type Organisation } from '#app/features/catalogue/organisation.server.ts'
import { isSameAddress, type PostalAddress } from '#app/features/checkout/address.ts'
import { loadOrderGraph, type OrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { orderMailProps } from '#app/features/checkout/order-mail.server.ts'
import { staleOrder, type ChangedOrder } from '#app/features/checkout/stale-order.server.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { parcelRefusal, normaliseTracking } from '#app/features/settlement/post-order.server.ts'
import { closeReport } from '#app/features/settlement/resolve-parcel-report.server.ts'
import { parcelCopies } from '#app/features/stock/parcel-copies.server.ts'
import { returnToRuns } from '#app/features/stock/return-copies.server.ts'
import { takeSoldCopies } from '#app/features/stock/take-copies.server.ts'
import type { ParcelProblem } from '#app/generated/prisma/enums.ts'
import { actedBy, currentStaffId } from '#app/platform/actor.server.ts'
import { db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

export type ReplaceParcelResult =
  | { ok: true; shipmentId: string }
  | ChangedOrder
  | {
      ok: false
      reason:
        | 'not-found'
        | 'already-resolved'
        | 'nothing-to-post'
        | 'tracking-malformed'
        | 'tracking-used'
        | 'short'
        | 'zone'
    }
  | { ok: false; reason: 'line-unknown' | 'line-too-many'; sku: string; left: number }

/**
 * Sends copies of a reported parcel once more, free of charge. Of a parcel that the post brought back, as many as came back have returned to
 * their runs already (`noteCameBack`); all others come back there on paper, to be written off as lost or damaged. The new ones are taken from
 * free stock. So an edition's copies sold stay what readers paid for, and every copy of a run is accounted for. Earns nothing, owes nothing.
 * @param input.lines what is sent; all that was in the parcel and has not been replaced when absent
 * @param input.delivery where the order goes from now on, after an address that was wrong. `zone`: postage there is another than was paid
 */
export async function replaceParcel(
  input: {
    reportId: string
    lines?: readonly { sku: string; copies: number }[]
    trackingNumber?: string
    delivery?: PostalAddress
    seenEventId?: string
  },
  { now }: { now: Date },
): Promise<ReplaceParcelResult> {
  const trackingNumber = input.trackingNumber ? normaliseTracking(input.trackingNumber) : null
  if (input.trackingNumber && !trackingNumber) return { ok: false, reason: 'tracking-malformed' }
  const found = await db.parcelReport.findUnique({
    where: { id: input.reportId },
    select: { orderId: true },
  })
  if (!found) return { ok: false, reason: 'not-found' }
  const organisation = await loadOrganisation()
  try {
    return await inTransaction(async (tx) => {
      const before = await loadOrderGraph(tx, { orderId: found.orderId }, { lock: true })
      if (!before) return { ok: false, reason: 'not-found' }
      const stale = await staleOrder(tx, before.id, input.seenEventId)
      if (stale) return stale
      if (input.delivery && isElsewhere(before, input.delivery)) return { ok: false, reason: 'zone' }
      const report = await tx.parcelReport.findUniqueOrThrow({ where: { id: input.reportId } })
      if (report.resolution) return { ok: false, reason: 'already-resolved' }
      const chosen = choose(await loadParcel(tx, before, report.shipmentId), input.lines)
      if (!chosen.ok) return chosen
      const order = await redirectOrder(tx, before, input.delivery, now)
      const shipmentId = await send(tx, order, { report, lines: chosen.lines, trackingNumber, now })
      await closeReport(tx, { id: report.id, resolution: 'replacement', now })
      await tell(tx, order, {
        shipmentId,
        reportId: report.id,
        lines: chosen.lines,
        trackingNumber,
        organisation,
        now,
      })
      return { ok: true, shipmentId }
    })
  } catch (error) {
    const reason = parcelRefusal(error)
    if (reason) return { ok: false, reason }
    throw error
  }
}

/** Whether postage to an address is another than was paid for. */
function isElsewhere({ deliveryAddress }: OrderGraph, to: PostalAddress): boolean {
  return deliveryAddress !== null && zoneOf(deliveryAddress.country) !== zoneOf(to.country)
}

/** Keeps the address that the order goes to from now on. */
async function redirectOrder(
  tx: Tx,
  order: OrderGraph,
  to: PostalAddress | undefined,
  now: Date,
): Promise<OrderGraph> {
  if (!to || isSameAddress(order.deliveryAddress, to)) return order
  await tx.order.update({
    where: { id: order.id },
    data: { deliveryAddress: to, version: { increment: 1 } },
  })
  await tx.orderEvent.create({
    data: {
      id: newId(),
      orderId: order.id,
      kind: 'corrected',
      at: now,
      ...actedBy('system'),
      details: { fields: ['delivery'] },
    },
  })
  return { ...order, deliveryAddress: to, version: order.version + 1 }
}

type ParcelLine = {
  sku: string
  editionId: string
  orderLineId: string
  description: string
  textLanguage: string
  copies: number
  /** Of what came back in the parcel, how much waits to be sent again. */
  waiting: number
}

/** What was in a parcel and has not been sent again for an earlier report of it. */
async function loadParcel(tx: Tx, order: OrderGraph, shipmentId: string): Promise<ParcelLine[]> {
  const parcel = await parcelCopies(tx, shipmentId)
  return order.lines.flatMap(({ goods, description, textLanguage }) => {
    const line = parcel.find(({ orderLineId }) => orderLineId === goods?.orderLineId)
    if (!goods || !line || line.replaceable <= 0) return []
    const { sku, editionId, orderLineId } = goods
    const { replaceable: copies, waiting } = line
    return [{ sku, editionId, orderLineId, description, textLanguage, copies, waiting }]
  })
}

function choose(
  parcel: readonly ParcelLine[],
  wanted: readonly { sku: string; copies: number }[] | undefined,
): { ok: true; lines: ParcelLine[] } | Extract<ReplaceParcelResult, { ok: false }> {
  const lines: ParcelLine[] = []
  for (const { sku, copies } of wanted ?? parcel) {
    const line = parcel.find((candidate) => candidate.sku === sku)
    if (!line) return { ok: false, reason: 'line-unknown', sku, left: 0 }
    const isTwice = lines.some((chosen) => chosen.sku === sku)
    if (isTwice || !Number.isInteger(copies) || copies < 1 || copies > line.copies) {
      return { ok: false, reason: 'line-too-many', sku, left: line.copies }
    }
    lines.push({ ...line, copies })
  }
  return lines.length > 0 ? { ok: true, lines } : { ok: false, reason: 'nothing-to-post' }
}

async function send(
  tx: Tx,
  order: OrderGraph,
  context: {
    report: { id: string; shipmentId: string; problem: ParcelProblem }
    lines: readonly ParcelLine[]
    trackingNumber: string | null
    now: Date
  },
): Promise<string> {
  const { report, lines, trackingNumber, now } = context
  const movedOn = tokyoDayOf(now)
  const byEdition = [...lines].sort((a, b) => (a.editionId < b.editionId ? -1 : 1))
  for (const line of byEdition) {
    const missing = Math.max(0, line.copies - line.waiting)
    if (missing === 0) continue
    const back = await returnToRuns(tx, {
      ...line,
      copies: missing,
      cause: { parcelReportId: report.id, shipmentId: report.shipmentId, isUndeliverable: false },
      movedOn: dayToDb(movedOn),
      now,
    })
    await tx.stockMovement.createMany({
      data: back.map((part) => ({
        id: newId(),
        editionId: line.editionId,
        printRunId: part.printRunId,
        kind: report.problem === 'damaged' ? ('damaged' as const) : ('lost' as const),
        copies: -part.copies,
        parcelReportId: report.id,
        staffId: currentStaffId(),
        movedOn: dayToDb(movedOn),
        recordedAt: now,
      })),
    })
  }
  const shipmentId = newId()
  await tx.shipment.create({
    data: {
      id: shipmentId,
      orderId: order.id,
      postedOn: dayToDb(movedOn),
      trackingNumber,
      replacesId: report.shipmentId,
      staffId: currentStaffId(),
      createdAt: now,
    },
  })
  const sent = byEdition.map((line) => ({ ...line, shipmentLineId: newId() }))
  await tx.shipmentLine.createMany({
    data: sent.map(({ shipmentLineId, orderLineId, copies }) => ({
      id: shipmentLineId,
      shipmentId,
      orderLineId,
      copies,
    })),
  })
  await takeSoldCopies(tx, sent, { movedOn, now })
  return shipmentId
}

async function tell(
  tx: Tx,
  order: OrderGraph,
  context: {
    shipmentId: string
    reportId: string
    lines: readonly ParcelLine[]
    trackingNumber: string | null
    organisation: Organisation
    now: Date
  },
): Promise<void> {
  const { shipmentId, reportId, lines, trackingNumber, organisation, now } = context
  await tx.orderEvent.create({
    data: {
      id: newId(),
      orderId: order.id,
      kind: 'parcel-replaced',
      at: now,
      ...actedBy('system'),
      details: { reportId, shipmentId, copies: lines.reduce((sum, line) => sum + line.copies, 0) },
    },
  })
  await queueMail(tx, {
    dedupeKey: `order-posted:${shipmentId}`,
    template: 'order-posted',
    locale: order.locale,
    toEmail: order.email,
    props: {
      ...orderMailProps(order, organisation),
      postedOn: tokyoDayOf(now),
      replacement: true,
      trackingNumber,
      parcel: lines.map(({ description, textLanguage, copies }) => ({
        name: description,
        textLanguage,
        copies,
      })),
      remaining: [],
    },
    orderId: order.id,
    now,
  })
}
