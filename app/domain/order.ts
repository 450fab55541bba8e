import { sumYen, type Yen } from '#app/domain/money.ts'
import { shippingPrice, type ShippingRate, type Zone } from '#app/domain/shipping.ts'
import { claimCopies, type EditionState, type StockLevel } from '#app/domain/stock.ts'
import { taxBlocks } from '#app/domain/tax.ts'
import type { TokyoDay } from '#app/domain/day.ts'

/** An edition as it stands when the reader presses the button. */
export type OfferedEdition = {
  editionId: string
  sku: string
  format: 'print' | 'pdf'
  state: EditionState
  /** Absent when no price is in force: such an edition is not for sale. */
  priceYen: Yen | null
  weightGrams: number
  name: string
  textLanguage: string
  stock: StockLevel
}

export type WantedLine = { sku: string; copies: number }

export type DraftLine = {
  kind: 'edition' | 'shipping'
  edition: OfferedEdition | null
  description: string
  textLanguage: string
  quantity: number
  unitYen: Yen
  amountYen: Yen
  taxRate: number
  hold: number
  preorder: number
}

export type LineProblem = {
  sku: string
  reason: 'unknown' | 'withdrawn' | 'not-for-sale' | 'sold-out' | 'quantity'
  left: number
}

export type Draft = {
  lines: DraftLine[]
  goodsYen: Yen
  shippingYen: Yen
  totalYen: Yen
  taxBlocks: ReturnType<typeof taxBlocks>
  grams: number
  needsPost: boolean
}

export type DraftResult =
  | { ok: true; draft: Draft }
  | { ok: false; reason: 'empty' }
  | { ok: false; reason: 'lines'; problems: LineProblem[] }
  | { ok: false; reason: 'not-shippable'; cause: 'too-heavy' | 'no-rate' }

/** The most copies of one edition that a reader may order by herself; bookshops and libraries write to the secretariat. */
export const MOST_COPIES = 99

/** The most copies of one edition in an order that the secretariat enters. */
export const DESK_MOST_COPIES = 9_999

/** Wrapping adds to the weight of what is posted: an envelope and a delivery note. */
export const WRAPPING_GRAMS = 30

/**
 * What an order would be: every line at today's price, how its copies would be claimed, postage by weight and zone, tax
 * rounded once per rate (PEERS.md 5.5). Two lines of the same edition are one, so that they cannot each be promised the last
 * copy (medusajs/medusa#16502). One PDF is enough for one order: its quantity is always one.
 */
export function draftOrder(
  wanted: readonly WantedLine[],
  context: {
    offered: readonly OfferedEdition[]
    zone: Zone | null
    rates: readonly ShippingRate[]
    taxRate: number
    day: TokyoDay
    shippingText: { description: string; textLanguage: string }
    /** Of one edition; what a reader may order by herself when left out. */
    mostCopies?: number
  },
): DraftResult {
  const { mostCopies = MOST_COPIES } = context
  const copiesBySku = new Map<string, number>()
  for (const line of wanted) copiesBySku.set(line.sku, (copiesBySku.get(line.sku) ?? 0) + line.copies)
  if (copiesBySku.size === 0) return { ok: false, reason: 'empty' }

  const problems: LineProblem[] = []
  const lines: DraftLine[] = []
  let grams = 0
  for (const [sku, asked] of copiesBySku) {
    const edition = context.offered.find((candidate) => candidate.sku === sku)
    if (!edition) {
      problems.push({ sku, reason: 'unknown', left: 0 })
      continue
    }
    const copies = edition.format === 'pdf' ? 1 : asked
    if (!Number.isInteger(copies) || copies < 1 || copies > mostCopies) {
      problems.push({ sku, reason: 'quantity', left: mostCopies })
      continue
    }
    if (edition.state === 'withdrawn') {
      problems.push({ sku, reason: 'withdrawn', left: 0 })
      continue
    }
    if (edition.priceYen === null) {
      problems.push({ sku, reason: 'not-for-sale', left: 0 })
      continue
    }
    const claim = claimLine(edition, copies)
    if (!claim.ok) {
      problems.push({ sku, reason: claim.reason, left: claim.left })
      continue
    }
    if (edition.format === 'print') grams += edition.weightGrams * copies
    lines.push({
      kind: 'edition',
      edition,
      description: edition.name,
      textLanguage: edition.textLanguage,
      quantity: copies,
      unitYen: edition.priceYen,
      amountYen: edition.priceYen * copies,
      taxRate: context.taxRate,
      hold: claim.hold,
      preorder: claim.preorder,
    })
  }
  if (problems.length > 0) return { ok: false, reason: 'lines', problems }

  const needsPost = lines.some((line) => line.edition?.format === 'print')
  const goodsYen = sumYen(lines.map((line) => line.amountYen))
  if (!needsPost || context.zone === null)
    return { ok: true, draft: finish(lines, goodsYen, 0, 0, needsPost) }

  const postedGrams = grams + WRAPPING_GRAMS
  const postage = shippingPrice(context.rates, { zone: context.zone, grams: postedGrams, day: context.day })
  if (!postage.ok) return { ok: false, reason: 'not-shippable', cause: postage.reason }
  const shippingLine: DraftLine = {
    kind: 'shipping',
    edition: null,
    ...context.shippingText,
    quantity: 1,
    unitYen: postage.priceYen,
    amountYen: postage.priceYen,
    taxRate: context.taxRate,
    hold: 0,
    preorder: 0,
  }
  const all = postage.priceYen > 0 ? [...lines, shippingLine] : lines
  return { ok: true, draft: finish(all, goodsYen, postage.priceYen, postedGrams, needsPost) }
}

function claimLine(edition: OfferedEdition, copies: number): ReturnType<typeof claimCopies> {
  if (edition.format === 'print') return claimCopies(edition.stock, edition.state, copies)
  // A file has no copies to run out of, but it is sold only while the edition is.
  return edition.state === 'on_sale'
    ? { ok: true, hold: 0, preorder: 0 }
    : { ok: false, reason: 'not-for-sale', left: 0 }
}

function finish(
  lines: DraftLine[],
  goodsYen: Yen,
  shippingYen: Yen,
  grams: number,
  needsPost: boolean,
): Draft {
  return {
    lines,
    goodsYen,
    shippingYen,
    totalYen: goodsYen + shippingYen,
    taxBlocks: taxBlocks(lines),
    grams,
    needsPost,
  }
}

/** Whether goods may leave: the charge is paid, or billed and not ended. */
export function isServed(charge: {
  state: 'open' | 'covered' | 'cancelled' | 'expired'
  terms: 'prepaid' | 'billed'
}): boolean {
  return charge.state === 'covered' || (charge.state === 'open' && charge.terms === 'billed')
}

export type OrderState =
  | 'awaiting-payment'
  | 'billed'
  | 'voucher-out'
  | 'part-paid'
  | 'paid'
  | 'awaiting-run'
  | 'part-posted'
  | 'posted'
  | 'cancelled'
  | 'expired'
  | 'refunded'

/**
 * The one word for where an order stands, derived and never stored: from its charge, its money and its copies. Of a bill it tells where
 * the goods are once they leave, paid or not.
 */
export function orderState(order: {
  chargeState: 'open' | 'covered' | 'cancelled' | 'expired'
  terms: 'prepaid' | 'billed'
  amountYen: Yen
  allocatedYen: Yen
  refundedYen: Yen
  voucherOut: boolean
  lines: readonly {
    format: 'print' | 'pdf'
    held: number
    preordered: number
    posted: number
    released: number
  }[]
}): OrderState {
  if (order.chargeState === 'cancelled') return 'cancelled'
  if (order.chargeState === 'expired') return 'expired'
  if (order.chargeState === 'open' && order.terms === 'billed') {
    const isOut = order.lines.some((line) => line.posted > 0)
    if (!isOut) return order.allocatedYen > 0 ? 'part-paid' : 'billed'
  } else if (order.chargeState === 'open') {
    if (order.allocatedYen > 0) return 'part-paid'
    return order.voucherOut ? 'voucher-out' : 'awaiting-payment'
  }
  if (order.chargeState === 'covered' && order.refundedYen >= order.amountYen) return 'refunded'
  const print = order.lines.filter((line) => line.format === 'print')
  const held = print.some((line) => line.held > 0)
  const waiting = print.some((line) => line.preordered > 0)
  const posted = print.some((line) => line.posted > 0)
  if (posted && (held || waiting)) return 'part-posted'
  if (posted) return 'posted'
  if (held) return 'paid'
  return waiting ? 'awaiting-run' : 'paid'
}
