import type { TokyoDay } from '#app/domain/day.ts'
import { isLocale } from '#app/domain/locale.ts'
import { DESK_MOST_COPIES, type LineProblem } from '#app/domain/order.ts'
import { isCountry } from '#app/features/checkout/countries.ts'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import { quoteCart } from '#app/features/checkout/quote.server.ts'
import { readQuoteLines, type QuoteLine } from '#app/features/desk/papers/quote-form.ts'
import { issueQuote } from '#app/features/documents/issue-quote.server.ts'
import { db } from '#app/platform/db.server.ts'
import { isTextKey, type TextKey } from '#app/platform/i18n/texts.ts'

export type MakeQuoteResult =
  { ok: true; documentId: string } | { ok: false; problems: [field: string, problem: FieldProblem][] }

/** The form's names of what `issueQuote` may find wrong. */
const FIELDS = ['locale', 'recipient', 'address', 'buyerReference', 'validUntil', 'note'] as const

/**
 * Makes a quote from the form: today's prices, and postage by weight and country, so that an order made from it while it holds comes to the same sum.
 * Copies are not held for it.
 */
export async function makeQuote(form: URLSearchParams, { now }: { now: Date }): Promise<MakeQuoteResult> {
  const { lines, problems } = readQuoteLines(form)
  const locale = form.get('locale')
  const country = form.get('country') ?? ''
  if (!isLocale(locale)) problems.unshift(['locale', { key: 'errors:choice' }])
  if (!isCountry(country)) problems.unshift(['country', { key: 'errors:country' }])
  if (problems.length > 0 || !isLocale(locale)) return { ok: false, problems }

  const { result } = await quoteCart(lines, { locale, country, mostCopies: DESK_MOST_COPIES, now })
  if (!result.ok) return { ok: false, problems: lineProblems(result, lines) }
  const { draft } = result
  const issued = await issueQuote(
    {
      locale,
      recipient: form.get('recipient') ?? '',
      address: linesOf(form.get('address')),
      buyerReference: form.get('buyerReference')?.trim() || null,
      lines: draft.lines.flatMap((line) =>
        line.edition
          ? [
              {
                description: line.description,
                language: line.textLanguage,
                sku: line.edition.sku,
                quantity: line.quantity,
                unitYen: line.unitYen,
              },
            ]
          : [],
      ),
      shippingYen: draft.shippingYen,
      validUntil: (form.get('validUntil') ?? '') as TokyoDay,
      note: form.get('note')?.replaceAll('\r\n', '\n').trim() || null,
    },
    { actor: 'staff', now },
  )
  if (issued.ok) return { ok: true, documentId: issued.documentId }
  if (issued.reason === 'valid-until-past')
    return { ok: false, problems: [['validUntil', { key: 'deskWork:quote.validUntilPast' }]] }
  return {
    ok: false,
    problems: issued.issues.map(({ path, message, ...issue }) => [fieldOf(path), problemOf(message, issue)]),
  }
}

/** The SKUs and names of what can be quoted, for the form to offer. */
export async function listQuotable(): Promise<{ sku: string; name: string }[]> {
  const editions = await db.edition.findMany({
    where: { state: { in: ['on_sale', 'forthcoming'] } },
    orderBy: { sku: 'asc' },
    select: { sku: true, title: { select: { texts: { where: { locale: 'ja' }, select: { name: true } } } } },
  })
  return editions.map(({ sku, title }) => ({ sku, name: title.texts[0]?.name ?? '' }))
}

function linesOf(text: string | null): string[] {
  return (text ?? '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function fieldOf(path: readonly PropertyKey[]): string {
  return FIELDS.find((field) => field === path[0]) ?? 'sku-1'
}

function problemOf(message: string, issue: object): FieldProblem {
  const key: TextKey = isTextKey(message) ? message : 'errors:characters'
  return 'maximum' in issue ? { key, values: { max: String(issue.maximum) } } : { key }
}

type CartRefusal = Exclude<Awaited<ReturnType<typeof quoteCart>>['result'], { ok: true }>

const LINE_TEXTS: Record<LineProblem['reason'], TextKey> = {
  unknown: 'deskWork:quote.unknown',
  withdrawn: 'checkout:problem.withdrawn',
  'not-for-sale': 'deskWork:quote.notForSale',
  'sold-out': 'deskWork:quote.soldOut',
  quantity: 'deskWork:quote.copiesWrong',
}

function lineProblems(refusal: CartRefusal, lines: readonly QuoteLine[]): [string, FieldProblem][] {
  if (refusal.reason === 'not-shippable')
    return [['country', { key: refusal.cause === 'too-heavy' ? 'errors:tooHeavy' : 'errors:noPostage' }]]
  if (refusal.reason === 'empty') return [['sku-1', { key: 'errors:required' }]]
  return refusal.problems.map(({ sku, reason, left }) => {
    const row = lines.find((line) => line.sku === sku)?.row ?? 1
    const field = reason === 'quantity' || reason === 'sold-out' ? `copies-${row}` : `sku-${row}`
    return [field, { key: LINE_TEXTS[reason], values: { left } }]
  })
}
