import { randomBytes, randomInt } from 'node:crypto'
import { dayToDb, tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import { checkoutDeadline, transferDeadline } from '#app/domain/deadlines.ts'
import type { Locale } from '#app/domain/locale.ts'
import { makeOrderCode } from '#app/domain/order-code.ts'
import { DESK_MOST_COPIES, type Draft, type LineProblem, type WantedLine } from '#app/domain/order.ts'
import { makeReference } from '#app/domain/reference.ts'
import { type CheckoutDetails, methodTakes } from '#app/features/checkout/address.ts'
import { loadOrganisation, type Organisation } from '#app/features/catalogue/organisation.server.ts'
import { loadOrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { orderMailProps, transferMailProps } from '#app/features/checkout/order-mail.server.ts'
import { quoteCart } from '#app/features/checkout/quote.server.ts'
import { releaseOrder } from '#app/features/checkout/release-order.server.ts'
import { withdrawAttempts } from '#app/features/payments/withdraw-attempts.server.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { actedBy, currentStaffId } from '#app/platform/actor.server.ts'
import { DB_CODE, hasDatabaseCode } from '#app/platform/db-errors.server.ts'
import { db, inOneStatement, inTransaction, sqlRows, type Tx } from '#app/platform/db.server.ts'
import { isHoliday } from '#app/platform/holidays.server.ts'
import { newId, randomToken } from '#app/platform/id.server.ts'
import { insertRows } from '#app/platform/insert-rows.server.ts'

/** What an order says that came by post, by phone, by mail or with a visitor, and is entered at the desk. */
export type DeskOrder = {
  channel: 'post' | 'phone' | 'mail' | 'visit'
  /** Paid before it is sent, or sent with a bill that is due on a day. */
  terms: { kind: 'prepaid' } | { kind: 'billed'; dueOn: TokyoDay }
  /** The buyer's own number for it. */
  buyerReference: string | null
  /** The quote (a document) that it comes from; one order each. */
  quoteId: string | null
  /** The day whose prices hold, that of a quote which is still good; today when absent. */
  pricesOn?: TokyoDay
}

export type PlaceOrderInput = {
  /** Hash of the checkout cookie: "the same reader" is the same cookie. Null at the desk, where readers have none. */
  checkoutKey: string | null
  /** One for each confirmation page shown: pressing its button twice makes one order. */
  placementKey: string
  /** The language of what is frozen in the order. */
  locale: Locale
  /** Only the desk takes cash. */
  details: Omit<CheckoutDetails, 'method'> & { method: CheckoutDetails['method'] | 'cash' }
  lines: readonly WantedLine[]
  /** The total that the confirmation page stated: a price that has changed since is never charged. */
  expectedTotalYen: number
  desk?: DeskOrder
}

export type PlacedOrder = {
  ok: true
  orderId: string
  chargeId: string
  token: string
  code: string
  method: PlaceOrderInput['details']['method']
  isNew: boolean
}

export type PlaceOrderResult =
  | PlacedOrder
  | { ok: false; reason: 'empty' | 'method-limit' | 'email-needed' | 'address-needed' }
  | { ok: false; reason: 'terms' | 'due-in-past' | 'quote-used' }
  | { ok: false; reason: 'lines'; problems: LineProblem[] }
  | { ok: false; reason: 'not-shippable'; cause: 'too-heavy' | 'no-rate' }
  | { ok: false; reason: 'price-changed'; totalYen: number }

/**
 * Places an order: copies held, prices, tax and texts frozen, in one transaction that calls nobody. An open order of the same checkout
 * cookie is replaced by it, unless its money may still come: then that one stays as it is, and this one is placed beside it.
 *
 * An order entered at the desk (`desk`) may be billed: it then never expires, and its goods may leave before its money comes. `terms`: a
 * bill is paid by bank or postal transfer, and cash is for the desk.
 */
export async function placeOrder(input: PlaceOrderInput, { now }: { now: Date }): Promise<PlaceOrderResult> {
  const before = await findStanding(input)
  if (before.placed) return before.placed

  const quoted = await quote(input, now)
  if (!quoted.result.ok) return quoted.result
  const { draft } = quoted.result
  const refusal = refuse(draft, input, tokyoDayOf(now))
  if (refusal) return refusal
  if (await isQuoteUsed(input)) {
    // By the other press of the same button, perhaps, since we looked.
    const { placed } = await findStanding(input)
    return placed ?? { ok: false, reason: 'quote-used' }
  }

  const organisation = isToldHowToPay(input.details) ? await loadOrganisation() : null
  let { open } = before
  for (let attempt = 1; ; attempt += 1) {
    const earlier = open ? await withdrawEarlierOrder(open) : null
    try {
      if (!earlier && !organisation) return await inOneStatement((on) => insertOrder(on, draft, input, now))
      return await inTransaction(async (tx) => {
        if (earlier) await replaceEarlier(tx, earlier, now)
        const placed = await insertOrder(tx, draft, input, now)
        if (organisation) await tellHowToPay(tx, { orderId: placed.orderId, input, organisation, now })
        return placed
      })
    } catch (error) {
      // The last copies went to someone else between the quote and the hold: a new quote names them.
      if (hasDatabaseCode(error, DB_CODE.copiesGone)) {
        const again = await quote(input, now)
        if (!again.result.ok) return again.result
        if (attempt >= 3) return { ok: false, reason: 'lines', problems: soldOut(draft) }
        open = (await findStanding(input)).open
        continue
      }
      if (!hasDatabaseCode(error, DB_CODE.unique)) throw error
      // The same button pressed twice at once: the other press has placed it. Else two attempts of one checkout met, or a random
      // code was taken: look again and draw again.
      const standing = await findStanding(input)
      if (standing.placed) return standing.placed
      open = standing.open
      if (await isQuoteUsed(input)) return { ok: false, reason: 'quote-used' }
      if (attempt >= 5) throw error
    }
  }
}

function quote(input: PlaceOrderInput, now: Date): ReturnType<typeof quoteCart> {
  return quoteCart(input.lines, {
    locale: input.locale,
    country: input.details.delivery?.country ?? null,
    checkoutKey: input.checkoutKey,
    ...(input.desk ? { mostCopies: DESK_MOST_COPIES } : {}),
    ...(input.desk?.pricesOn ? { pricesOn: input.desk.pricesOn } : {}),
    now,
  })
}

async function isQuoteUsed({ desk }: PlaceOrderInput): Promise<boolean> {
  if (!desk?.quoteId) return false
  return (await db.order.count({ where: { quoteId: desk.quoteId } })) > 0
}

type OpenCharge = { chargeId: string; method: PlacedOrder['method']; allocatedYen: number }

/** What is there of this checkout: the order that this very button has placed, else the charge of an earlier one that is still open. */
async function findStanding(
  input: PlaceOrderInput,
): Promise<{ placed: PlacedOrder | null; open: OpenCharge | null }> {
  const rows = await sqlRows<
    Omit<PlacedOrder, 'ok' | 'isNew'> & Pick<OpenCharge, 'allocatedYen'> & { isPlaced: boolean }
  >(
    db,
    `SELECT o.placement_key = $1 AS "isPlaced", o.id AS "orderId", o.charge_id AS "chargeId", o.token, o.code,
            c.method::text AS method, c.allocated_yen AS "allocatedYen"
     FROM orders o JOIN charges c ON c.id = o.charge_id
     WHERE c.id IN (SELECT charge_id FROM orders WHERE placement_key = $1
                    UNION ALL SELECT id FROM charges WHERE checkout_key = $2 AND state = 'open')`,
    [input.placementKey, input.checkoutKey],
  )
  const found = rows.find((row) => row.isPlaced)
  const [open] = rows
  if (!found) return { placed: null, open: open ?? null }
  const { orderId, chargeId, token, code, method } = found
  return { placed: { ok: true, orderId, chargeId, token, code, method, isNew: false }, open: null }
}

function refuse(
  draft: Draft,
  input: PlaceOrderInput,
  today: TokyoDay,
): Exclude<PlaceOrderResult, PlacedOrder> | null {
  const { details, desk } = input
  if (details.method === 'cash' && !desk) return { ok: false, reason: 'terms' }
  if (desk?.terms.kind === 'billed') {
    if (details.method !== 'bank' && details.method !== 'postal') return { ok: false, reason: 'terms' }
    if (desk.terms.dueOn < today) return { ok: false, reason: 'due-in-past' }
  }
  const hasDownloads = draft.lines.some((line) => line.edition?.format === 'pdf')
  if (draft.needsPost && !details.delivery) return { ok: false, reason: 'address-needed' }
  if (!details.email && (hasDownloads || details.method === 'card' || details.method === 'konbini')) {
    return { ok: false, reason: 'email-needed' }
  }
  if (!methodTakes(details.method, draft.totalYen)) return { ok: false, reason: 'method-limit' }
  if (draft.totalYen !== input.expectedTotalYen) {
    return { ok: false, reason: 'price-changed', totalYen: draft.totalYen }
  }
  return null
}

function soldOut(draft: Draft): LineProblem[] {
  return draft.lines
    .filter((line) => line.edition?.format === 'print')
    .map((line) => ({ sku: line.edition?.sku ?? '', reason: 'sold-out' as const, left: 0 }))
}

/**
 * Before a second attempt takes the place of the first, its page at Stripe is closed, outside any transaction. If Stripe refuses
 * (it was paid, or a voucher is out) or cannot be reached, or money is expected by transfer, the first order stays.
 */
async function withdrawEarlierOrder(open: OpenCharge): Promise<{ chargeId: string; replace: boolean }> {
  const { chargeId, method, allocatedYen } = open
  const byCheckout = method === 'card' || method === 'konbini'
  if (!byCheckout || allocatedYen > 0) return { chargeId, replace: false }
  const withdrawn = await withdrawAttempts(chargeId)
  return { chargeId, replace: withdrawn.ok }
}

async function replaceEarlier(
  tx: Tx,
  earlier: { chargeId: string; replace: boolean },
  now: Date,
): Promise<void> {
  const order = await loadOrderGraph(tx, { chargeId: earlier.chargeId }, { lock: true })
  if (order && earlier.replace && order.charge.allocatedYen === 0) {
    await releaseOrder(tx, order, { to: 'cancelled', reason: 'replaced', actor: 'reader', now })
  }
  await tx.charge.updateMany({ where: { id: earlier.chargeId }, data: { checkoutKey: null } })
}

/**
 * One statement, at whose end a trigger holds the copies or refuses the whole order: the stock level, which every buyer of a popular title
 * waits for, is locked as briefly as can be.
 */
async function insertOrder(
  on: Tx | typeof db,
  draft: Draft,
  input: PlaceOrderInput,
  now: Date,
): Promise<PlacedOrder> {
  const { details } = input
  const ids = { order: newId(), charge: newId() }
  const code = makeOrderCode(randomBytes(8))
  const token = randomToken(32)
  const reference = makeReference(randomInt(10_000_000))
  const deadline = deadlineOf(input, now)

  const lines = draft.lines.map((line, position) => ({ ...line, id: newId(), position }))
  await insertRows(on, {
    charges: [
      {
        id: ids.charge,
        reference,
        method: details.method,
        terms: input.desk?.terms.kind ?? 'prepaid',
        amountYen: draft.totalYen,
        checkoutKey: input.checkoutKey,
        createdAt: now,
        dueOn: deadline.dueOn && dayToDb(deadline.dueOn),
        expiresAt: deadline.expiresAt,
      },
    ],
    charge_lines: lines.map((line) => ({
      id: line.id,
      chargeId: ids.charge,
      position: line.position,
      kind: line.kind,
      description: line.description,
      textLanguage: line.textLanguage,
      quantity: line.quantity,
      unitYen: line.unitYen,
      amountYen: line.amountYen,
      taxRate: line.taxRate,
    })),
    orders: [
      {
        id: ids.order,
        code,
        token,
        placementKey: input.placementKey,
        chargeId: ids.charge,
        locale: details.mailLocale,
        email: details.email,
        contactName: details.contactName,
        furigana: details.furigana,
        phone: details.phone,
        receiptName: details.receiptName,
        note: details.note,
        deliveryKind: draft.needsPost ? 'post' : 'download',
        deliveryAddress: details.delivery,
        billingAddress: details.billing,
        placedAt: now,
        channel: input.desk?.channel ?? 'web',
        staffId: currentStaffId(),
        buyerReference: input.desk?.buyerReference ?? null,
        quoteId: input.desk?.quoteId ?? null,
      },
    ],
    order_lines: lines.flatMap((line) =>
      line.edition
        ? [
            {
              id: newId(),
              orderId: ids.order,
              chargeLineId: line.id,
              editionId: line.edition.editionId,
              format: line.edition.format,
              copies: line.quantity,
              held: line.hold,
              preordered: line.preorder,
            },
          ]
        : [],
    ),
    order_events: [{ id: newId(), orderId: ids.order, kind: 'placed', at: now, ...actedBy('reader') }],
  })
  return {
    ok: true,
    orderId: ids.order,
    chargeId: ids.charge,
    token,
    code,
    method: details.method,
    isNew: true,
  }
}

/** Until when it is to be paid: at Stripe within the hour, by transfer (or in cash) within days; a bill has its own day and no end. */
function deadlineOf(
  { details, desk }: PlaceOrderInput,
  now: Date,
): { dueOn: TokyoDay | null; expiresAt: Date | null } {
  if (desk?.terms.kind === 'billed') return { dueOn: desk.terms.dueOn, expiresAt: null }
  const isAtStripe = details.method === 'card' || details.method === 'konbini'
  return isAtStripe
    ? { dueOn: null, expiresAt: checkoutDeadline(now).expiresAt }
    : transferDeadline(now, isHoliday)
}

/** Who pays by transfer is told by mail where to, and until when. */
function isToldHowToPay({ method, email }: PlaceOrderInput['details']): boolean {
  return email !== null && (method === 'bank' || method === 'postal')
}

async function tellHowToPay(
  tx: Tx,
  context: { orderId: string; input: PlaceOrderInput; organisation: Organisation; now: Date },
): Promise<void> {
  const { orderId, input, organisation, now } = context
  const order = await loadOrderGraph(tx, { orderId })
  if (!order) return
  await queueMail(tx, {
    dedupeKey: `order-received:${orderId}`,
    template: input.desk?.terms.kind === 'billed' ? 'order-billed' : 'order-received',
    locale: order.locale,
    toEmail: input.details.email,
    props: { ...orderMailProps(order, organisation), ...transferMailProps(order, organisation) },
    orderId,
    now,
  })
}
