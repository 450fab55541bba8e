import { takeFromRuns } from '#app/domain/stock.ts'

// A stock-taking: what was counted against what the books said at that moment. Sales go on meanwhile, so the difference is kept, not the
// figure: it is booked onto whatever is on hand then.

export type CountReason = 'lost' | 'damaged' | 'found' | 'miscounted' | 'misposted' | 'other'
export type CountMovement = { printRunId: string; kind: 'lost' | 'damaged' | 'counted'; copies: number }

/** What a line says: how many more (or fewer) copies were on the shelf than in the books; 0 while nobody has counted. */
export function countDifference(line: { counted: number | null; expected: number | null }): number {
  return line.counted === null || line.expected === null ? 0 : line.counted - line.expected
}

/**
 * The movements of a difference: what is missing leaves the oldest runs first, as damaged or lost where that is the reason, else as counted;
 * what was found comes to the newest run, since the older ones went first.
 * Example: 5 missing of runs with 3 and 10: 3 of the first, 2 of the second.
 * @param runs delivered ones, first in first out
 * @throws RangeError when more is missing than is there, or copies were found of an edition that was never delivered
 */
export function countMovements(
  runs: readonly { printRunId: string; onHand: number }[],
  difference: number,
  reason: CountReason,
): CountMovement[] {
  if (difference === 0) return []
  if (difference > 0) {
    const newest = runs.at(-1)
    if (!newest) throw new RangeError('copies of an edition that was never delivered')
    return [{ printRunId: newest.printRunId, kind: 'counted', copies: difference }]
  }
  const kind = reason === 'lost' || reason === 'damaged' ? reason : 'counted'
  return takeFromRuns(runs, -difference).map((part) => ({
    printRunId: part.printRunId,
    kind,
    copies: -part.copies,
  }))
}
