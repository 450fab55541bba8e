import { tokyoDayOf } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import { DESK_MOST_COPIES, type LineProblem, type WantedLine } from '#app/domain/order.ts'
import { answerAddressIntent } from '#app/features/checkout/address-intent.server.ts'
import type { AddressChoices } from '#app/features/checkout/details-fields.tsx'
import {
  parseContactForm,
  type ContactDetails,
  type FieldProblem,
  type FormReply,
  type Needs,
} from '#app/features/checkout/details-form.ts'
import { problemText, toLineViews, type LineView, type TotalsView } from '#app/features/checkout/line-view.ts'
import { placeOrder, type PlaceOrderResult } from '#app/features/checkout/place-order.server.ts'
import { quoteCart } from '#app/features/checkout/quote.server.ts'
import { findEditions, type EditionChoice } from '#app/features/desk/find-editions.server.ts'
import { typedOf } from '#app/features/desk/form-answer.ts'
import {
  copiesOf,
  readRows,
  readTerms,
  rowField,
  type TypedRow,
  type TypedTerms,
} from '#app/features/desk/new-order-form.ts'
import {
  loadOrderableQuote,
  type OrderableQuote,
} from '#app/features/desk/papers/load-orderable-quote.server.ts'
import { currentStaffId } from '#app/platform/actor.server.ts'
import { db } from '#app/platform/db.server.ts'
import { randomToken } from '#app/platform/id.server.ts'

/** A row with the editions it may mean, where that is to be chosen. */
export type RowView = TypedRow & { label: string | null; choices: EditionChoice[] }

export type NewOrderView = {
  /** One for each form shown: pressing its last button twice enters one order. */
  key: string
  rows: RowView[]
  needs: Needs
  /** Of the contact and the addresses. */
  reply: FormReply | null
  choices: AddressChoices
  typed: Record<string, string>
  /** The quote that the order is made from. */
  quote: OrderableQuote | null
  /** Of everything else. */
  problems: Record<string, FieldProblem>
  notice: FieldProblem | null
}

export type OrderPreview = {
  fields: Record<string, string>
  lines: LineView[]
  totals: TotalsView
  details: ContactDetails
  terms: TypedTerms
  notice: FieldProblem | null
}

export type EnterOrderResult =
  | { step: 'placed'; code: string }
  | { step: 'preview'; preview: OrderPreview }
  | { step: 'form'; status: 200 | 409 | 422; view: NewOrderView }

/** A form with nothing in it yet. */
export function emptyNewOrder(locale: Locale): NewOrderView {
  return {
    key: randomToken(),
    rows: readRows(new URLSearchParams()).map((row) => ({ ...row, label: null, choices: [] })),
    needs: { post: true, downloads: false },
    reply: null,
    choices: {},
    typed: { mailLocale: locale, terms: 'prepaid' },
    quote: null,
    problems: {},
    notice: null,
  }
}

/** A form with what a quote says in it: its lines, whom it is for, and a bill, as those who ask for quotes mostly pay. */
export function newOrderFrom(quote: OrderableQuote, locale: Locale): NewOrderView {
  return {
    ...emptyNewOrder(locale),
    quote,
    rows: quote.lines.map(({ sku, copies }) => ({
      ...{ edition: sku, copies: String(copies), choice: '', label: null, choices: [] },
    })),
    reply: { initialValue: { receiptName: quote.recipient, mailLocale: locale } },
    typed: { mailLocale: locale, terms: 'billed', buyerReference: quote.buyerReference ?? '' },
  }
}

/** The form's answer where its quote is no good any more. */
const QUOTE_PROBLEMS: Record<'not-found' | 'void' | 'expired' | 'used', FieldProblem> = {
  'not-found': { key: 'errors:tampered' },
  void: { key: 'deskWork:quote.isVoid' },
  expired: { key: 'deskWork:quote.expiredAdvice' },
  used: { key: 'deskWork:quote.used' },
}

/**
 * Enters an order that came by post, by phone, by mail or with a visitor: the buttons that add rows, look editions and addresses up, the
 * look at the whole, and at last the order itself. Everything typed stays in the answer, whatever is wrong with it. An order made from a
 * quote has the prices of the quote's day as long as that holds; each quote makes one order.
 */
export async function enterOrder(
  form: URLSearchParams,
  { locale, now }: { locale: Locale; now: Date },
): Promise<EnterOrderResult> {
  const key = form.get('key') ?? ''
  const rows = await resolveRows(readRows(form), locale)
  const needs = needsOf(rows)
  const quoteId = form.get('quote')
  const quoted = quoteId ? await loadOrderableQuote(quoteId, { now }) : null
  const view: NewOrderView = {
    quote: quoted?.ok ? quoted.quote : null,
    key: /^[\w-]{16,64}$/.test(key) ? key : randomToken(),
    rows,
    needs,
    reply: { initialValue: null },
    choices: {},
    typed: typedOf(form),
    problems: {},
    notice: null,
  }
  const filled = await answerAddressIntent(form)
  if (filled) return { step: 'form', status: 200, view: { ...view, ...filled } }
  const parsed = parseContactForm(form, needs)
  const kept: FormReply = { initialValue: parsed.reply.initialValue ?? null }
  const intent = form.get('intent')
  if (intent === 'rows' || intent === 'find' || intent === 'edit') {
    return { step: 'form', status: 200, view: { ...view, reply: kept } }
  }

  if (quoted && !quoted.ok) {
    // Pressed twice, it is the same order, and not a second one from the same quote.
    const placed = quoted.reason === 'used' ? await findEntered(view.key) : null
    if (placed) return { step: 'placed', code: placed }
    return {
      step: 'form',
      status: 409,
      view: { ...view, reply: kept, notice: QUOTE_PROBLEMS[quoted.reason] },
    }
  }
  const lines = readLines(rows)
  const terms = readTerms(form, { today: tokyoDayOf(now) })
  if (!parsed.ok || !terms.ok || lines.problems.length > 0) {
    const problems = [...lines.problems, ...(terms.ok ? [] : terms.problems)]
    return {
      step: 'form',
      status: 422,
      view: { ...view, reply: parsed.ok ? kept : parsed.reply, problems: Object.fromEntries(problems) },
    }
  }
  const facts = { details: parsed.value, terms: terms.value, lines: lines.lines }
  if (intent === 'confirm') return await place({ view: { ...view, reply: kept }, form, ...facts }, now)
  return await preview({ view: { ...view, reply: kept }, form, ...facts }, now, null)
}

type Facts = {
  view: NewOrderView
  form: URLSearchParams
  details: ContactDetails
  terms: TypedTerms
  lines: WantedLine[]
}

async function preview(facts: Facts, now: Date, notice: FieldProblem | null): Promise<EnterOrderResult> {
  const { details, terms, lines, form } = facts
  const { result } = await quoteCart(lines, {
    locale: details.mailLocale,
    country: details.delivery?.country ?? null,
    mostCopies: DESK_MOST_COPIES,
    ...(facts.view.quote ? { pricesOn: facts.view.quote.issuedOn } : {}),
    now,
  })
  if (!result.ok) return refuse(facts, result)
  const { intent: _intent, ...fields } = typedOf(form)
  const { draft } = result
  return {
    step: 'preview',
    preview: {
      fields: { ...fields, key: facts.view.key, total: String(draft.totalYen) },
      lines: toLineViews(draft.lines),
      totals: { ...draft, shippingYen: draft.needsPost ? draft.shippingYen : null },
      details,
      terms,
      notice,
    },
  }
}

async function place(facts: Facts, now: Date): Promise<EnterOrderResult> {
  const { details, terms, lines, form, view } = facts
  const result = await placeOrder(
    {
      checkoutKey: null,
      placementKey: placementKeyOf(view.key),
      locale: details.mailLocale,
      details: { ...details, method: terms.method },
      lines,
      expectedTotalYen: Number(form.get('total')),
      desk: {
        channel: terms.channel,
        terms: terms.terms,
        buyerReference: terms.buyerReference,
        quoteId: view.quote?.id ?? null,
        ...(view.quote ? { pricesOn: view.quote.issuedOn } : {}),
      },
    },
    { now },
  )
  if (result.ok) return { step: 'placed', code: result.code }
  if (result.reason === 'price-changed') {
    return await preview(facts, now, { key: 'deskOrders:enter.priceChanged' })
  }
  return refuse(facts, result)
}

function placementKeyOf(key: string): string {
  return `desk:${currentStaffId() ?? ''}:${key}`
}

/** The code of the order that this form has entered already. */
async function findEntered(key: string): Promise<string | null> {
  const order = await db.order.findUnique({
    where: { placementKey: placementKeyOf(key) },
    select: { code: true },
  })
  return order?.code ?? null
}

type Refusal = Exclude<PlaceOrderResult, { ok: true }>

function refuse({ view, lines }: Facts, refusal: Refusal): EnterOrderResult {
  const atField = (field: string, problem: FieldProblem): EnterOrderResult => ({
    step: 'form',
    status: 422,
    view: { ...view, problems: { [field]: problem } },
  })
  const atContact = (field: string, problem: FieldProblem): EnterOrderResult => ({
    step: 'form',
    status: 422,
    view: {
      ...view,
      reply: {
        status: 'error',
        initialValue: view.reply?.initialValue ?? null,
        error: { [field]: [problem] },
      },
    },
  })
  switch (refusal.reason) {
    case 'lines':
      return { step: 'form', status: 422, view: { ...view, problems: lineProblems(view, refusal.problems) } }
    case 'not-shippable':
      return atContact('delivery.country', {
        key: refusal.cause === 'too-heavy' ? 'errors:tooHeavy' : 'errors:noPostage',
      })
    case 'email-needed':
      return atContact('email', { key: 'errors:emailForDownloads' })
    case 'due-in-past':
      return atField('dueOn', { key: 'deskOrders:enter.dueInPast' })
    case 'terms':
    case 'method-limit':
      return atField('method', { key: 'errors:choice' })
    case 'empty':
      return atField(rowField('edition', 0), { key: 'errors:required' })
    case 'quote-used':
      return { step: 'form', status: 409, view: { ...view, notice: QUOTE_PROBLEMS.used } }
    case 'address-needed':
    case 'price-changed':
      throw new Error(`an order at the desk refused as ${refusal.reason} with ${lines.length} lines`)
  }
}

function lineProblems(view: NewOrderView, problems: readonly LineProblem[]): NewOrderView['problems'] {
  return Object.fromEntries(
    problems.map((problem) => {
      const index = view.rows.findIndex((row) => row.edition === problem.sku)
      return [rowField(problem.reason === 'quantity' ? 'copies' : 'edition', index), problemText(problem)]
    }),
  )
}

/** Each row with the edition that its text stands for: known by its code from then on. */
async function resolveRows(rows: readonly TypedRow[], locale: Locale): Promise<RowView[]> {
  return await Promise.all(
    rows.map(async (row) => {
      if (row.edition === '') return { ...row, label: null, choices: [] }
      const found = await findEditions(row.edition, { locale })
      const chosen = found.length === 1 ? found[0] : found.find(({ sku }) => sku === row.choice)
      if (!chosen) return { ...row, label: null, choices: found }
      return { ...row, edition: chosen.sku, choice: '', label: chosen.label, choices: [chosen] }
    }),
  )
}

function needsOf(rows: readonly RowView[]): Needs {
  const known = rows.flatMap((row) => (row.label === null ? [] : row.choices))
  return {
    post: known.length === 0 || known.some(({ format }) => format === 'print'),
    downloads: known.some(({ format }) => format === 'pdf'),
  }
}

function readLines(rows: readonly RowView[]): {
  lines: WantedLine[]
  problems: [string, FieldProblem][]
} {
  const lines: WantedLine[] = []
  const problems: [string, FieldProblem][] = []
  for (const [index, row] of rows.entries()) {
    if (row.edition === '') continue
    const copies = copiesOf(row)
    if (row.label === null) {
      problems.push([
        rowField('edition', index),
        { key: row.choices.length > 0 ? 'deskOrders:enter.choose' : 'deskOrders:enter.unknown' },
      ])
    }
    if (copies === null) {
      problems.push([
        rowField('copies', index),
        { key: 'errors:quantity', values: { min: 1, max: DESK_MOST_COPIES } },
      ])
    } else lines.push({ sku: row.edition, copies })
  }
  if (rows.every((row) => row.edition === '')) {
    problems.push([rowField('edition', 0), { key: 'deskOrders:enter.nothing' }])
  }
  return { lines, problems }
}
