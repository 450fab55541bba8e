import { dayFromDb, tokyoDayOf } from '#app/domain/day.ts'
import { isServed, orderState } from '#app/domain/order.ts'
import { formatReference } from '#app/domain/reference.ts'
import { taxBlocks } from '#app/domain/tax.ts'
import { japanPostTrackingUrl } from '#app/domain/tracking.ts'
import type { Locale } from '#app/domain/locale.ts'
import { isCorrectable } from '#app/features/checkout/is-correctable.ts'
import { latestEventId } from '#app/features/checkout/stale-order.server.ts'
import { loadOrderGraph, type OrderGraph } from '#app/features/checkout/order-graph.server.ts'
import type { DeskOrder, GoodsView } from '#app/features/desk/desk-order.ts'
import { loadMails } from '#app/features/desk/load-mails.server.ts'
import { loadOrderAudit } from '#app/features/desk/load-order-audit.server.ts'
import { loadOrderBooks } from '#app/features/desk/load-order-books.server.ts'
import { loadOrderMoney } from '#app/features/desk/load-order-money.server.ts'
import { loadTasksOf } from '#app/features/desk/load-tasks.server.ts'
import { loadPackingFacts, type PackingFacts } from '#app/features/desk/packing/packing-facts.server.ts'
import { db } from '#app/platform/db.server.ts'

/** One order with its whole history, as the desk shows it; null when no order has this code. */
export async function loadDeskOrder(
  code: string,
  { locale, now }: { locale: Locale; now: Date },
): Promise<DeskOrder | null> {
  const found = await db.order.findUnique({ where: { code }, select: { id: true } })
  // First what counts as seen: what happens while the rest is loaded is news to its forms then.
  const seen = found && (await latestEventId(db, found.id))
  const order = await loadOrderGraph(db, { code })
  if (!order) return null
  const [row, money, books, parcels, mails, tasks, audit, [packing]] = await Promise.all([
    loadRow(order.id),
    loadOrderMoney(order),
    loadOrderBooks(order.id),
    loadParcels(order, locale),
    loadMails({ orderId: order.id }),
    loadTasksOf({ orderId: order.id }),
    loadOrderAudit(order),
    loadPackingFacts(db, [order.id]),
  ])
  const { charge } = order
  const goods = order.lines.flatMap((line) => (line.goods ? [line.goods] : []))
  const shippingYen = order.lines
    .filter((line) => line.kind === 'shipping')
    .reduce((sum, line) => sum + line.amountYen, 0)
  const state = orderState({
    ...charge,
    chargeState: charge.state,
    voucherOut: row.charge.attempts.length > 0,
    lines: goods,
  })
  const isOpen = charge.state === 'open'
  return {
    id: order.id,
    code: order.code,
    token: order.token,
    readerLocale: order.locale,
    version: order.version,
    seen: seen ?? '',
    state,
    channel: row.channel,
    enteredBy: row.staff?.name ?? null,
    placedAt: order.placedAt,
    packedAt: order.packedAt,
    packing: packing && packing.lines.length > 0 ? pick(packing) : null,
    erasedAt: row.erasedAt,
    method: charge.method,
    terms: charge.terms,
    chargeState: charge.state,
    isServed: isServed(charge),
    reference: formatReference(charge.reference),
    dueOn: charge.dueOn,
    isOverdue: isOpen && charge.terms === 'billed' && charge.dueOn !== null && charge.dueOn < tokyoDayOf(now),
    expiresAt: isOpen ? charge.expiresAt : null,
    buyerReference: row.buyerReference,
    contact: {
      name: order.contactName,
      furigana: order.furigana,
      email: order.email,
      isMarked: row.isMarked,
      phone: order.phone,
      receiptName: order.receiptName,
      note: order.note,
      delivery: order.deliveryAddress,
      billing: order.billingAddress,
    },
    canCorrect: isCorrectable(order, 'desk'),
    goods: order.lines.flatMap((line): GoodsView[] =>
      line.goods
        ? [
            {
              chargeLineId: line.chargeLineId,
              sku: line.goods.sku,
              format: line.goods.format,
              description: line.description,
              textLanguage: line.textLanguage,
              quantity: line.quantity,
              unitYen: line.unitYen,
              amountYen: line.amountYen,
              refundedYen: line.refundedYen - line.creditedYen,
              creditedYen: line.creditedYen,
              held: line.goods.held,
              preordered: line.goods.preordered,
              posted: line.goods.posted,
              released: line.goods.released,
              availableAt: line.goods.availableAt,
              downloads: line.goods.downloads,
            },
          ]
        : [],
    ),
    totals: {
      goodsYen: charge.amountYen - shippingYen,
      shippingYen: order.deliveryKind === 'post' ? shippingYen : null,
      totalYen: charge.amountYen,
      taxBlocks: taxBlocks(order.lines),
    },
    ...money,
    ...books,
    ...parcels,
    mails,
    tasks,
    audit,
    documents: row.documents.map((document) => ({
      ...document,
      issuedOn: dayFromDb(document.issuedOn),
      isVoid: document.voidedAt !== null,
    })),
    notes: row.notes.map((note) => ({
      id: note.id,
      text: note.text,
      at: note.at,
      staffName: note.staff.name,
    })),
    events: row.events.map(({ staff, ...event }) => ({ ...event, staffName: staff?.name ?? null })),
  }
}

function pick({ packed, outdated }: PackingFacts): DeskOrder['packing'] {
  return packed || outdated ? { packed, outdated } : null
}

async function loadRow(orderId: string) {
  const row = await db.order.findUniqueOrThrow({
    where: { id: orderId },
    select: {
      channel: true,
      buyerReference: true,
      erasedAt: true,
      email: true,
      staff: { select: { name: true } },
      charge: { select: { attempts: { where: { state: 'voucher' }, select: { id: true } } } },
      documents: {
        select: {
          id: true,
          kind: true,
          year: true,
          number: true,
          totalYen: true,
          issuedOn: true,
          voidedAt: true,
        },
        orderBy: { createdAt: 'asc' },
      },
      notes: { include: { staff: { select: { name: true } } }, orderBy: { at: 'desc' } },
      events: {
        omit: { seq: true },
        include: { staff: { select: { name: true } } },
        orderBy: [{ at: 'asc' }, { seq: 'asc' }],
      },
    },
  })
  const marked = row.email
    ? await db.mailAddress.findUnique({ where: { email: row.email.toLowerCase() }, select: { email: true } })
    : null
  return { ...row, isMarked: marked !== null }
}

async function loadParcels(
  order: OrderGraph,
  locale: Locale,
): Promise<Pick<DeskOrder, 'shipments' | 'reports'>> {
  const [shipments, reports] = await Promise.all([
    db.shipment.findMany({
      where: { orderId: order.id },
      orderBy: { createdAt: 'asc' },
      include: { staff: { select: { name: true } }, lines: true },
    }),
    db.parcelReport.findMany({
      where: { orderId: order.id },
      orderBy: { reportedAt: 'asc' },
      include: { staff: { select: { name: true } } },
    }),
  ])
  return {
    shipments: shipments.map((shipment) => ({
      id: shipment.id,
      postedOn: dayFromDb(shipment.postedOn),
      tracking: shipment.trackingNumber
        ? { number: shipment.trackingNumber, url: japanPostTrackingUrl(shipment.trackingNumber, locale) }
        : null,
      isReplacement: shipment.replacesId !== null,
      staffName: shipment.staff?.name ?? null,
      lines: shipment.lines.flatMap(({ copies, orderLineId }) => {
        const line = order.lines.find((candidate) => candidate.goods?.orderLineId === orderLineId)
        if (!line?.goods) return []
        const { description, textLanguage } = line
        return [{ sku: line.goods.sku, description, textLanguage, copies }]
      }),
    })),
    reports: reports.map(({ staff, ...report }) => ({
      id: report.id,
      shipmentId: report.shipmentId,
      problem: report.problem,
      message: report.message,
      reportedAt: report.reportedAt,
      returnedOn: report.returnedOn && dayFromDb(report.returnedOn),
      resolution: report.resolution,
      resolvedAt: report.resolvedAt,
      staffName: staff?.name ?? null,
    })),
  }
}
