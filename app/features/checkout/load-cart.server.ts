import type { Locale } from '#app/domain/locale.ts'
import type { LineProblem } from '#app/domain/order.ts'
import type { CartLine, CartLineView, CartView } from '#app/features/checkout/cart.ts'
import { problemText } from '#app/features/checkout/line-view.ts'
import { quoteCart } from '#app/features/checkout/quote.server.ts'
import { db } from '#app/platform/db.server.ts'

/** The cart as it stands now: prices, what can be had, and postage within Japan as an estimate. */
export async function loadCart(
  lines: readonly CartLine[],
  context: { locale: Locale; checkoutKey: string | null; now: Date },
): Promise<CartView> {
  const [{ offered, result }, slugs] = await Promise.all([
    quoteCart(lines, { ...context, country: 'JP' }),
    loadSlugs(lines.map((line) => line.sku)),
  ])
  const problems = result.ok || result.reason !== 'lines' ? [] : result.problems
  const drafted = result.ok ? result.draft.lines : []
  const views = lines.map((line): CartLineView => {
    const edition = offered.find((candidate) => candidate.sku === line.sku)
    return {
      sku: line.sku,
      copies: line.copies,
      name: edition?.name ?? line.sku,
      textLanguage: edition?.textLanguage ?? context.locale,
      format: edition?.format ?? null,
      slug: edition ? (slugs.get(line.sku) ?? null) : null,
      unitYen: edition?.priceYen ?? null,
      isPreorder: drafted.some((draft) => draft.edition?.sku === line.sku && draft.preorder > 0),
      problem: problemOf(problems, line.sku),
    }
  })
  const isTooHeavy = !result.ok && result.reason === 'not-shippable'
  return {
    lines: views,
    goodsYen: goodsOf(views, problems),
    japanYen: result.ok && result.draft.needsPost ? result.draft.shippingYen : null,
    isTooHeavy,
    needsPost: isTooHeavy || (result.ok && result.draft.needsPost),
  }
}

function problemOf(problems: readonly LineProblem[], sku: string): CartLineView['problem'] {
  const problem = problems.find((candidate) => candidate.sku === sku)
  return problem ? problemText(problem) : null
}

function goodsOf(lines: readonly CartLineView[], problems: readonly LineProblem[]): number | null {
  if (problems.length > 0) return null
  // One PDF is enough for one order (domain/order.ts).
  return lines.reduce((sum, line) => sum + (line.unitYen ?? 0) * (line.format === 'pdf' ? 1 : line.copies), 0)
}

async function loadSlugs(skus: readonly string[]): Promise<Map<string, string>> {
  if (skus.length === 0) return new Map()
  const editions = await db.edition.findMany({
    where: { sku: { in: [...skus] } },
    select: { sku: true, title: { select: { slug: true } } },
  })
  return new Map(editions.map((edition) => [edition.sku, edition.title.slug]))
}
