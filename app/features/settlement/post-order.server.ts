import { dayToDb, tokyoDayOf } from '#app/domain/day.ts'
import { claims, netOfLines, recogniseShipment, recognitionPostings } from '#app/domain/ledger.ts'
import { sumYen } from '#app/domain/money.ts'
import { isServed } from '#app/domain/order.ts'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import {
  loadOrderGraph,
  type OrderGraph,
  type OrderGraphLine,
  type OrderKey,
} from '#app/features/checkout/order-graph.server.ts'
import { orderMailProps } from '#app/features/checkout/order-mail.server.ts'
import { chargeStanding, recognisedLines } from '#app/features/checkout/recognised-lines.ts'
import { staleOrder, type ChangedOrder } from '#app/features/checkout/stale-order.server.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { writeEntry } from '#app/features/payments/write-entry.server.ts'
import { takeSoldCopies, type TakenPart } from '#app/features/stock/take-copies.server.ts'
import { writeRunRevenue } from '#app/features/stock/write-run-revenue.server.ts'
import { actedBy, currentStaffId } from '#app/platform/actor.server.ts'
import { DB_CODE, hasDatabaseCode } from '#app/platform/db-errors.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

export type PostOrderInput = {
  order: OrderKey
  /** What goes into this parcel; all that is held when absent. */
  lines?: readonly { sku: string; copies: number }[]
  trackingNumber?: string
  /** Who does it when nobody is signed in. */
  actor: string
  seenEventId?: string
}

export type PostOrderResult =
  | { ok: true; shipmentId: string; posted: { sku: string; copies: number }[]; remaining: number }
  | {
      ok: false
      reason: 'not-found' | 'not-paid' | 'nothing-to-post' | 'tracking-malformed' | 'tracking-used' | 'short'
    }
  | { ok: false; reason: 'line-unknown' | 'line-not-held'; sku: string; held: number }
  | ChangedOrder

/**
 * Posts a parcel: copies leave stock, first in first out, and their hold; the advance becomes sales, or on a bill a receivable; the
 * reader is told. All in one transaction. An order may have several parcels; postage is earned with the first.
 */
export async function postOrder(input: PostOrderInput, { now }: { now: Date }): Promise<PostOrderResult> {
  const trackingNumber = input.trackingNumber ? normaliseTracking(input.trackingNumber) : null
  if (input.trackingNumber && !trackingNumber) return { ok: false, reason: 'tracking-malformed' }
  const organisation = await loadOrganisation()
  try {
    return await inTransaction(async (tx) => {
      const order = await loadOrderGraph(tx, input.order, { lock: true })
      if (!order) return { ok: false, reason: 'not-found' }
      const stale = await staleOrder(tx, order.id, input.seenEventId)
      if (stale) return stale
      if (!isServed(order.charge)) return { ok: false, reason: 'not-paid' }
      const parcel = choose(order, input.lines)
      if (!parcel.ok) return parcel
      return await post(tx, order, {
        parcel: parcel.lines,
        trackingNumber,
        organisation,
        actor: input.actor,
        now,
      })
    })
  } catch (error) {
    const reason = parcelRefusal(error)
    if (reason) return { ok: false, reason }
    throw error
  }
}

/** What kept a parcel from leaving stock, when the database says so: its tracking number is on another, or copies are missing. */
export function parcelRefusal(error: unknown): 'tracking-used' | 'short' | null {
  if (hasDatabaseCode(error, DB_CODE.unique)) return 'tracking-used'
  // A loss or a count has left fewer copies than are promised.
  return hasDatabaseCode(error, DB_CODE.copiesHeld) || error instanceof RangeError ? 'short' : null
}

type ParcelLine = { line: OrderGraphLine; goods: NonNullable<OrderGraphLine['goods']>; copies: number }

function choose(
  order: OrderGraph,
  wanted: PostOrderInput['lines'],
): { ok: true; lines: ParcelLine[] } | Extract<PostOrderResult, { ok: false }> {
  const goods = order.lines.flatMap((line) =>
    line.goods?.format === 'print' ? [{ line, goods: line.goods }] : [],
  )
  if (!wanted) {
    const lines = goods
      .filter((item) => item.goods.held > 0)
      .map((item) => ({ ...item, copies: item.goods.held }))
    return lines.length > 0 ? { ok: true, lines } : { ok: false, reason: 'nothing-to-post' }
  }
  const lines: ParcelLine[] = []
  for (const { sku, copies } of wanted) {
    const item = goods.find((candidate) => candidate.goods.sku === sku)
    if (!item) return { ok: false, reason: 'line-unknown', sku, held: 0 }
    const isTwice = lines.some((line) => line.goods.sku === sku)
    if (isTwice || !Number.isInteger(copies) || copies < 1 || copies > item.goods.held) {
      return { ok: false, reason: 'line-not-held', sku, held: item.goods.held }
    }
    lines.push({ ...item, copies })
  }
  return lines.length > 0 ? { ok: true, lines } : { ok: false, reason: 'nothing-to-post' }
}

async function post(
  tx: Tx,
  order: OrderGraph,
  context: {
    parcel: ParcelLine[]
    trackingNumber: string | null
    organisation: Awaited<ReturnType<typeof loadOrganisation>>
    actor: string
    now: Date
  },
): Promise<PostOrderResult> {
  const { parcel, trackingNumber, now } = context
  const postedOn = tokyoDayOf(now)
  const shipmentId = newId()
  await tx.shipment.create({
    data: {
      id: shipmentId,
      orderId: order.id,
      postedOn: dayToDb(postedOn),
      trackingNumber,
      staffId: currentStaffId(),
      createdAt: now,
    },
  })
  const shipped = parcel.map((item) => ({ ...item, shipmentLineId: newId() }))
  await tx.shipmentLine.createMany({
    data: shipped.map((item) => ({
      id: item.shipmentLineId,
      shipmentId,
      orderLineId: item.goods.orderLineId,
      copies: item.copies,
    })),
  })
  for (const { goods, copies } of shipped) {
    await tx.orderLine.update({
      where: { id: goods.orderLineId },
      data: { held: { decrement: copies }, posted: { increment: copies } },
    })
  }
  const taken = await takeSoldCopies(
    tx,
    shipped.map((item) => ({ ...item, editionId: item.goods.editionId })),
    { movedOn: postedOn, now },
  )
  await recognise(tx, order, { parcel: shipped, taken, shipmentId, now })
  await tx.order.updateMany({ where: { id: order.id, packedAt: null }, data: { packedAt: now } })
  await tx.orderEvent.create({
    data: {
      id: newId(),
      orderId: order.id,
      kind: 'posted',
      at: now,
      ...actedBy(context.actor),
      details: { shipmentId, copies: parcel.reduce((sum, item) => sum + item.copies, 0) },
    },
  })
  const remaining = order.lines.flatMap((line) => {
    const copies = remainingCopies(line, parcel)
    return copies > 0 ? [{ name: line.description, textLanguage: line.textLanguage, copies }] : []
  })
  await queueMail(tx, {
    dedupeKey: `order-posted:${shipmentId}`,
    template: 'order-posted',
    locale: order.locale,
    toEmail: order.email,
    props: {
      ...orderMailProps(order, context.organisation),
      postedOn,
      replacement: false,
      trackingNumber,
      parcel: parcel.map(({ line, copies }) => ({
        name: line.description,
        textLanguage: line.textLanguage,
        copies,
      })),
      remaining,
    },
    orderId: order.id,
    now,
  })
  return {
    ok: true,
    shipmentId,
    posted: parcel.map((item) => ({ sku: item.goods.sku, copies: item.copies })),
    remaining: remaining.reduce((sum, line) => sum + line.copies, 0),
  }
}

function remainingCopies(line: OrderGraphLine, parcel: readonly ParcelLine[]): number {
  if (line.goods?.format !== 'print') return 0
  const going = parcel.find((item) => item.line === line)?.copies ?? 0
  return line.goods.held + line.goods.preordered - going
}

/** Books what this parcel earns, to the ledger and to the runs its copies came from, and postage with the first one. */
async function recognise(
  tx: Tx,
  order: OrderGraph,
  context: {
    parcel: (ParcelLine & { shipmentLineId: string })[]
    taken: readonly TakenPart[]
    shipmentId: string
    now: Date
  },
): Promise<void> {
  const earnings = new Map(order.lines.map((line) => [line, earned(line, context.parcel)]))
  for (const [line, deltaYen] of earnings) {
    if (deltaYen === 0) continue
    await tx.chargeLine.update({
      where: { id: line.chargeLineId },
      data: { recognisedYen: { increment: deltaYen } },
    })
  }
  const totalYen = sumYen([...earnings.values()])
  // A parcel of copies that were refunded in full earns nothing more.
  if (totalYen === 0) return
  const lines = recognisedLines(order, (line) => earnings.get(line) ?? 0)
  const earnedOn = tokyoDayOf(context.now)
  await writeEntry(tx, {
    causeKey: `shipment:${context.shipmentId}`,
    kind: 'shipment',
    eventOn: earnedOn,
    memo: order.code,
    orderId: order.id,
    postings: recognitionPostings(lines, { fromAdvancesYen: claims(chargeStanding(order)).advancesYen }),
    now: context.now,
  })
  const net = netOfLines(lines, +1)
  await writeRunRevenue(
    tx,
    context.parcel.map(({ line, shipmentLineId }) => ({
      cause: { shipmentLineId },
      parts: context.taken.filter((part) => part.shipmentLineId === shipmentLineId),
      netYen: net[order.lines.indexOf(line)] ?? 0,
    })),
    { earnedOn, now: context.now },
  )
}

function earned(line: OrderGraphLine, parcel: readonly ParcelLine[]): number {
  if (line.kind === 'shipping') return recogniseShipment(line, { postedAfter: 1, toPostInAll: 1 })
  const item = parcel.find((candidate) => candidate.line === line)
  if (!item) return 0
  return recogniseShipment(line, {
    postedAfter: item.goods.posted + item.copies,
    toPostInAll: item.goods.copies - item.goods.released,
  })
}

/** Japan Post's numbers are 11 or 12 digits, overseas ones like EE123456789JP; spaces, hyphens and full width are dropped. */
export function normaliseTracking(text: string): string | null {
  const plain = text
    .normalize('NFKC')
    .replace(/[\s\-‐‑–—−ー]/g, '')
    .toUpperCase()
  return /^[0-9A-Z]{8,30}$/.test(plain) ? plain : null
}
