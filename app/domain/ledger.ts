import { splitByWeight, sumYen, type Yen } from '#app/domain/money.ts'
import { includedTax } from '#app/domain/tax.ts'

/**
 * Fixed roles of accounts; their numbers and names stand in the table `accounts` and may be edited. The chart follows the
 * Japanese NPO accounting standard.
 */
export const ACCOUNT_ROLES = [
  'bank',
  'postal',
  'cash',
  'stripe_clearing',
  'receivables',
  'disputed',
  'advances',
  'surplus',
  'unidentified',
  'output_tax',
  'sales',
  'shipping_income',
  'sales_returns',
  'payment_fees',
  'dispute_losses',
  'input_tax',
  'payables',
  'lecture_income',
  'printing_costs',
  'stock_losses',
  'cash_differences',
] as const
export type AccountRole = (typeof ACCOUNT_ROLES)[number]

/** What an entry books. */
export type EntryKind =
  | 'credit'
  | 'payment'
  | 'release'
  | 'shipment'
  | 'fee'
  | 'refund'
  | 'refund-failed'
  | 'refund-lines'
  | 'dispute'
  | 'dispute-lost'
  | 'unallocated'
  | 'bill'
  | 'bill-cancelled'
  | 'print-bill'
  | 'stock-loss'
  | 'cash-difference'

/** One side of an entry: positive is debit, negative credit. Never zero. */
export type PostingDraft = {
  account: AccountRole
  amountYen: Yen
  titleId?: string | null
  taxRate?: number | null
}

export type MoneyMethod = 'card' | 'konbini' | 'bank' | 'postal' | 'cash'

/** Where money of a method lies: card and konbini money is at Stripe until it is paid out. */
export function moneyAccount(method: MoneyMethod): AccountRole {
  if (method === 'card' || method === 'konbini') return 'stripe_clearing'
  return method
}

/** How a charge and its payer stand: paid so far, and earned so far, each net of refunds. */
export type ChargeStanding = { allocatedYen: Yen; recognisedYen: Yen }

/**
 * What the two owe each other, one of them at a time: paid and not earned is an advance received (前受金), earned and not paid a
 * receivable (売掛金). Every fact about a charge moves it from one standing to another; the ledger holds this for each charge.
 */
export function claims({ allocatedYen, recognisedYen }: ChargeStanding): {
  advancesYen: Yen
  receivablesYen: Yen
} {
  return {
    advancesYen: Math.max(0, allocatedYen - recognisedYen),
    receivablesYen: Math.max(0, recognisedYen - allocatedYen),
  }
}

/**
 * Money came in. Debit where it lies; credit the receivable of what was posted on a bill, then advances received for the rest that a
 * charge takes, for nothing is earned by it yet; the payer's surplus (預り金) for what is too much, money not identified (仮受金) for
 * what nobody claims (DESIGN.md 5).
 */
export function paymentPostings(payment: {
  method: MoneyMethod
  allocateYen: Yen
  /** What the charge's payer owed for goods that had left the house. */
  receivablesYen?: Yen
  surplusYen: Yen
  unidentifiedYen: Yen
}): PostingDraft[] {
  const totalYen = payment.allocateYen + payment.surplusYen + payment.unidentifiedYen
  const owedYen = Math.min(payment.allocateYen, payment.receivablesYen ?? 0)
  return withoutZeros([
    { account: moneyAccount(payment.method), amountYen: totalYen },
    { account: 'receivables', amountYen: -owedYen },
    { account: 'advances', amountYen: owedYen - payment.allocateYen },
    { account: 'surplus', amountYen: -payment.surplusYen },
    { account: 'unidentified', amountYen: -payment.unidentifiedYen },
  ])
}

/** Where the income of a line goes, by its kind. */
const INCOME_ACCOUNTS = {
  edition: 'sales',
  shipping: 'shipping_income',
  consignment: 'sales',
  lecture: 'lecture_income',
} as const satisfies Record<string, AccountRole>

export type RecognisedLine = {
  kind: keyof typeof INCOME_ACCOUNTS
  titleId: string | null
  taxRate: number
  /** Income recognised on this line before, net of what refunds took back. */
  recognisedBeforeYen: Yen
  /** What this fact recognises (or, in a refund, takes back), with tax; never negative. */
  deltaYen: Yen
}

/**
 * Goods left the house, or a paid file was released: the advance becomes sales by title, shipping income and output tax. Tax is
 * taken from the running total of its rate over the whole order, so that however many shipments there are it ends at the sum
 * that the receipt states (rounded once per rate, PEERS.md 5.5). So pass every line of the order, with 0 for what stays.
 * Example: 1,100 yen of a book at 10 %: Dr advances 1,100; Cr sales 1,000; Cr output tax 100.
 */
export function recognitionPostings(
  lines: readonly RecognisedLine[],
  options: { fromAdvancesYen: Yen },
): PostingDraft[] {
  const totalYen = sumYen(lines.map((line) => line.deltaYen))
  const fromAdvancesYen = Math.min(options.fromAdvancesYen, totalYen)
  return withoutZeros([
    { account: 'advances', amountYen: fromAdvancesYen },
    { account: 'receivables', amountYen: totalYen - fromAdvancesYen },
    ...incomeByRate(lines, +1).map(({ line, netYen }) => ({
      account: INCOME_ACCOUNTS[line.kind],
      amountYen: -netYen,
      titleId: line.titleId,
      taxRate: line.taxRate,
    })),
    ...taxByRate(lines, +1).map(({ taxRate, taxYen }) => ({
      account: 'output_tax' as const,
      amountYen: -taxYen,
      taxRate,
    })),
  ])
}

export type BilledLine = {
  kind: 'lecture' | 'consignment'
  titleId: string | null
  taxRate: number
  /** With tax. */
  amountYen: Yen
}

/**
 * A bill for what was done already, a lecture held or copies that a consignee sold: all of it is owed and all of it is earned at once. Tax is
 * rounded once per rate over the bill, as the paper states it.
 * Example: a lecture of 33,000 yen at 10 %: Dr receivables 33,000; Cr lecture income 30,000; Cr output tax 3,000.
 */
export function billPostings(lines: readonly BilledLine[]): PostingDraft[] {
  const earned = lines.map(({ amountYen, ...line }) => ({
    ...line,
    recognisedBeforeYen: 0,
    deltaYen: amountYen,
  }))
  return recognitionPostings(earned, { fromAdvancesYen: 0 })
}

/**
 * Money went back: first the payer's surplus, then advances for what had not left the house, then sales returns and their tax
 * for what had. What goes back of a bill that is not paid in full leaves the rest owed. Stripe keeps its fee, so none is reversed.
 */
export function refundPostings(refund: {
  method: MoneyMethod
  surplusYen: Yen
  /** Money whose owner was not known (仮受金) goes back to where it came from. */
  unidentifiedYen?: Yen
  /** Taken off the charge. */
  allocatedYen: Yen
  /** How the charge stood before. */
  standing: ChargeStanding
  /** The part that takes recognised income back, by line. */
  returned: readonly RecognisedLine[]
}): PostingDraft[] {
  return withoutZeros([
    { account: 'surplus', amountYen: refund.surplusYen },
    { account: 'unidentified', amountYen: refund.unidentifiedYen ?? 0 },
    ...givenBack(refund),
    {
      account: moneyAccount(refund.method),
      amountYen: -(refund.surplusYen + (refund.unidentifiedYen ?? 0) + refund.allocatedYen),
    },
  ])
}

/**
 * Of a bill less is due: sales returns and their tax for what had left the house, against the receivable; where that was smaller, what
 * was paid becomes an advance for the rest of the order. Empty for goods that had not left: nothing of them was booked.
 * Example: 1,100 yen of a book at 10 %, posted and not paid: Dr sales returns 1,000; Dr output tax 100; Cr receivables 1,100.
 */
export function creditPostings(credit: {
  standing: ChargeStanding
  returned: readonly RecognisedLine[]
}): PostingDraft[] {
  return withoutZeros(givenBack({ ...credit, allocatedYen: 0 }))
}

/** What giving back changes between a charge and its payer, and takes back of income and tax. */
function givenBack(back: {
  allocatedYen: Yen
  standing: ChargeStanding
  returned: readonly RecognisedLine[]
}): PostingDraft[] {
  const returnedYen = sumYen(back.returned.map((line) => line.deltaYen))
  const before = claims(back.standing)
  const after = claims({
    allocatedYen: back.standing.allocatedYen - back.allocatedYen,
    recognisedYen: back.standing.recognisedYen - returnedYen,
  })
  return [
    { account: 'advances', amountYen: before.advancesYen - after.advancesYen },
    { account: 'receivables', amountYen: after.receivablesYen - before.receivablesYen },
    ...incomeByRate(back.returned, -1).map(({ line, netYen }) => ({
      account: 'sales_returns' as const,
      amountYen: netYen,
      titleId: line.titleId,
      taxRate: line.taxRate,
    })),
    ...taxByRate(back.returned, -1).map(({ taxRate, taxYen }) => ({
      account: 'output_tax' as const,
      amountYen: taxYen,
      taxRate,
    })),
  ]
}

/** Stripe's fee, booked when Stripe tells it: it leaves the clearing account. Negative when Stripe gives one back. */
export function feePostings(feeYen: Yen): PostingDraft[] {
  return withoutZeros([
    { account: 'payment_fees', amountYen: feeYen },
    { account: 'stripe_clearing', amountYen: -feeYen },
  ])
}

/** Stripe took disputed money out (positive) or put it back (negative), with its dispute fee. */
export function disputePostings(movement: { amountYen: Yen; feeYen: Yen }): PostingDraft[] {
  return withoutZeros([
    { account: 'disputed', amountYen: movement.amountYen },
    { account: 'payment_fees', amountYen: movement.feeYen },
    { account: 'stripe_clearing', amountYen: -(movement.amountYen + movement.feeYen) },
  ])
}

/** A dispute was lost: the money will not come back. */
export function disputeLostPostings(amountYen: Yen): PostingDraft[] {
  return withoutZeros([
    { account: 'dispute_losses', amountYen },
    { account: 'disputed', amountYen: -amountYen },
  ])
}

/**
 * A printer's bill: expensed when it is billed, its tax apart, and owed until it is paid (DESIGN.md 5). A credit of the printer is the same
 * with negative amounts; a later bill is a variance of its own day and restates nothing.
 */
export function printBillPostings(bill: { netYen: Yen; taxYen: Yen; titleId: string }): PostingDraft[] {
  return withoutZeros([
    { account: 'printing_costs', amountYen: bill.netYen, titleId: bill.titleId },
    { account: 'input_tax', amountYen: bill.taxYen },
    { account: 'payables', amountYen: -(bill.netYen + bill.taxYen) },
  ])
}

/**
 * Copies were lost, spoiled or not found: what they had cost is no longer the cost of copies for readers but a loss (棚卸減耗損). Negative when
 * copies are found again. Printing is expensed when billed, so the year's result stays as it is; only the reason is told.
 * Nothing for copies that cost nothing so far.
 */
export function stockLossPostings(lines: readonly { costYen: Yen; titleId: string }[]): PostingDraft[] {
  return withoutZeros(
    lines.flatMap(({ costYen, titleId }) => [
      { account: 'stock_losses' as const, amountYen: costYen, titleId },
      { account: 'printing_costs' as const, amountYen: -costYen, titleId },
    ]),
  )
}

/** A cash box holds more (positive) or less than it should: 現金過不足, until somebody finds out why. */
export function cashDifferencePostings(differenceYen: Yen): PostingDraft[] {
  return withoutZeros([
    { account: 'cash', amountYen: differenceYen },
    { account: 'cash_differences', amountYen: -differenceYen },
  ])
}

/** What was advanced for an order that ended becomes the payer's surplus: a liability changes its name, no money moves. */
export function advancesToSurplusPostings(amountYen: Yen): PostingDraft[] {
  return withoutZeros([
    { account: 'advances', amountYen },
    { account: 'surplus', amountYen: -amountYen },
  ])
}

/** The entry that undoes another. Entries are never changed. */
export function reversePostings(postings: readonly PostingDraft[]): PostingDraft[] {
  return postings.map((posting) => ({ ...posting, amountYen: -posting.amountYen }))
}

/** @throws RangeError when an entry does not sum to zero or holds a zero posting: such an entry is a bug, never a rounding. */
export function assertBalanced(postings: readonly PostingDraft[]): void {
  if (postings.length < 2) throw new RangeError('an entry has at least two postings')
  if (postings.some((posting) => posting.amountYen === 0 || !Number.isSafeInteger(posting.amountYen))) {
    throw new RangeError('a posting is a whole number of yen and not zero')
  }
  const sum = sumYen(postings.map((posting) => posting.amountYen))
  if (sum !== 0) throw new RangeError(`the entry is off by ${sum} yen`)
}

export type RecognisableLine = {
  amountYen: Yen
  recognisedYen: Yen
  refundedYen: Yen
  refundedRecognisedYen: Yen
}

/**
 * Income that posting more copies of a line recognises, with tax: floor(price x posted / copies) cumulatively, the rest with the
 * last copy; what was refunded before it left is never recognised.
 * Example: 1,000 yen for 3 copies posted one by one: 333, 333, 334.
 */
export function recogniseShipment(
  line: RecognisableLine,
  copies: { postedAfter: number; toPostInAll: number },
): Yen {
  const earnableYen = line.amountYen - (line.refundedYen - line.refundedRecognisedYen)
  const isLast = copies.postedAfter >= copies.toPostInAll
  const targetYen = isLast ? earnableYen : Math.floor((earnableYen * copies.postedAfter) / copies.toPostInAll)
  return Math.max(0, targetYen - line.recognisedYen)
}

/** Splits each rate's change of tax over its lines by largest remainder, and returns each line's part without tax. */
function incomeByRate(
  lines: readonly RecognisedLine[],
  sign: 1 | -1,
): { line: RecognisedLine; netYen: Yen }[] {
  return ratesOf(lines).flatMap((taxRate) => {
    const ofRate = lines.filter((line) => line.taxRate === taxRate)
    const taxParts = splitByWeight(
      taxDelta(ofRate, taxRate, sign),
      ofRate.map((line) => line.deltaYen),
    )
    return ofRate.map((line, index) => ({ line, netYen: line.deltaYen - (taxParts[index] ?? 0) }))
  })
}

/**
 * What each line earns by a fact (+1), or gives back (-1, a positive figure too), without tax, in the order of the lines: the same yen
 * that `recognitionPostings` and `refundPostings` book to its title.
 */
export function netOfLines(lines: readonly RecognisedLine[], sign: 1 | -1): Yen[] {
  const parts = incomeByRate(lines, sign)
  return lines.map((line) => parts.find((part) => part.line === line)?.netYen ?? 0)
}

function taxByRate(lines: readonly RecognisedLine[], sign: 1 | -1): { taxRate: number; taxYen: Yen }[] {
  return ratesOf(lines).map((taxRate) => ({
    taxRate,
    taxYen: taxDelta(
      lines.filter((line) => line.taxRate === taxRate),
      taxRate,
      sign,
    ),
  }))
}

function taxDelta(lines: readonly RecognisedLine[], taxRate: number, sign: 1 | -1): Yen {
  const beforeYen = sumYen(lines.map((line) => line.recognisedBeforeYen))
  const deltaYen = sumYen(lines.map((line) => line.deltaYen))
  return sign * (includedTax(beforeYen + sign * deltaYen, taxRate) - includedTax(beforeYen, taxRate))
}

function ratesOf(lines: readonly RecognisedLine[]): number[] {
  return [...new Set(lines.map((line) => line.taxRate))].sort((a, b) => b - a)
}

function withoutZeros(postings: PostingDraft[]): PostingDraft[] {
  return postings.filter((posting) => posting.amountYen !== 0)
}
