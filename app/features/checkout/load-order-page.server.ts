import { tokyoDayOf } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import { orderState } from '#app/domain/order.ts'
import { formatReference } from '#app/domain/reference.ts'
import { taxBlocks } from '#app/domain/tax.ts'
import { dayFromDb } from '#app/domain/day.ts'
import { japanPostTrackingUrl } from '#app/domain/tracking.ts'
import { loadOrganisation, type Organisation } from '#app/features/catalogue/organisation.server.ts'
import { downloadPath } from '#app/features/checkout/download-link.server.ts'
import { isCorrectable } from '#app/features/checkout/is-correctable.ts'
import { creditedOf } from '#app/features/checkout/less-credits.ts'
import { lineNotes } from '#app/features/checkout/line-view.ts'
import {
  loadOrderGraph,
  type OrderGraph,
  type OrderGraphLine,
} from '#app/features/checkout/order-graph.server.ts'
import { eventText } from '#app/features/checkout/order-history.ts'
import { isOrderToken } from '#app/features/checkout/order-token.ts'
import type { OrderView, ShipmentView, TransferView } from '#app/features/checkout/order-view.ts'
import { db } from '#app/platform/db.server.ts'

/** An order's own page; null when the token names none. */
export async function loadOrderPage(
  token: string | undefined,
  { locale }: { locale: Locale },
): Promise<OrderView | null> {
  if (!isOrderToken(token)) return null
  const order = await loadOrderGraph(db, { token })
  if (!order) return null
  const [organisation, voucher, shipments, events] = await Promise.all([
    loadOrganisation(),
    db.checkoutAttempt.findFirst({
      where: { chargeId: order.charge.id, state: 'voucher' },
      orderBy: { number: 'desc' },
      select: { voucherUrl: true, voucherExpiresAt: true },
    }),
    loadShipments(order, locale),
    db.orderEvent.findMany({
      where: { orderId: order.id },
      orderBy: [{ at: 'asc' }, { seq: 'asc' }],
      select: { kind: true, at: true, details: true },
    }),
  ])
  const { charge } = order
  const goods = order.lines.flatMap((line) => (line.goods ? [line.goods] : []))
  const state = orderState({
    ...charge,
    chargeState: charge.state,
    voucherOut: voucher !== null,
    lines: goods,
  })
  const creditedYen = creditedOf(order)
  const isOpen = charge.state === 'open'
  const isAtStripe = charge.method === 'card' || charge.method === 'konbini'
  const shippingYen = order.lines
    .filter((line) => line.kind === 'shipping')
    .reduce((sum, line) => sum + line.amountYen, 0)
  return {
    code: order.code,
    token: order.token,
    state,
    method: charge.method,
    placedAt: order.placedAt,
    expiresAt: charge.expiresAt,
    lines: order.lines.flatMap((line) => (line.goods ? [lineView(order, line, line.goods)] : [])),
    totals: {
      goodsYen: charge.amountYen - shippingYen,
      shippingYen: order.deliveryKind === 'post' ? shippingYen : null,
      totalYen: charge.amountYen,
      taxBlocks: taxBlocks(order.lines),
    },
    allocatedYen: charge.allocatedYen,
    missingYen: isOpen ? charge.amountYen - charge.allocatedYen - charge.refundedYen : 0,
    refundedYen: charge.refundedYen - creditedYen,
    creditedYen,
    transfer: isOpen ? transferOf(order, organisation) : null,
    voucher:
      isOpen && voucher?.voucherUrl && voucher.voucherExpiresAt
        ? { url: voucher.voucherUrl, dueOn: tokyoDayOf(voucher.voucherExpiresAt) }
        : null,
    hasPost: goods.some(({ format }) => format === 'print'),
    hasDownloads: goods.some(({ format }) => format === 'pdf'),
    shipments,
    contact: {
      name: order.contactName,
      furigana: order.furigana,
      email: order.email,
      phone: order.phone,
      receiptName: order.receiptName,
      note: order.note,
      delivery: order.deliveryAddress,
      billing: order.billingAddress,
    },
    history: events.flatMap((event) => {
      const text = eventText(event)
      return text ? [{ at: event.at, text }] : []
    }),
    can: {
      payAtStripe: state === 'awaiting-payment' && isAtStripe,
      cancel: state === 'awaiting-payment',
      correct: isCorrectable(order, 'reader') && state !== 'refunded',
    },
    shop: { email: organisation.email, phone: organisation.phone },
  }
}

function lineView(
  order: OrderGraph,
  line: OrderGraphLine,
  goods: NonNullable<OrderGraphLine['goods']>,
): OrderView['lines'][number] {
  const isRefunded = line.amountYen > 0 && line.refundedYen >= line.amountYen
  const isCredited = isRefunded && line.creditedYen >= line.amountYen
  const isOpen = goods.format === 'pdf' && goods.availableAt !== null && order.charge.state === 'covered'
  return {
    key: line.chargeLineId,
    description: line.description,
    textLanguage: line.textLanguage,
    quantity: line.quantity,
    unitYen: line.unitYen,
    amountYen: line.amountYen,
    notes: [
      ...lineNotes({ format: goods.format, isPreorder: goods.preordered > 0 }),
      ...(isCredited ? (['order:lineCredited'] as const) : []),
      ...(isRefunded && !isCredited ? (['order:lineRefunded'] as const) : []),
    ],
    download:
      isOpen && !isRefunded
        ? { path: downloadPath(order.token, goods.orderLineId), count: goods.downloads }
        : null,
  }
}

function transferOf(order: OrderGraph, organisation: Organisation): TransferView | null {
  const { method, terms, dueOn, reference, amountYen, allocatedYen, refundedYen } = order.charge
  if ((method !== 'bank' && method !== 'postal') || !dueOn) return null
  return {
    method,
    reference: formatReference(reference),
    amountYen: amountYen - allocatedYen - refundedYen,
    dueOn,
    isBilled: terms === 'billed',
    bank: organisation.bank,
    postal: organisation.postal,
  }
}

async function loadShipments(order: OrderGraph, locale: Locale): Promise<ShipmentView[]> {
  const shipments = await db.shipment.findMany({
    where: { orderId: order.id },
    orderBy: { createdAt: 'asc' },
    select: {
      id: true,
      postedOn: true,
      trackingNumber: true,
      replacesId: true,
      lines: { select: { copies: true, orderLineId: true } },
      reports: {
        orderBy: { reportedAt: 'desc' },
        take: 1,
        select: { reportedAt: true, resolvedAt: true, returnedOn: true },
      },
    },
  })
  return shipments.map(({ reports: [report], ...shipment }) => ({
    id: shipment.id,
    isReplacement: shipment.replacesId !== null,
    report: report
      ? {
          on: report.returnedOn ? dayFromDb(report.returnedOn) : tokyoDayOf(report.reportedAt),
          isOpen: report.resolvedAt === null,
          cameBack: report.returnedOn !== null,
        }
      : null,
    postedOn: dayFromDb(shipment.postedOn),
    tracking: shipment.trackingNumber
      ? { number: shipment.trackingNumber, url: japanPostTrackingUrl(shipment.trackingNumber, locale) }
      : null,
    lines: shipment.lines.flatMap(({ copies, orderLineId }) => {
      const line = order.lines.find((candidate) => candidate.goods?.orderLineId === orderLineId)
      return line ? [{ description: line.description, textLanguage: line.textLanguage, copies }] : []
    }),
  }))
}
