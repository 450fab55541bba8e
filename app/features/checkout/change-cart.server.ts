import { MOST_COPIES } from '#app/domain/order.ts'
import type { Locale } from '#app/domain/locale.ts'
import {
  MOST_LINES,
  parseCopies,
  withMore,
  type CartLine,
  type CartProblem,
} from '#app/features/checkout/cart.ts'
import { problemText } from '#app/features/checkout/line-view.ts'
import { quoteCart } from '#app/features/checkout/quote.server.ts'

export type CartChange =
  | { ok: true; lines: CartLine[]; added: string | null }
  | { ok: false; status: 400; problem: 'tampered' }
  | {
      ok: false
      status: 422
      /** Where it belongs: at what was to be added, or at lines of the cart. */
      at: 'add' | 'lines'
      problems: CartProblem[]
      /** What stands in the fields of the cart, by code. */
      typed: Record<string, string>
    }

type Context = { locale: Locale; checkoutKey: string | null; now: Date }

const SKU = /^[A-Za-z0-9-]{1,40}$/

/**
 * Changes a cart as its forms ask: `add` (sku, copies), `update` and `checkout` (`copies.SKU` for every line), `remove` (sku). Nothing
 * changes unless all of it can be had.
 */
export async function changeCart(
  lines: readonly CartLine[],
  form: URLSearchParams,
  context: Context,
): Promise<CartChange> {
  const intent = form.get('intent')
  if (intent === 'add') return await add(lines, form, context)
  if (intent === 'update' || intent === 'checkout') return update(lines, form)
  const sku = form.get('sku') ?? ''
  if (intent !== 'remove' || !SKU.test(sku)) return { ok: false, status: 400, problem: 'tampered' }
  return { ok: true, lines: lines.filter((line) => line.sku !== sku), added: null }
}

async function add(lines: readonly CartLine[], form: URLSearchParams, context: Context): Promise<CartChange> {
  const sku = form.get('sku') ?? ''
  const typed = form.get('copies') ?? '1'
  if (!SKU.test(sku)) return { ok: false, status: 400, problem: 'tampered' }
  const refuse = (name: string | null, problem: Pick<CartProblem, 'key' | 'values'>): CartChange => ({
    ok: false,
    status: 422,
    at: 'add',
    problems: [{ sku, name, typed, ...problem }],
    typed: {},
  })

  const copies = parseCopies(typed)
  const wanted = withMore(lines, { sku, copies: copies ?? 1 })
  const line = wanted.find((candidate) => candidate.sku === sku) ?? { sku, copies: 1 }
  const { offered, result } = await quoteCart([line], { ...context, country: null })
  const edition = offered[0]
  if (!edition) return refuse(null, problemText({ sku, reason: 'unknown', left: 0 }))
  if (copies === null) {
    return refuse(edition.name, problemText({ sku, reason: 'quantity', left: MOST_COPIES }))
  }
  if (!result.ok && result.reason === 'lines' && result.problems[0]) {
    return refuse(edition.name, problemText(result.problems[0]))
  }
  if (wanted.length > MOST_LINES) {
    return refuse(edition.name, { key: 'checkout:problem.full', values: { max: MOST_LINES } })
  }
  // A second PDF of the same edition is no use to anybody.
  const kept = wanted.map((item) =>
    item.sku === sku && edition.format === 'pdf' ? { sku, copies: 1 } : item,
  )
  return { ok: true, lines: kept, added: sku }
}

/** Fields of lines that have gone since, in another window, are left alone; lines without a field stay as they are. */
function update(lines: readonly CartLine[], form: URLSearchParams): CartChange {
  const typed: Record<string, string> = {}
  const problems: CartProblem[] = []
  const changed = lines.map((line) => {
    const text = form.get(`copies.${line.sku}`)
    if (text === null) return line
    typed[line.sku] = text
    const copies = parseCopies(text)
    if (copies !== null) return { ...line, copies }
    const problem = problemText({ sku: line.sku, reason: 'quantity', left: MOST_COPIES })
    problems.push({ sku: line.sku, name: null, typed: text, ...problem })
    return line
  })
  if (problems.length > 0) return { ok: false, status: 422, at: 'lines', problems, typed }
  return { ok: true, lines: changed, added: null }
}
