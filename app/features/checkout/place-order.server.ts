import { randomBytes, randomInt } from 'node:crypto'
import { dayToDb } from '#app/domain/day.ts'
import { checkoutDeadline, transferDeadline } from '#app/domain/deadlines.ts'
import type { Locale } from '#app/domain/locale.ts'
import { makeOrderCode } from '#app/domain/order-code.ts'
import type { Draft, LineProblem, WantedLine } from '#app/domain/order.ts'
import { makeReference } from '#app/domain/reference.ts'
import { type CheckoutDetails, methodTakes } from '#app/features/checkout/address.ts'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { loadOrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { orderMailProps, transferMailProps } from '#app/features/checkout/order-mail.server.ts'
import { quoteCart } from '#app/features/checkout/quote.server.ts'
import { releaseOrder } from '#app/features/checkout/release-order.server.ts'
import { withdrawAttempts } from '#app/features/payments/withdraw-attempts.server.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { Prisma } from '#app/generated/prisma/client.ts'
import { DB_CODE, hasDatabaseCode } from '#app/platform/db-errors.server.ts'
import { db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { isHoliday } from '#app/platform/holidays.server.ts'
import { newId, randomToken } from '#app/platform/id.server.ts'

export type PlaceOrderInput = {
  /** Hash of the checkout cookie: "the same reader" is the same cookie. */
  checkoutKey: string
  /** One for each confirmation page shown: pressing its button twice makes one order. */
  placementKey: string
  locale: Locale
  details: CheckoutDetails
  lines: readonly WantedLine[]
  /** The total that the confirmation page stated: a price that has changed since is never charged. */
  expectedTotalYen: number
}

export type PlacedOrder = {
  ok: true
  orderId: string
  chargeId: string
  token: string
  code: string
  method: CheckoutDetails['method']
  isNew: boolean
}

export type PlaceOrderResult =
  | PlacedOrder
  | { ok: false; reason: 'empty' | 'method-limit' | 'email-needed' | 'address-needed' }
  | { ok: false; reason: 'lines'; problems: LineProblem[] }
  | { ok: false; reason: 'not-shippable'; cause: 'too-heavy' | 'no-rate' }
  | { ok: false; reason: 'price-changed'; totalYen: number }

/**
 * Places an order: copies held, prices, tax and texts frozen, in one transaction that calls nobody. An open order of the same checkout
 * cookie is replaced by it, unless its money may still come: then that one stays as it is, and this one is placed beside it.
 */
export async function placeOrder(input: PlaceOrderInput, { now }: { now: Date }): Promise<PlaceOrderResult> {
  const before = await findPlaced(input.placementKey)
  if (before) return before

  const quoted = await quote(input, now)
  if (!quoted.result.ok) return quoted.result
  const { draft } = quoted.result
  const refusal = refuse(draft, input)
  if (refusal) return refusal

  const organisation = await loadOrganisation()
  for (let attempt = 1; ; attempt += 1) {
    const earlier = await withdrawEarlierOrder(input.checkoutKey)
    try {
      return await inTransaction(async (tx) => {
        if (earlier) await replaceEarlier(tx, earlier, now)
        return await insertOrder(tx, draft, { input, organisation, now })
      })
    } catch (error) {
      // The last copies went to someone else between the quote and the hold: a new quote names them.
      if (hasDatabaseCode(error, DB_CODE.copiesGone)) {
        const again = await quote(input, now)
        if (!again.result.ok) return again.result
        if (attempt >= 3) return { ok: false, reason: 'lines', problems: soldOut(draft) }
        continue
      }
      if (!hasDatabaseCode(error, DB_CODE.unique)) throw error
      // The same button pressed twice at once: the other press has placed it. Else two attempts of one checkout met, or a random
      // code was taken: look again and draw again.
      const placed = await findPlaced(input.placementKey)
      if (placed) return placed
      if (attempt >= 5) throw error
    }
  }
}

function quote(input: PlaceOrderInput, now: Date): ReturnType<typeof quoteCart> {
  return quoteCart(input.lines, {
    locale: input.locale,
    country: input.details.delivery?.country ?? null,
    checkoutKey: input.checkoutKey,
    now,
  })
}

async function findPlaced(placementKey: string): Promise<PlacedOrder | null> {
  const order = await db.order.findUnique({
    where: { placementKey },
    select: { id: true, chargeId: true, token: true, code: true, charge: { select: { method: true } } },
  })
  if (!order) return null
  return {
    ok: true,
    orderId: order.id,
    chargeId: order.chargeId,
    token: order.token,
    code: order.code,
    method: order.charge.method as CheckoutDetails['method'],
    isNew: false,
  }
}

function refuse(draft: Draft, input: PlaceOrderInput): Exclude<PlaceOrderResult, PlacedOrder> | null {
  const { details } = input
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
async function withdrawEarlierOrder(
  checkoutKey: string,
): Promise<{ chargeId: string; replace: boolean } | null> {
  const charge = await db.charge.findFirst({
    where: { checkoutKey, state: 'open' },
    select: { id: true, method: true, allocatedYen: true },
  })
  if (!charge) return null
  const byCheckout = charge.method === 'card' || charge.method === 'konbini'
  if (!byCheckout || charge.allocatedYen > 0) return { chargeId: charge.id, replace: false }
  const withdrawn = await withdrawAttempts(charge.id)
  return { chargeId: charge.id, replace: withdrawn.ok }
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

async function insertOrder(
  tx: Tx,
  draft: Draft,
  context: {
    input: PlaceOrderInput
    organisation: Awaited<ReturnType<typeof loadOrganisation>>
    now: Date
  },
): Promise<PlacedOrder> {
  const { input, organisation, now } = context
  const { details } = input
  const ids = { order: newId(), charge: newId() }
  const code = makeOrderCode(randomBytes(8))
  const token = randomToken(32)
  const reference = makeReference(randomInt(10_000_000))
  const isTransfer = details.method === 'bank' || details.method === 'postal'
  const deadline = isTransfer
    ? transferDeadline(now, isHoliday)
    : { dueOn: null, expiresAt: checkoutDeadline(now).expiresAt }

  await tx.charge.createMany({
    data: [
      {
        id: ids.charge,
        reference,
        method: details.method,
        amountYen: draft.totalYen,
        checkoutKey: input.checkoutKey,
        createdAt: now,
        dueOn: deadline.dueOn && dayToDb(deadline.dueOn),
        expiresAt: deadline.expiresAt,
      },
    ],
  })
  const lines = draft.lines.map((line, position) => ({ ...line, id: newId(), position }))
  await tx.chargeLine.createMany({
    data: lines.map((line) => ({
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
  })
  await tx.order.createMany({
    data: [
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
        deliveryAddress: details.delivery ?? Prisma.DbNull,
        billingAddress: details.billing ?? Prisma.DbNull,
        placedAt: now,
      },
    ],
  })
  await tx.orderEvent.createMany({
    data: [{ id: newId(), orderId: ids.order, kind: 'placed', at: now, actor: 'reader' }],
  })
  if (isTransfer && details.email) {
    const order = await loadOrderGraph(tx, { orderId: ids.order })
    if (order) {
      await queueMail(tx, {
        dedupeKey: `order-received:${ids.order}`,
        template: 'order-received',
        locale: order.locale,
        toEmail: details.email,
        props: { ...orderMailProps(order, organisation), ...transferMailProps(order, organisation) },
        orderId: ids.order,
        now,
      })
    }
  }
  // Last, so that the stock level, which every buyer of a popular title waits for, is locked as briefly as can be. A trigger holds the
  // copies, or refuses the whole order.
  await tx.orderLine.createMany({
    data: lines.flatMap((line) =>
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
