import { ageCurve, HORIZON_MONTHS, projectSales, type AgePoint } from '#app/domain/age-curve.ts'
import type { TokyoDay } from '#app/domain/day.ts'
import type { Yen } from '#app/domain/money.ts'
import { normalQuantile } from '#app/domain/normal-quantile.ts'

// How many copies to print next (the newsvendor): what is owed and given away is certain, single sales are not. One copy too many costs its
// printing, one too few the sale. So many are printed that the last one is as likely sold as its cost is worth the risk. Every step is
// kept as data: nobody needs to believe a figure that came out of a box.

/** An earlier issue or run as it was seen. */
export type Comparable = {
  label: string
  deliveredOn: TokyoDay
  /** Copies sold singly by the end of each full month, the month of delivery being the first; until it was sold out, if it was. */
  soldByMonth: readonly number[]
  /** Nobody could buy any more: what it would have sold is more than what it did. */
  isSoldOut: boolean
}

export type ProposalInputs = {
  /** To members and subscribers. */
  owed: number
  complimentary: number
  /** Of a hundred printed, so many cannot be used; tenths count. */
  spoilagePercent: number
  /** What one copy too many costs, and one too few. */
  overageYen: Yen
  underageYen: Yen
  comparables: readonly Comparable[]
}

export type ProjectedComparable = {
  label: string
  deliveredOn: TokyoDay
  months: number
  sold: number
  isSoldOut: boolean
  /** Of its sales by the horizon; null before its first full month. */
  share: number | null
  /** Null when it is too young to tell. */
  projected: number | null
}

/** How the figure of single sales was found: not at all, by a normal distribution, or among what earlier ones sold. */
export type QuantileMethod = 'none' | 'normal' | 'empirical'

export type Arithmetic = {
  horizonMonths: number
  curve: AgePoint[]
  comparables: ProjectedComparable[]
  /** How many of them could be projected. */
  used: number
  /** Of the projected sales. */
  mean: number
  /** Their standard deviation; of few comparables, the one that is assumed for the next. */
  spread: number
  /** Too few / (too few + too many), as it came out and as it was used. */
  ratio: number
  level: number
  method: QuantileMethod
  /** Standard deviations from the mean (normal), or the place in the sorted row (empirical). */
  position: number | null
  single: { low: number; proposed: number; high: number }
  /** Owed, given and sold. */
  needed: number
  /** Printed on top because some cannot be used. */
  spoilage: number
}

export type Proposal = { low: number; proposed: number; high: number; arithmetic: Arithmetic }

/** From so many comparables on they speak for themselves; of fewer none may be a good or a bad year. */
export const ENOUGH_COMPARABLES = 5
/** The range leaves one chance in ten on either side. */
export const RANGE = { low: 0.1, high: 0.9 } as const
/** Nobody is surer than that, even when one of the costs is zero. */
const SUREST = 0.99
/** What is assumed of few comparables: sales of the next one stray by half of the mean, which weighs as much as two that were seen. */
const ASSUMED_SPREAD = 0.5
const ASSUMED_WEIGHT = 2

/**
 * Proposes a print run: owed + complimentary + the quantile of single sales at the critical ratio, divided by the share that can be used. The
 * range is the same with the quantiles of 10 and 90 percent: in eight of ten cases what is needed lies in it.
 * Example: 492 owed, 53 given, nothing compared, 2 % spoiled: 545 are needed, 557 printed.
 */
export function proposePrintRun(inputs: ProposalInputs): Proposal {
  const curve = ageCurve(inputs.comparables.map(({ soldByMonth }) => soldByMonth))
  const comparables = inputs.comparables.map((one) => projected(one, curve))
  const sales = comparables.flatMap((one) => one.projected ?? []).sort((a, b) => a - b)
  const ratio = criticalRatio(inputs)
  const level = Math.min(SUREST, Math.max(1 - SUREST, ratio))
  const demand = demandOf(sales)
  const at = demand.at(level)
  const copies = { low: demand.at(RANGE.low).copies, proposed: at.copies, high: demand.at(RANGE.high).copies }
  const single = {
    low: Math.min(copies.low, copies.proposed),
    proposed: copies.proposed,
    high: Math.max(copies.high, copies.proposed),
  }
  const certain = inputs.owed + inputs.complimentary
  const print = (sold: number): number => withSpoilage(certain + sold, inputs.spoilagePercent)
  const needed = certain + single.proposed
  const proposed = print(single.proposed)
  const arithmetic: Arithmetic = {
    horizonMonths: HORIZON_MONTHS,
    curve,
    comparables,
    used: sales.length,
    mean: demand.mean,
    spread: demand.spread,
    ratio,
    level,
    method: demand.method,
    position: at.position,
    single,
    needed,
    spoilage: proposed - needed,
  }
  return { low: print(single.low), proposed, high: print(single.high), arithmetic }
}

/** Too few / (too few + too many); a half when neither costs anything. */
export function criticalRatio({
  overageYen,
  underageYen,
}: Pick<ProposalInputs, 'overageYen' | 'underageYen'>): number {
  const both = overageYen + underageYen
  return both === 0 ? 0.5 : underageYen / both
}

/**
 * How many to print so that enough of them can be used, rounded up. Example: 98 at 2 % are 100.
 * @param percent below 100; tenths of it count
 */
export function withSpoilage(copies: number, percent: number): number {
  const usable = 1000 - Math.round(percent * 10)
  if (usable <= 0 || usable > 1000) throw new RangeError(`not a share that is spoiled: ${percent} %`)
  return Math.ceil((copies * 1000) / usable)
}

function projected(one: Comparable, curve: readonly AgePoint[]): ProjectedComparable {
  const { label, deliveredOn, soldByMonth, isSoldOut } = one
  const months = soldByMonth.length
  return {
    label,
    deliveredOn,
    months,
    sold: soldByMonth.at(-1) ?? 0,
    isSoldOut,
    share: months === 0 ? null : (curve[months - 1]?.share ?? 1),
    projected: projectSales(soldByMonth, curve),
  }
}

type Demand = {
  method: QuantileMethod
  mean: number
  spread: number
  at: (level: number) => { copies: number; position: number | null }
}

/** @param sales projected, in ascending order */
function demandOf(sales: readonly number[]): Demand {
  const count = sales.length
  if (count === 0) return { method: 'none', mean: 0, spread: 0, at: () => ({ copies: 0, position: null }) }
  const mean = sales.reduce((sum, one) => sum + one, 0) / count
  const squares = sales.reduce((sum, one) => sum + (one - mean) ** 2, 0)
  if (count >= ENOUGH_COMPARABLES) {
    return {
      method: 'empirical',
      mean,
      spread: Math.sqrt(squares / (count - 1)),
      at: (level) => amongSorted(sales, level),
    }
  }
  const spread = spreadOfFew(count, mean, squares)
  const at = (level: number) => {
    const position = normalQuantile(level)
    return { copies: wholeCopies(Math.max(0, mean + position * spread)), position }
  }
  return { method: 'normal', mean, spread, at }
}

/**
 * The place in the sorted row is level x (n + 1), since the next one falls below the k-th of n with a chance of k / (n + 1); between two places
 * the figure lies between theirs, and outside the row nothing is known but its ends.
 */
function amongSorted(sales: readonly number[], level: number): { copies: number; position: number } {
  const position = Math.min(sales.length, Math.max(1, level * (sales.length + 1)))
  const below = Math.floor(position)
  const [low = 0, high = low] = [sales[below - 1], sales[below]]
  return { copies: wholeCopies(low + (high - low) * (position - below)), position }
}

/** Never below what chance alone does: readers who come one by one stray by the root of their number (Poisson). */
function spreadOfFew(count: number, mean: number, squares: number): number {
  const assumedSquares = ASSUMED_WEIGHT * (ASSUMED_SPREAD * mean) ** 2
  const variance = (squares + assumedSquares) / (count - 1 + ASSUMED_WEIGHT)
  return Math.sqrt(Math.max(variance * (1 + 1 / count), mean, 1))
}

/** Up, but not because of the last digit of a fraction. */
function wholeCopies(figure: number): number {
  return Math.ceil(figure - 1e-9)
}
