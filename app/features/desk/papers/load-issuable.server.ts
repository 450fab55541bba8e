import { dayFromDb, tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import { isLocale, type Locale } from '#app/domain/locale.ts'
import { type DocumentView, listDocuments } from '#app/features/documents/load-documents.server.ts'
import { db } from '#app/platform/db.server.ts'

/** What papers can be issued of an order. */
export type Issuable = {
  orderId: string
  orderCode: string
  locale: Locale
  /** Who a receipt is made out to unless somebody says otherwise. */
  receiptName: string
  canReceipt: boolean
  canInvoice: boolean
  refunds: { id: string; isCredit: boolean; refundedOn: TokyoDay; amountYen: number }[]
  parcels: { id: string; postedOn: TokyoDay }[]
  /** What was issued so far. */
  papers: DocumentView[]
}

/** The papers of an order, issued and to be issued; null when no order has that code. */
export async function loadIssuable(orderCode: string): Promise<Issuable | null> {
  const order = await db.order.findUnique({
    where: { code: orderCode },
    include: { charge: true, shipments: { orderBy: { createdAt: 'asc' } } },
  })
  if (!order) return null
  const { charge } = order
  const [papers, refunds] = await Promise.all([
    listDocuments(order.id),
    db.refund.findMany({
      where: {
        state: 'succeeded',
        provisional: false,
        lines: { some: { chargeLine: { chargeId: charge.id } } },
      },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    }),
  ])
  return {
    orderId: order.id,
    orderCode: order.code,
    locale: isLocale(order.locale) ? order.locale : 'ja',
    receiptName: order.receiptName ?? order.contactName,
    canReceipt: charge.state === 'covered' && charge.refundedYen < charge.amountYen,
    canInvoice: charge.terms === 'billed' && (charge.state === 'open' || charge.state === 'covered'),
    refunds: refunds.map(({ id, chargeId, createdAt, amountYen }) => ({
      id,
      isCredit: chargeId !== null,
      refundedOn: tokyoDayOf(createdAt),
      amountYen,
    })),
    parcels: order.shipments.map(({ id, postedOn }) => ({ id, postedOn: dayFromDb(postedOn) })),
    papers,
  }
}
