import { tokyoDay, type TokyoDay } from '#app/domain/day.ts'
import { assertYen, sumYen, type Yen } from '#app/domain/money.ts'

/** The standard rate of Japanese consumption tax, national and local together, from its day on (Consumption Tax Act and its changes). */
export const TAX_RATES: readonly { from: TokyoDay; ratePercent: number }[] = [
  { from: tokyoDay('1989-04-01'), ratePercent: 3 },
  { from: tokyoDay('1997-04-01'), ratePercent: 5 },
  { from: tokyoDay('2014-04-01'), ratePercent: 8 },
  { from: tokyoDay('2019-10-01'), ratePercent: 10 },
]

/** An amount with tax and its rate in percent; negative for what is taken off or given back. Rate 0 is for what is not taxed. */
export type TaxedLine = { amountYen: Yen; taxRate: number }

/** What a document says of one rate: `grossYen` = `netYen` + `taxYen`. */
export type TaxBlock = { taxRate: number; grossYen: Yen; netYen: Yen; taxYen: Yen }

/**
 * The standard rate in percent on a day; 0 before there was the tax. The reduced rate is for food and newspapers, neither of which we sell.
 * Example: 8 on 2019-09-30, 10 on 2019-10-01.
 */
export function taxRateOn(day: TokyoDay): number {
  return TAX_RATES.findLast(({ from }) => from <= day)?.ratePercent ?? 0
}

/**
 * The tax in an amount that includes it, its fraction of a yen dropped; for a negative amount the mirror image, so that
 * a credit note takes back what its bill charged. Throws a RangeError on a fraction of a yen or of a percent.
 * The law leaves the direction of rounding open (article 70-10 of the order for the Consumption Tax Act). Example: 1,000 yen at 10 % hold 90 yen.
 */
export function includedTax(grossYen: Yen, ratePercent: number): Yen {
  assertYen(grossYen)
  const product = taxProduct(grossYen, ratePercent)
  const size = Math.abs(product)
  const divisor = 100 + ratePercent
  const tax = (size - (size % divisor)) / divisor
  return product < 0 && tax > 0 ? -tax : tax
}

/**
 * The tax of one document: rounded once per rate, never per line (article 70-10 of the order for the Consumption Tax Act; PEERS.md 5.5), the highest
 * rate first. The blocks' `grossYen` add up to the lines. Screen, mail, PDF and CSV all take it from here (EC-CUBE#6091 in PEERS.md 4).
 * Example: 116 and 118 yen at 10 % hold 21 yen, though line by line, rounded half up, it would be 11 + 11 = 22.
 */
export function taxBlocks(lines: readonly TaxedLine[]): TaxBlock[] {
  const rates = [...new Set(lines.map((line) => line.taxRate))].sort((a, b) => b - a)
  return rates.map((taxRate) => {
    const grossYen = sumYen(lines.filter((line) => line.taxRate === taxRate).map((line) => line.amountYen))
    const taxYen = includedTax(grossYen, taxRate)
    return { taxRate, grossYen, netYen: grossYen - taxYen, taxYen }
  })
}

/**
 * Each line's part of the tax, in the order of the lines: its exact tax rounded down or up by largest remainder, so that the parts
 * of a rate add up to its block of `taxBlocks`. For books and exports; a document states the blocks only.
 * Example: 116 and 118 yen at 10 % hold 10.55 and 10.73 yen: of the block's 21 they get 10 and 11.
 */
export function taxSharesByLine(lines: readonly TaxedLine[]): Yen[] {
  const shares = lines.map(() => 0)
  for (const block of taxBlocks(lines)) {
    const divisor = 100 + block.taxRate
    const parts = lines.flatMap((line, index) => {
      if (line.taxRate !== block.taxRate) return []
      const product = taxProduct(line.amountYen, line.taxRate)
      const remainder = ((product % divisor) + divisor) % divisor
      return [{ index, remainder, floorYen: (product - remainder) / divisor }]
    })
    const left = block.taxYen - sumYen(parts.map((part) => part.floorYen))
    const byRemainder = [...parts].sort((a, b) => b.remainder - a.remainder || a.index - b.index)
    for (const part of parts) shares[part.index] = part.floorYen
    for (const part of byRemainder.slice(0, left)) shares[part.index] = part.floorYen + 1
  }
  return shares
}

function taxProduct(grossYen: Yen, ratePercent: number): number {
  if (!Number.isInteger(ratePercent) || ratePercent < 0)
    throw new RangeError(`not a tax rate: ${ratePercent}`)
  const product = grossYen * ratePercent
  assertYen(product)
  return product
}
