import type { Locale } from '#app/domain/locale.ts'
import type { CartLine } from '#app/features/checkout/cart.ts'
import { toTyped, type Needs, type TypedDetails } from '#app/features/checkout/details-form.ts'
import { loadDraft } from '#app/features/checkout/draft.server.ts'
import { toLineViews, type LineView, type TotalsView } from '#app/features/checkout/line-view.ts'
import { quoteCart } from '#app/features/checkout/quote.server.ts'

export type CheckoutView = {
  needs: Needs
  lines: LineView[]
  totals: TotalsView
  /** What stands in the form: what was typed before, or what suits the page. */
  typed: TypedDetails
}

/** The page of the checkout form; null when the cart is empty or cannot be ordered as it is. */
export async function loadCheckout(
  lines: readonly CartLine[],
  context: { locale: Locale; checkoutKey: string | null; now: Date },
): Promise<CheckoutView | null> {
  const [{ result }, draft] = await Promise.all([
    quoteCart(lines, { ...context, country: null }),
    loadDraft(context.checkoutKey, context),
  ])
  if (!result.ok) return null
  const blank: TypedDetails = {
    mailLocale: context.locale,
    delivery: { country: 'JP' },
    billing: { country: 'JP' },
  }
  return {
    needs: {
      post: result.draft.needsPost,
      downloads: result.draft.lines.some((line) => line.edition?.format === 'pdf'),
    },
    lines: toLineViews(result.draft.lines),
    totals: { ...result.draft, shippingYen: null },
    typed: draft ? toTyped(draft.details) : blank,
  }
}
