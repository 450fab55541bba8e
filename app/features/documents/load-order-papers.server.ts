import { dayFromDb, tokyoDayOf } from '#app/domain/day.ts'
import { isOrderToken } from '#app/features/checkout/order-token.ts'
import { documentFileName } from '#app/features/documents/document-pdf.server.ts'
import { type DocumentView, listDocuments } from '#app/features/documents/load-documents.server.ts'
import type { OrderPapers, PaperFile } from '#app/features/documents/order-papers.ts'
import { db } from '#app/platform/db.server.ts'

/** The papers that the page of an order offers; null when the token names none. Void ones are left out, erased ones named only. */
export async function loadOrderPapers(token: string | undefined): Promise<OrderPapers | null> {
  if (!isOrderToken(token)) return null
  const order = await db.order.findUnique({
    where: { token },
    select: {
      id: true,
      chargeId: true,
      contactName: true,
      receiptName: true,
      charge: { select: { state: true, amountYen: true, refundedYen: true } },
      shipments: { orderBy: { createdAt: 'asc' }, select: { id: true, postedOn: true } },
    },
  })
  if (!order) return null
  const [documents, refunds] = await Promise.all([
    listDocuments(order.id),
    db.refund.findMany({
      where: {
        state: 'succeeded',
        provisional: false,
        lines: { some: { chargeLine: { chargeId: order.chargeId } } },
      },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      select: { id: true, chargeId: true, createdAt: true, amountYen: true },
    }),
  ])
  const notVoid = documents.filter(({ voidedAt }) => voidedAt === null)
  const inForce = notVoid.filter(({ payload }) => payload !== null)
  const erased = notVoid.filter(({ kind, payload }) => kind !== 'quote' && payload === null)
  const receipt = inForce.find(({ kind }) => kind === 'receipt')
  const { charge } = order
  return {
    token,
    receipt: {
      canIssue:
        charge.state === 'covered' &&
        charge.refundedYen < charge.amountYen &&
        !erased.some(({ kind }) => kind === 'receipt'),
      name: receipt?.payload?.recipient.name ?? order.receiptName ?? order.contactName,
      files: receipt ? filesOf(receipt) : [],
    },
    invoices: inForce.filter(({ kind }) => kind === 'invoice').flatMap(filesOf),
    creditNotes: refunds.map(({ id, chargeId, createdAt, amountYen }) => ({
      refundId: id,
      isCredit: chargeId !== null,
      refundedOn: tokyoDayOf(createdAt),
      amountYen,
      canIssue: !erased.some(({ refundId }) => refundId === id),
      files: inForce.filter(({ refundId }) => refundId === id).flatMap(filesOf),
    })),
    erased: erased.map(({ code }) => code),
    deliveries: order.shipments.map(({ id, postedOn }) => ({
      file: `delivery-${id}.pdf`,
      postedOn: dayFromDb(postedOn),
    })),
  }
}

function filesOf({ code, issues }: DocumentView): PaperFile[] {
  return issues.map(({ number }) => ({ name: documentFileName(code, number), code, number }))
}
