import { zoneOf } from '#app/domain/shipping.ts'
import { answerAddressIntent } from '#app/features/checkout/address-intent.server.ts'
import type { AddressChoices } from '#app/features/checkout/details-fields.tsx'
import {
  parseContactForm,
  type ContactDetails,
  type FieldProblem,
  type FormReply,
} from '#app/features/checkout/details-form.ts'
import { isCorrectable } from '#app/features/checkout/is-correctable.ts'
import { loadOrderGraph, type OrderGraph, type OrderKey } from '#app/features/checkout/order-graph.server.ts'
import { isOrderToken } from '#app/features/checkout/order-token.ts'
import { Prisma } from '#app/generated/prisma/client.ts'
import { actedBy } from '#app/platform/actor.server.ts'
import { db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

export type CorrectOrderResult =
  | { ok: true }
  | { ok: false; reason: 'not-found' }
  | { ok: false; reason: 'tampered' }
  /** Packed, closed, or changed in another window since the form was shown. */
  | { ok: false; reason: 'too-late' | 'changed-meanwhile'; reply: FormReply }
  | { ok: false; reason: 'form'; status: 200 | 422; reply: FormReply; choices: AddressChoices }

/** What the form of a correction needs to know of its order. */
export function needsOf(order: Pick<OrderGraph, 'deliveryKind' | 'lines'>): {
  post: boolean
  downloads: boolean
} {
  return {
    post: order.deliveryKind === 'post',
    downloads: order.lines.some((line) => line.goods?.format === 'pdf'),
  }
}

/** The reader names her order by its token, the desk by its code. */
export type CorrectionKey = { token: string | undefined } | { code: string }

/**
 * Corrects who an order goes to and who is written to: the reader until it is packed, the desk until all of it is posted. What was agreed
 * stays: a country with another postage is refused. The form carries the order's version, so that two windows cannot overwrite each
 * other. The event holds the names of the fields, not what stood in them.
 */
export async function correctOrder(
  key: CorrectionKey,
  form: URLSearchParams,
  { now }: { now: Date },
): Promise<CorrectOrderResult> {
  const orderKey = orderKeyOf(key)
  if (!orderKey) return { ok: false, reason: 'not-found' }
  const version = form.get('version') ?? ''
  if (!/^\d{1,6}$/.test(version)) return { ok: false, reason: 'tampered' }
  const filled = await answerAddressIntent(form)
  if (filled) return { ok: false, reason: 'form', status: 200, ...filled }

  const before = await loadOrderGraph(db, orderKey)
  if (!before) return { ok: false, reason: 'not-found' }
  const parsed = parseContactForm(form, needsOf(before))
  if (!parsed.ok) return { ok: false, reason: 'form', status: 422, reply: parsed.reply, choices: {} }

  return await inTransaction(async (tx): Promise<CorrectOrderResult> => {
    const order = await loadOrderGraph(tx, orderKey, { lock: true })
    if (!order) return { ok: false, reason: 'not-found' }
    if (!isCorrectable(order, 'token' in key ? 'reader' : 'desk'))
      return { ok: false, reason: 'too-late', reply: parsed.reply }
    const problem = forbidden(order, parsed.value)
    if (problem) {
      const reply: FormReply = {
        status: 'error',
        initialValue: parsed.reply.initialValue ?? null,
        error: { [problem.field]: [problem.problem] },
      }
      return { ok: false, reason: 'form', status: 422, reply, choices: {} }
    }
    const isSaved = await save(tx, order, parsed.value, { version: Number(version), now })
    return isSaved ? { ok: true } : { ok: false, reason: 'changed-meanwhile', reply: parsed.reply }
  })
}

/** Null for what cannot be the token of an order. */
export function orderKeyOf(key: CorrectionKey): OrderKey | null {
  if ('code' in key) return key
  return isOrderToken(key.token) ? { token: key.token } : null
}

function forbidden(
  order: OrderGraph,
  details: ContactDetails,
): { field: string; problem: FieldProblem } | null {
  const isAtStripe = order.charge.method === 'card' || order.charge.method === 'konbini'
  if (!details.email && isAtStripe) return { field: 'email', problem: { key: 'errors:emailKeep' } }
  const from = order.deliveryAddress?.country
  const to = details.delivery?.country
  if (from && to && zoneOf(from) !== zoneOf(to)) {
    return { field: 'delivery.country', problem: { key: 'errors:zone' } }
  }
  return null
}

async function save(
  tx: Tx,
  order: OrderGraph,
  details: ContactDetails,
  { version, now }: { version: number; now: Date },
): Promise<boolean> {
  const fields = changedFields(order, details)
  const { count } = await tx.order.updateMany({
    where: { id: order.id, version },
    data: {
      locale: details.mailLocale,
      email: details.email,
      contactName: details.contactName,
      furigana: details.furigana,
      phone: details.phone,
      receiptName: details.receiptName,
      note: details.note,
      deliveryAddress: details.delivery ?? Prisma.DbNull,
      billingAddress: details.billing ?? Prisma.DbNull,
      version: { increment: 1 },
    },
  })
  if (count === 0) return false
  if (fields.length === 0) return true
  await tx.orderEvent.create({
    data: {
      id: newId(),
      orderId: order.id,
      kind: 'corrected',
      at: now,
      ...actedBy('reader'),
      details: { fields },
    },
  })
  return true
}

function changedFields(order: OrderGraph, details: ContactDetails): string[] {
  const pairs: [string, unknown, unknown][] = [
    ['email', order.email, details.email],
    ['contactName', order.contactName, details.contactName],
    ['furigana', order.furigana, details.furigana],
    ['phone', order.phone, details.phone],
    ['mailLocale', order.locale, details.mailLocale],
    ['receiptName', order.receiptName, details.receiptName],
    ['note', order.note, details.note],
    ['delivery', canonical(order.deliveryAddress), canonical(details.delivery)],
    ['billing', canonical(order.billingAddress), canonical(details.billing)],
  ]
  return pairs.filter(([, before, after]) => before !== after).map(([field]) => field)
}

/** jsonb keeps no order of keys. */
function canonical(address: ContactDetails['delivery']): string {
  return JSON.stringify(Object.entries(address ?? {}).sort(([a], [b]) => a.localeCompare(b)))
}
