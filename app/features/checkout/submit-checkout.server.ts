import type { Locale } from '#app/domain/locale.ts'
import type { DraftResult } from '#app/domain/order.ts'
import { methodTakes, type CheckoutDetails } from '#app/features/checkout/address.ts'
import { answerAddressIntent } from '#app/features/checkout/address-intent.server.ts'
import type { CartLine } from '#app/features/checkout/cart.ts'
import type { AddressChoices } from '#app/features/checkout/details-fields.tsx'
import { parseCheckoutForm, type FieldProblem, type FormReply } from '#app/features/checkout/details-form.ts'
import { saveDraft } from '#app/features/checkout/draft.server.ts'
import { quoteCart } from '#app/features/checkout/quote.server.ts'
import { formatYen } from '#app/platform/i18n/format.ts'
import { randomToken } from '#app/platform/id.server.ts'

export type SubmitCheckoutResult =
  | { ok: true }
  /** The cart cannot be ordered as it is: its page says why. */
  | { ok: false; reason: 'cart' }
  | { ok: false; reason: 'form'; status: 200 | 422; reply: FormReply; choices: AddressChoices }

type Draft = Extract<DraftResult, { ok: true }>['draft']

/** Takes the checkout form: the buttons that fill in an address, or all of it, kept for the confirmation page. */
export async function submitCheckout(
  form: URLSearchParams,
  context: { lines: readonly CartLine[]; locale: Locale; checkoutKey: string; now: Date },
): Promise<SubmitCheckoutResult> {
  const filled = await answerAddressIntent(form)
  if (filled) return { ok: false, reason: 'form', status: 200, ...filled }

  const { lines, locale, checkoutKey, now } = context
  const quoted = await quoteCart(lines, { locale, country: null, checkoutKey, now })
  if (!quoted.result.ok) return { ok: false, reason: 'cart' }
  const { draft } = quoted.result
  const needs = {
    post: draft.needsPost,
    downloads: draft.lines.some((line) => line.edition?.format === 'pdf'),
  }
  const parsed = parseCheckoutForm(form, needs)
  if (!parsed.ok) return { ok: false, reason: 'form', status: 422, reply: parsed.reply, choices: {} }

  const country = parsed.value.delivery?.country ?? null
  const { result } = await quoteCart(lines, { locale, country, checkoutKey, now })
  const problem = result.ok ? methodProblem(parsed.value.method, result.draft, locale) : placeProblem(result)
  if (problem === 'cart') return { ok: false, reason: 'cart' }
  if (problem) {
    const reply = { ...parsed.reply, ...withProblem(parsed.reply, problem) }
    return { ok: false, reason: 'form', status: 422, reply, choices: {} }
  }
  await saveDraft(
    checkoutKey,
    { details: parsed.value, lines: [...lines], nonce: randomToken(), locale },
    { now },
  )
  return { ok: true }
}

type AtField = { field: string; problem: FieldProblem }

function methodProblem(method: CheckoutDetails['method'], draft: Draft, locale: Locale): AtField | null {
  if (methodTakes(method, draft.totalYen)) return null
  if (method !== 'konbini') return { field: 'method', problem: { key: 'errors:methodCard' } }
  const values = { least: formatYen(120, locale), most: formatYen(300_000, locale) }
  return { field: 'method', problem: { key: 'errors:methodKonbini', values } }
}

function placeProblem(result: Extract<DraftResult, { ok: false }>): AtField | 'cart' {
  if (result.reason !== 'not-shippable') return 'cart'
  const key = result.cause === 'too-heavy' ? 'errors:tooHeavy' : 'errors:noPostage'
  return { field: 'delivery.country', problem: { key } }
}

function withProblem(reply: FormReply, { field, problem }: AtField): FormReply {
  return { status: 'error', initialValue: reply.initialValue ?? null, error: { [field]: [problem] } }
}
