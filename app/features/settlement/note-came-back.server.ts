import { bookingDayProblem } from '#app/domain/booking-day.ts'
import { dayFromDb, dayToDb, tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import { loadOrganisation, type Organisation } from '#app/features/catalogue/organisation.server.ts'
import { loadOrderGraph, type OrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { orderMailProps } from '#app/features/checkout/order-mail.server.ts'
import { parcelTaskKey } from '#app/features/checkout/report-parcel.server.ts'
import { staleOrder, type ChangedOrder } from '#app/features/checkout/stale-order.server.ts'
import { bookLoss } from '#app/features/circulation/write-stock-note.server.ts'
import { openTask } from '#app/features/messages/open-task.server.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { lockRuns } from '#app/features/stock/lock-runs.server.ts'
import { parcelCopies } from '#app/features/stock/parcel-copies.server.ts'
import { returnToRuns } from '#app/features/stock/return-copies.server.ts'
import { actedBy, currentStaffId } from '#app/platform/actor.server.ts'
import { db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { isUuid, newId } from '#app/platform/id.server.ts'

/** What came back of one edition in a parcel: copies that can be sold again, and copies that cannot. */
export type CameBackLine = { sku: string; good: number; spoilt: number }

export type NoteCameBackResult =
  | { ok: true; reportId: string }
  | ChangedOrder
  | { ok: false; reason: 'not-found' | 'already-noted' | 'nothing' | 'day-in-future' | 'email-missing' }
  | { ok: false; reason: 'day-before-posting'; postedOn: TokyoDay }
  | { ok: false; reason: 'line-unknown' | 'line-too-many'; sku: string; left: number }

/**
 * Notes that the post brought a parcel back. Its copies return to the runs they were of; the spoilt ones are written off there as damaged, and
 * what they had cost with them. What is to be done is decided next (`replaceParcel`, `refundOrder`, `resolveParcelReport`): until then the
 * report is open, and its task with it. A report of the reader's that is open becomes this one: what she missed has been found. The order stays
 * posted and paid, so no income moves.
 *
 * `line-too-many`: more than was in the parcel, or than is still out of it; copies that were written off before are found by a stock note.
 * @param input.asksReader whether she is asked by mail where it is to go; `email-missing` when she has no address
 */
export async function noteCameBack(
  input: {
    orderId: string
    shipmentId: string
    returnedOn: TokyoDay
    lines: readonly CameBackLine[]
    asksReader: boolean
    seenEventId?: string
  },
  { now }: { now: Date },
): Promise<NoteCameBackResult> {
  if (!isUuid(input.shipmentId)) return { ok: false, reason: 'not-found' }
  if (bookingDayProblem(input.returnedOn, tokyoDayOf(now)) === 'day-in-future') {
    return { ok: false, reason: 'day-in-future' }
  }
  const organisation = await loadOrganisation()
  return await inTransaction(async (tx) => {
    const order = await loadOrderGraph(tx, { orderId: input.orderId }, { lock: true })
    const shipment = await tx.shipment.findUnique({
      where: { id: input.shipmentId },
      include: { reports: true },
    })
    if (!order || shipment?.orderId !== order.id) return { ok: false, reason: 'not-found' }
    // Before the newest events: that a colleague has noted it says more than that something has changed.
    if (shipment.reports.some(({ problem }) => problem === 'undeliverable')) {
      return { ok: false, reason: 'already-noted' }
    }
    const stale = await staleOrder(tx, order.id, input.seenEventId)
    if (stale) return stale
    const postedOn = dayFromDb(shipment.postedOn)
    if (input.returnedOn < postedOn) return { ok: false, reason: 'day-before-posting', postedOn }
    if (input.asksReader && order.email === null) return { ok: false, reason: 'email-missing' }
    const chosen = await choose(tx, order, input)
    if (!chosen.ok) return chosen
    const open = shipment.reports.find(({ resolution }) => resolution === null)
    const reportId = await writeReport(tx, order, { ...input, openReportId: open?.id ?? null, now })
    for (const line of chosen.lines) await bringBack(tx, order, { ...input, reportId, line, now })
    await tell(tx, order, { ...input, reportId, postedOn, lines: chosen.lines, organisation, now })
    return { ok: true, reportId }
  })
}

type Line = CameBackLine & {
  editionId: string
  orderLineId: string
  description: string
  textLanguage: string
}

/** What came back, in the order of the editions: that is how stock levels are locked everywhere. */
async function choose(
  tx: Tx,
  order: OrderGraph,
  { shipmentId, lines: wanted }: { shipmentId: string; lines: readonly CameBackLine[] },
): Promise<{ ok: true; lines: Line[] } | Extract<NoteCameBackResult, { ok: false }>> {
  const parcel = await parcelCopies(tx, shipmentId)
  const lines: Line[] = []
  for (const { sku, good, spoilt } of wanted) {
    const line = order.lines.find(({ goods }) => goods?.sku === sku)
    const inParcel = parcel.find(({ orderLineId }) => orderLineId === line?.goods?.orderLineId)
    if (!line?.goods || !inParcel) return { ok: false, reason: 'line-unknown', sku, left: 0 }
    const isTwice = lines.some((before) => before.sku === sku)
    if (isTwice || !isCount(good) || !isCount(spoilt) || good + spoilt > inParcel.returnable) {
      return { ok: false, reason: 'line-too-many', sku, left: inParcel.returnable }
    }
    if (good + spoilt === 0) continue
    const { description, textLanguage } = line
    const { editionId, orderLineId } = inParcel
    lines.push({ sku, good, spoilt, editionId, orderLineId, description, textLanguage })
  }
  if (lines.length === 0) return { ok: false, reason: 'nothing' }
  return { ok: true, lines: lines.sort((a, b) => (a.editionId < b.editionId ? -1 : 1)) }
}

function isCount(copies: number): boolean {
  return Number.isSafeInteger(copies) && copies >= 0
}

async function writeReport(
  tx: Tx,
  order: OrderGraph,
  note: { shipmentId: string; returnedOn: TokyoDay; openReportId: string | null; now: Date },
): Promise<string> {
  const found = { problem: 'undeliverable' as const, returnedOn: dayToDb(note.returnedOn) }
  if (note.openReportId) {
    await tx.parcelReport.update({ where: { id: note.openReportId }, data: found })
    await tx.task.updateMany({
      where: { dedupeKey: parcelTaskKey(note.openReportId) },
      data: {
        kind: 'parcel-came-back',
        details: { reportId: note.openReportId, problem: 'undeliverable' },
        doneAt: null,
        doneNote: null,
        staffId: null,
      },
    })
    return note.openReportId
  }
  const reportId = newId()
  await tx.parcelReport.create({
    data: { id: reportId, orderId: order.id, shipmentId: note.shipmentId, ...found, reportedAt: note.now },
  })
  await openTask(tx, {
    dedupeKey: parcelTaskKey(reportId),
    kind: 'parcel-came-back',
    orderId: order.id,
    details: { reportId, problem: 'undeliverable' },
    now: note.now,
  })
  return reportId
}

/** Copies of one line return to their runs, and those that cannot be sold are written off there. */
async function bringBack(
  tx: Tx,
  order: OrderGraph,
  note: { reportId: string; shipmentId: string; returnedOn: TokyoDay; line: Line; now: Date },
): Promise<void> {
  const { reportId, line, returnedOn, now } = note
  const movedOn = dayToDb(returnedOn)
  await lockRuns(tx, line.editionId)
  const back = await returnToRuns(tx, {
    editionId: line.editionId,
    orderLineId: line.orderLineId,
    copies: line.good + line.spoilt,
    cause: { parcelReportId: reportId, shipmentId: note.shipmentId, isUndeliverable: true },
    movedOn,
    now,
  })
  if (line.spoilt === 0) return
  const runs = await lockRuns(tx, line.editionId)
  // Which of the copies are spoilt nobody can say of their runs: they are taken in the order in which all of them came back.
  const parts: typeof back = []
  let left = line.spoilt
  for (const part of back) {
    const copies = Math.min(left, part.copies)
    if (copies > 0) parts.push({ ...part, copies })
    left -= copies
  }
  await tx.stockMovement.createMany({
    data: parts.map((part) => ({
      id: newId(),
      editionId: line.editionId,
      printRunId: part.printRunId,
      kind: 'damaged' as const,
      copies: -part.copies,
      parcelReportId: reportId,
      staffId: currentStaffId(),
      movedOn,
      recordedAt: now,
    })),
  })
  const cause = `parcel:${reportId}:${line.editionId}`
  await bookLoss(tx, runs, parts, { cause, memo: `${order.code} ${line.sku}`, on: returnedOn, now })
}

async function tell(
  tx: Tx,
  order: OrderGraph,
  context: {
    reportId: string
    shipmentId: string
    postedOn: TokyoDay
    returnedOn: TokyoDay
    lines: readonly Line[]
    asksReader: boolean
    organisation: Organisation
    now: Date
  },
): Promise<void> {
  const { reportId, shipmentId, lines, organisation, now } = context
  const copies = lines.reduce((sum, line) => sum + line.good + line.spoilt, 0)
  const spoilt = lines.reduce((sum, line) => sum + line.spoilt, 0)
  await tx.orderEvent.create({
    data: {
      id: newId(),
      orderId: order.id,
      kind: 'parcel-came-back',
      at: now,
      ...actedBy('system'),
      details: { reportId, shipmentId, copies, spoilt },
    },
  })
  if (!context.asksReader) return
  await queueMail(tx, {
    dedupeKey: `parcel-came-back:${reportId}`,
    template: 'parcel-came-back',
    locale: order.locale,
    toEmail: order.email,
    props: {
      ...orderMailProps(order, organisation),
      postedOn: context.postedOn,
      returnedOn: context.returnedOn,
    },
    orderId: order.id,
    now,
  })
}

/** The lines of a parcel as the form that notes its return offers them: how much was in it, and how much can still come back. */
export async function loadReturnable(
  shipmentId: string,
): Promise<{ sku: string; sent: number; returnable: number }[]> {
  const lines = await parcelCopies(db, shipmentId)
  const editions = await db.edition.findMany({
    where: { id: { in: lines.map(({ editionId }) => editionId) } },
    select: { id: true, sku: true },
  })
  return lines.flatMap(({ editionId, sent, returnable }) => {
    const sku = editions.find(({ id }) => id === editionId)?.sku
    return sku === undefined ? [] : [{ sku, sent, returnable }]
  })
}
