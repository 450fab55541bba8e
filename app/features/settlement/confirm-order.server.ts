import type { Locale } from '#app/domain/locale.ts'
import { isSameCart, type CartLine } from '#app/features/checkout/cart.ts'
import { loadDraft } from '#app/features/checkout/draft.server.ts'
import { placeOrder, type PlaceOrderResult } from '#app/features/checkout/place-order.server.ts'
import { placementKeyOf } from '#app/features/checkout/placement-key.ts'
import { startPayment, type StartPaymentResult } from '#app/features/settlement/start-payment.server.ts'
import { formatYen } from '#app/platform/i18n/format.ts'
import type { TextKey, TextValues } from '#app/platform/i18n/texts.ts'

export type ConfirmOrderResult =
  | {
      ok: true
      token: string
      /** Where to pay now; null for a transfer, or when Stripe could not be reached: the order's page offers it again. */
      payUrl: string | null
      payment: 'transfer' | 'started' | Extract<StartPaymentResult, { ok: false }>['reason']
    }
  | { ok: false; reason: 'no-details' }
  | { ok: false; reason: 'refused'; status: 400 | 409 | 422; text: { key: TextKey; values?: TextValues } }

/**
 * The button of the confirmation page: places the order as it was shown there, then, outside of any transaction, opens the page at
 * Stripe where it is paid.
 */
export async function confirmOrder(
  form: URLSearchParams,
  context: { checkoutKey: string | null; cart: readonly CartLine[]; locale: Locale; now: Date },
): Promise<ConfirmOrderResult> {
  const { checkoutKey, cart, locale, now } = context
  const total = form.get('total') ?? ''
  const nonce = form.get('nonce') ?? ''
  if (!/^\d{1,9}$/.test(total) || !/^[\w-]{16,64}$/.test(nonce)) return refused(400, 'errors:tampered')
  const draft = await loadDraft(checkoutKey, { now })
  if (!draft || !checkoutKey) return { ok: false, reason: 'no-details' }
  // An empty cart is one whose order has just been placed by the first press of the same button.
  const isSame = draft.nonce === nonce && (cart.length === 0 || isSameCart(cart, draft.lines))
  if (!isSame) return refused(409, 'checkout:confirm.changed')

  const placed = await placeOrder(
    {
      checkoutKey,
      placementKey: placementKeyOf(checkoutKey, nonce),
      locale,
      details: draft.details,
      lines: draft.lines,
      expectedTotalYen: Number(total),
    },
    { now },
  )
  if (!placed.ok) return explain(placed, locale)
  if (placed.method === 'bank' || placed.method === 'postal') {
    return { ok: true, token: placed.token, payUrl: null, payment: 'transfer' }
  }
  const started = await startPayment(placed.chargeId, { now })
  return started.ok
    ? { ok: true, token: placed.token, payUrl: started.url, payment: 'started' }
    : { ok: true, token: placed.token, payUrl: null, payment: started.reason }
}

function explain(refusal: Extract<PlaceOrderResult, { ok: false }>, locale: Locale): ConfirmOrderResult {
  switch (refusal.reason) {
    case 'lines':
      return refused(409, 'checkout:confirm.soldOut')
    case 'price-changed':
      return refused(409, 'checkout:confirm.priceChanged', { total: formatYen(refusal.totalYen, locale) })
    case 'not-shippable':
      return refused(422, refusal.cause === 'no-rate' ? 'errors:noPostage' : 'errors:tooHeavy')
    case 'method-limit':
      return refused(422, 'checkout:confirm.methodLimit')
    case 'empty':
    case 'email-needed':
    case 'address-needed':
    case 'terms':
    case 'due-in-past':
    case 'quote-used':
      // The last three are for orders of the desk only.
      return { ok: false, reason: 'no-details' }
  }
}

function refused(status: 400 | 409 | 422, key: TextKey, values?: TextValues): ConfirmOrderResult {
  return { ok: false, reason: 'refused', status, text: values ? { key, values } : { key } }
}
