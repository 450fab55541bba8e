import { tokyoDayOf } from '#app/domain/day.ts'
import { documentTotals } from '#app/domain/document.ts'
import type { Locale } from '#app/domain/locale.ts'
import { formatReference } from '#app/domain/reference.ts'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { addressLines } from '#app/features/checkout/address-lines.ts'
import { loadOrderGraph, type OrderKey } from '#app/features/checkout/order-graph.server.ts'
import { billCredits } from '#app/features/documents/bill-credits.server.ts'
import { issueDocument, type IssuedDocument } from '#app/features/documents/issue-document.server.ts'
import { issuerOf, recipientOf } from '#app/features/documents/issuer.ts'
import { orderPayloadLines } from '#app/features/documents/order-lines.ts'
import { qualifyingDay, supplyDays } from '#app/features/documents/supply-days.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'

export type IssueInvoiceInput = { order: OrderKey; locale: Locale; actor: string }

export type IssueInvoiceResult =
  ({ ok: true } & IssuedDocument) | { ok: false; reason: 'not-found' | 'not-billed' | 'closed' | 'erased' }

/**
 * Issues the bill (請求書) of an order that is paid after it was billed: due day, accounts, and the reference that ties the transfer to it. Asked
 * again it is issued again. It states what was billed; what was credited before its first issue stands below, and what is due; a later credit
 * has its note. Orders paid in advance have none; their page and mail say how to pay.
 */
export async function issueInvoice(
  input: IssueInvoiceInput,
  { now }: { now: Date },
): Promise<IssueInvoiceResult> {
  const organisation = await loadOrganisation()
  const { locale, actor } = input
  return await inTransaction(async (tx) => {
    const order = await loadOrderGraph(tx, input.order, { lock: true })
    if (!order) return { ok: false, reason: 'not-found' }
    const { charge } = order
    const { dueOn } = charge
    if (charge.terms !== 'billed' || dueOn === null) return { ok: false, reason: 'not-billed' }
    if (charge.state !== 'open' && charge.state !== 'covered') return { ok: false, reason: 'closed' }

    const issued = await issueDocument(tx, `invoice:${charge.id}`, { actor, now }, async () => {
      const suppliedOn = await supplyDays(tx, order)
      const { buyerReference } = await tx.order.findUniqueOrThrow({
        where: { id: order.id },
        select: { buyerReference: true },
      })
      const issuer = issuerOf(organisation, { locale, on: qualifyingDay(suppliedOn, tokyoDayOf(now)) })
      const lines = orderPayloadLines(order.lines)
      const address = order.billingAddress ?? order.deliveryAddress
      const name = order.receiptName ?? address?.name ?? order.contactName
      return {
        locale,
        orderId: order.id,
        chargeId: charge.id,
        payload: {
          kind: 'invoice',
          recipient: recipientOf(name, locale, address ? addressLines(address, locale) : []),
          issuer,
          orderCode: order.code,
          buyerReference,
          lines,
          ...documentTotals(lines, { qualified: issuer.registrationNumber !== null }),
          dueOn,
          reference: formatReference(charge.reference),
          suppliedOn,
          credits: await billCredits(tx, charge.id),
          accounts: { bank: organisation.bank, postal: organisation.postal },
        },
      }
    })
    return issued ? { ok: true, ...issued } : { ok: false, reason: 'erased' }
  })
}
