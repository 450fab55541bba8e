import type { TokyoDay } from '#app/domain/day.ts'
import { KONBINI_DAYS, transferDeadline } from '#app/domain/deadlines.ts'
import type { Locale } from '#app/domain/locale.ts'
import type { CheckoutDetails } from '#app/features/checkout/address.ts'
import { isSameCart, type CartLine } from '#app/features/checkout/cart.ts'
import { loadDraft } from '#app/features/checkout/draft.server.ts'
import { problemText, toLineViews, type LineView, type TotalsView } from '#app/features/checkout/line-view.ts'
import { placementKeyOf } from '#app/features/checkout/placement-key.ts'
import { quoteCart } from '#app/features/checkout/quote.server.ts'
import { db } from '#app/platform/db.server.ts'
import { isHoliday } from '#app/platform/holidays.server.ts'
import type { TextKey, TextValues } from '#app/platform/i18n/texts.ts'

export type ConfirmationView = {
  nonce: string
  details: CheckoutDetails
  /** Null when it cannot be ordered as it stands: `problems` say why. */
  offer: {
    lines: LineView[]
    totals: TotalsView
    needsPost: boolean
    hasDownloads: boolean
    hasPreorders: boolean
    /** The last day to pay: of a transfer; for konbini it is named once the voucher is out. */
    dueOn: TokyoDay
    konbiniDays: number
  } | null
  problems: { name: string; key: TextKey; values?: TextValues }[]
}

export type LoadConfirmationResult =
  | { ok: true; view: ConfirmationView }
  | { ok: false; reason: 'no-cart' | 'no-details' }
  /** This very confirmation has been sent already. */
  | { ok: false; reason: 'placed'; token: string }

/** What the law asks to be shown before an order is placed, from the form that was kept and the prices of now. */
export async function loadConfirmation(context: {
  cart: readonly CartLine[]
  checkoutKey: string | null
  locale: Locale
  now: Date
}): Promise<LoadConfirmationResult> {
  const { cart, checkoutKey, locale, now } = context
  const draft = await loadDraft(checkoutKey, { now })
  if (!draft || !checkoutKey) return { ok: false, reason: cart.length > 0 ? 'no-details' : 'no-cart' }
  const placed = await db.order.findUnique({
    where: { placementKey: placementKeyOf(checkoutKey, draft.nonce) },
    select: { token: true },
  })
  if (placed) return { ok: false, reason: 'placed', token: placed.token }
  if (cart.length === 0) return { ok: false, reason: 'no-cart' }
  // The cart was changed in another window: the form asks for what the new one needs.
  if (!isSameCart(cart, draft.lines)) return { ok: false, reason: 'no-details' }

  const { details, lines, nonce } = draft
  const country = details.delivery?.country ?? null
  const { offered, result } = await quoteCart(lines, { locale, country, checkoutKey, now })
  if (!result.ok) {
    const problems =
      result.reason === 'lines'
        ? result.problems.map((problem) => ({
            name: offered.find((edition) => edition.sku === problem.sku)?.name ?? problem.sku,
            ...problemText(problem),
          }))
        : [{ name: '', key: notShippable(result) }]
    return { ok: true, view: { nonce, details, offer: null, problems } }
  }
  const { draft: order } = result
  const offer = {
    lines: toLineViews(order.lines),
    totals: { ...order, shippingYen: order.needsPost ? order.shippingYen : null },
    needsPost: order.needsPost,
    hasDownloads: order.lines.some((line) => line.edition?.format === 'pdf'),
    hasPreorders: order.lines.some((line) => line.preorder > 0),
    dueOn: transferDeadline(now, isHoliday).dueOn,
    konbiniDays: KONBINI_DAYS,
  }
  return { ok: true, view: { nonce, details, offer, problems: [] } }
}

function notShippable(result: { reason: string; cause?: string }): TextKey {
  return result.cause === 'no-rate' ? 'errors:noPostage' : 'errors:tooHeavy'
}
