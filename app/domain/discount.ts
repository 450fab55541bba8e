import { assertYen, splitByWeight, sumYen, type Yen } from '#app/domain/money.ts'

/** A line with what was taken off it and what is paid for it, both frozen when the order is placed. */
export type DiscountedLine<Line> = Line & { discountYen: Yen; paidYen: Yen }

/**
 * Spreads a discount over lines in proportion to their amounts by largest remainder: the discounts add up to the whole, no line goes below
 * zero, and since every line keeps its tax rate the blocks of a document add up to what is paid (EC-CUBE#6335 in PEERS.md 4).
 * Throws a RangeError if the discount is negative or exceeds the lines, or a line is negative.
 * Example: 92 yen off 7,398 (8 %) and 1,595 (10 %) leaves 7,322 and 1,579, in all 8,901.
 */
export function spreadDiscount<Line extends { amountYen: Yen }>(
  lines: readonly Line[],
  discountYen: Yen,
): DiscountedLine<Line>[] {
  assertYen(discountYen)
  const amounts = lines.map((line) => line.amountYen)
  if (discountYen < 0 || discountYen > sumYen(amounts)) {
    throw new RangeError(`a discount of ${discountYen} yen does not fit lines of ${sumYen(amounts)} yen`)
  }
  const discounts = splitByWeight(discountYen, amounts)
  return lines.map((line, index) => {
    const ofLine = discounts[index] ?? 0
    return { ...line, discountYen: ofLine, paidYen: line.amountYen - ofLine }
  })
}

/**
 * Spreads the price of a set over its members in proportion to what they cost alone, by largest remainder: the parts add up to the
 * price. They are frozen when the order is placed. Throws a RangeError on a negative price and on a set without members.
 * Example: a set of three at 2,000 yen whose members cost 1,000, 1,000 and 500 alone: 800, 800 and 400.
 */
export function spreadSetPrice(memberPricesYen: readonly Yen[], setPriceYen: Yen): Yen[] {
  assertYen(setPriceYen)
  if (setPriceYen < 0) throw new RangeError(`not a price: ${setPriceYen}`)
  if (memberPricesYen.length === 0) throw new RangeError('a set without members')
  return splitByWeight(setPriceYen, memberPricesYen)
}

/**
 * What is given back for copies of a line: their part of what was paid for it, counted up so that all copies together, in whatever steps,
 * bring back exactly that. Other lines play no part: a discount is never spread anew (vendure#4811 in PEERS.md 4).
 * Throws a RangeError if more copies come back than were paid for.
 * Example: 3 copies paid with 1,000 yen bring back 333, 333 and 334.
 */
export function refundForCopies(
  line: { paidYen: Yen; copies: number },
  { returnedBefore, returning }: { returnedBefore: number; returning: number },
): Yen {
  assertYen(line.paidYen)
  for (const copies of [line.copies, returnedBefore, returning]) {
    if (!Number.isSafeInteger(copies) || copies < 0) throw new RangeError(`not a number of copies: ${copies}`)
  }
  const returned = returnedBefore + returning
  if (returned > line.copies) throw new RangeError(`${returned} copies back of ${line.copies}`)
  if (line.copies === 0) return 0
  return partFor(line, returned) - partFor(line, returnedBefore)
}

function partFor(line: { paidYen: Yen; copies: number }, copies: number): Yen {
  return Number((BigInt(line.paidYen) * BigInt(copies)) / BigInt(line.copies))
}
