import { splitByWeight, sumYen, type Yen } from '#app/domain/money.ts'

// Copies that others sell for us: what is still out, what a settlement asks, and what a stall's cash box should hold.

/** Days that a consignee may be given to pay a settlement, and those it is given unless somebody says otherwise. */
export const DAYS_TO_PAY = { least: 0, most: 180, preset: 30 } as const

export type ConsignedLine = { sent: number; sold: number; returned: number; lost: number }
export type SettledCopies = { sold: number; returned: number; lost: number }

/** Copies of a line that are still with the consignee. */
export function stillOut(line: ConsignedLine): number {
  return line.sent - line.sold - line.returned - line.lost
}

/** Whether a report fits: whole copies, and no more in all than are still out. */
export function fitsLine(line: ConsignedLine, settled: SettledCopies): boolean {
  const figures = [settled.sold, settled.returned, settled.lost]
  return (
    figures.every((copies) => Number.isInteger(copies) && copies >= 0) &&
    figures.reduce((sum, copies) => sum + copies, 0) <= stillOut(line)
  )
}

/**
 * What is asked for sold copies: their price less what the consignee keeps of it. Its share is rounded down once for the whole settlement and
 * spread over the lines by largest remainder, so that the lines are the sum (a bill that is off by a yen is asked about).
 * Example: 3 copies of 525 yen at 30 %: 1,575, of which it keeps 472; 1,103 are asked.
 */
export function settlementMoney(
  lines: readonly { unitYen: Yen; sold: number }[],
  commissionPercent: number,
): { grossYen: Yen; commissionYen: Yen; lines: { grossYen: Yen; amountYen: Yen }[] } {
  const gross = lines.map(({ unitYen, sold }) => unitYen * sold)
  const grossYen = sumYen(gross)
  const commissionYen = Math.floor((grossYen * commissionPercent) / 100)
  const kept = grossYen === 0 ? gross.map(() => 0) : splitByWeight(commissionYen, gross)
  return {
    grossYen,
    commissionYen,
    lines: gross.map((yen, index) => ({ grossYen: yen, amountYen: yen - (kept[index] ?? 0) })),
  }
}

type Outcome = 'sold' | 'lost' | 'returned'

/**
 * From which runs copies of a line that are out were sold, lost, or come back: what was sent first was sold first, so the newest come back.
 * @param out per run what is still out of it, in the order it was sent
 * @throws RangeError when fewer are out
 */
export function settleRuns(
  out: readonly { printRunId: string; copies: number }[],
  settled: SettledCopies,
): { printRunId: string; kind: Outcome; copies: number }[] {
  const queue = out.flatMap(({ printRunId, copies }) => Array.from({ length: copies }, () => printRunId))
  const wanted = settled.sold + settled.lost + settled.returned
  if (wanted > queue.length) throw new RangeError(`${wanted} of ${queue.length} consigned copies`)
  const parts = new Map<string, { printRunId: string; kind: Outcome; copies: number }>()
  const take = (kind: Outcome, taken: readonly string[]): void => {
    for (const printRunId of taken) {
      const key = `${kind} ${printRunId}`
      const part = parts.get(key) ?? { printRunId, kind, copies: 0 }
      part.copies += 1
      parts.set(key, part)
    }
  }
  take('sold', queue.slice(0, settled.sold))
  take('lost', queue.slice(settled.sold, settled.sold + settled.lost))
  take('returned', settled.returned === 0 ? [] : queue.slice(-settled.returned))
  return [...parts.values()]
}
