/** An amount in whole yen, signed. Yen have no smaller unit: 500 yen is 500 here, in the database and at Stripe. */
export type Yen = number

/** Says whether a value is an amount of whole yen. Example: 500 and -500 are, 22.5, '500' and NaN are not. */
export function isYen(amount: unknown): amount is Yen {
  return Number.isSafeInteger(amount)
}

/** Throws a RangeError unless the value is an amount of whole yen. Example: 15 % of 150 yen, 22.5, throws (Open Collective in PEERS.md 4). */
export function assertYen(amount: unknown): asserts amount is Yen {
  if (!isYen(amount)) throw new RangeError(`not an amount in whole yen: ${String(amount)}`)
}

/** Adds up amounts in yen; nothing adds up to 0. Throws a RangeError on a fraction. Example: 500 + 1,200 = 1,700. */
export function sumYen(amounts: readonly Yen[]): Yen {
  let sum = 0
  for (const amount of amounts) {
    assertYen(amount)
    sum += amount
  }
  assertYen(sum)
  return sum
}

/**
 * Splits an amount in proportion to weights by largest remainder, so that the parts add up to it exactly; of equal remainders
 * the first in the list gets the yen. Every part is the exact proportion rounded down or up, so no part exceeds its weight when the
 * amount does not exceed the sum of weights. A weight of 0 gets 0; if all are 0 they count as equal. A negative amount
 * is the mirror image of the positive one.
 * Throws a RangeError on a fraction, on a negative weight, and when there is no weight at all but an amount to split.
 * Example: 100 over weights 1, 1, 1 is 34, 33, 33.
 */
export function splitByWeight(totalYen: Yen, weights: readonly number[]): Yen[] {
  assertYen(totalYen)
  for (const weight of weights) {
    if (!Number.isSafeInteger(weight) || weight < 0) throw new RangeError(`not a weight: ${weight}`)
  }
  if (weights.length === 0) {
    if (totalYen !== 0) throw new RangeError(`nothing to split ${totalYen} yen over`)
    return []
  }
  if (totalYen < 0) return splitByWeight(-totalYen, weights).map((part) => (part === 0 ? 0 : -part))

  const areAllZero = weights.every((weight) => weight === 0)
  const shares = weights.map((weight) => (areAllZero ? 1n : BigInt(weight)))
  const sum = shares.reduce((total, share) => total + share, 0n)
  // BigInt: an amount times a weight may exceed what a number holds exactly.
  const products = shares.map((share) => BigInt(totalYen) * share)
  const parts = products.map((product) => Number(product / sum))
  const left = totalYen - parts.reduce((total, part) => total + part, 0)
  const byRemainder = products
    .map((product, index) => ({ index, remainder: product % sum }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1))
  for (const { index } of byRemainder.slice(0, left)) parts[index] = (parts[index] ?? 0) + 1
  return parts
}
