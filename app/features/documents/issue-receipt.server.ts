import { tokyoDayOf } from '#app/domain/day.ts'
import { documentTotals, receiptDay } from '#app/domain/document.ts'
import type { Locale } from '#app/domain/locale.ts'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { CONTACT_FIELDS } from '#app/features/checkout/address.ts'
import { lessCredits } from '#app/features/checkout/less-credits.ts'
import { loadOrderGraph, type OrderGraph, type OrderKey } from '#app/features/checkout/order-graph.server.ts'
import {
  addIssue,
  createDocument,
  findInForce,
  type IssuedDocument,
} from '#app/features/documents/issue-document.server.ts'
import { issuerOf, recipientOf } from '#app/features/documents/issuer.ts'
import { loadDocumentSettings } from '#app/features/documents/load-document-settings.server.ts'
import { orderPayloadLines } from '#app/features/documents/order-lines.ts'
import type { PayloadOf } from '#app/features/documents/payload.ts'
import { receiptMoney } from '#app/features/documents/receipt-money.server.ts'
import { qualifyingDay, supplyDays } from '#app/features/documents/supply-days.server.ts'
import { voidUntrueReceipt } from '#app/features/payments/refunds-of.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.server.ts'
import { isTextKey, type TextKey } from '#app/platform/i18n/texts.ts'

export type IssueReceiptInput = {
  order: OrderKey
  /** Who it is made out to (宛名); as the order says when absent. */
  name?: string
  locale: Locale
  /** Who asks, as in the order's history: `reader`, `staff`, `operator`. */
  actor: string
}

export type IssueReceiptResult =
  | ({ ok: true } & IssuedDocument)
  | { ok: false; reason: 'not-found' | 'not-paid' | 'refunded' | 'erased' }
  | { ok: false; reason: 'name'; message: TextKey }
  /** It is issued already, made out to this name: another one needs the first one voided. */
  | { ok: false; reason: 'name-fixed'; name: string; code: string }

/**
 * Issues the receipt (領収書) of an order whose money has all come; a qualified invoice where the issuer is registered. Asked again it is
 * issued again. It always states the whole amount received: money that has gone back is named beneath the sum and has credit notes of its own, so
 * that receipt less credit notes is what was kept. What was credited against a bill never came, and is not in it. An order refunded in full
 * has no receipt any more.
 */
export async function issueReceipt(
  input: IssueReceiptInput,
  { now }: { now: Date },
): Promise<IssueReceiptResult> {
  const typed = CONTACT_FIELDS.receiptName.safeParse(input.name?.trim() || undefined)
  if (!typed.success) return { ok: false, reason: 'name', message: messageOf(typed.error.issues[0]?.message) }
  const [organisation, { stampBox }] = await Promise.all([loadOrganisation(), loadDocumentSettings()])
  return await inTransaction(async (tx) => {
    const order = await loadOrderGraph(tx, input.order, { lock: true })
    if (!order) return { ok: false, reason: 'not-found' }
    const { charge } = order
    if (charge.state !== 'covered') return { ok: false, reason: 'not-paid' }
    if (charge.refundedYen >= charge.amountYen) return { ok: false, reason: 'refunded' }

    const subjectKey = `receipt:${charge.id}`
    const issuing = { actor: input.actor, now }
    await voidUntrueReceipt(tx, charge.id, now)
    const inForce = await findInForce(tx, subjectKey)
    if (inForce) {
      const { documentId, code } = inForce
      if (!inForce.payload) return { ok: false, reason: 'erased' }
      const printed = inForce.payload.recipient.name
      if (typed.data && typed.data !== printed)
        return { ok: false, reason: 'name-fixed', name: printed, code }
      return { ok: true, documentId, code, issueNumber: await addIssue(tx, documentId, issuing) }
    }
    const name = typed.data ?? order.receiptName ?? order.contactName
    if (name === '') return { ok: false, reason: 'name', message: 'errors:required' }
    const facts = await loadFacts(tx, order)
    const datedOn = receiptDay(facts)
    const on = qualifyingDay(facts.suppliedOn, tokyoDayOf(now))
    const issuer = issuerOf(organisation, { locale: input.locale, on })
    const lines = orderPayloadLines(lessCredits(order).lines)
    const issued = await createDocument(tx, {
      subjectKey,
      locale: input.locale,
      orderId: order.id,
      chargeId: charge.id,
      payload: {
        kind: 'receipt',
        recipient: recipientOf(name, input.locale),
        issuer,
        orderCode: order.code,
        lines,
        ...documentTotals(lines, { qualified: issuer.registrationNumber !== null }),
        datedOn,
        ...facts,
        stampBox,
      },
      ...issuing,
    })
    return { ok: true, ...issued }
  })
}

type Facts = Pick<PayloadOf<'receipt'>, 'payments' | 'refunds' | 'suppliedOn' | 'buyerReference'>

async function loadFacts(tx: Tx, order: OrderGraph): Promise<Facts> {
  const { buyerReference } = await tx.order.findUniqueOrThrow({
    where: { id: order.id },
    select: { buyerReference: true },
  })
  return {
    ...(await receiptMoney(tx, order.charge.id)),
    suppliedOn: await supplyDays(tx, order),
    buyerReference,
  }
}

function messageOf(message: string | undefined): TextKey {
  return message !== undefined && isTextKey(message) ? message : 'errors:characters'
}
