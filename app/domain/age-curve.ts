// How far the sales of an issue have come by its age: what is sold of it in its first month tells little, unless one knows how earlier ones went on.

/** Sales are looked at over a year, the month of delivery being the first: what sells later is served from what is left, or not at all. */
export const HORIZON_MONTHS = 12

/** An issue that has reached a smaller share of its sales is not projected: its few copies would be multiplied by more than ten. */
export const LEAST_SHARE = 0.1

export type AgePoint = {
  /** 1 is the month of delivery. */
  month: number
  /** Of what is sold by the horizon, between 0 and 1. */
  share: number
  /** So many earlier issues tell how this month leads to the next; with none the step is assumed. */
  seenOn: number
}

/**
 * The share of its sales that an issue reaches by the end of each month, from what earlier ones had sold by then. Going back from the horizon,
 * where the share is 1, each month has the share of the next one times (sold by this month / sold by the next), over all issues that were seen
 * in both (chain ladder): young issues tell of their first months, old ones of all. Steps that nobody was seen taking are assumed, half of the
 * sales falling in any three months.
 * @param sold for each issue the copies sold by the end of each month, as far as it was seen
 */
export function ageCurve(sold: readonly (readonly number[])[], horizon: number = HORIZON_MONTHS): AgePoint[] {
  const points: AgePoint[] = [
    { month: horizon, share: 1, seenOn: sold.filter((of) => of.length >= horizon).length },
  ]
  for (let month = horizon - 1; month >= 1; month -= 1) {
    const seen = sold.filter((of) => of.length > month)
    const now = sum(seen.map((of) => of[month - 1] ?? 0))
    const next = sum(seen.map((of) => of[month] ?? 0))
    const isTold = next > 0
    const step = isTold ? Math.min(1, Math.max(0, now / next)) : assumed(month) / assumed(month + 1)
    const later = points[0]?.share ?? 1
    points.unshift({ month, share: later * step, seenOn: isTold ? seen.length : 0 })
  }
  return points
}

/**
 * What an issue will have sold by the horizon, in whole copies: what it has sold over the share it has reached. Null when that is too small
 * to tell, or nothing was seen yet.
 */
export function projectSales(sold: readonly number[], curve: readonly AgePoint[]): number | null {
  const share = sold.length === 0 ? 0 : (curve[sold.length - 1]?.share ?? 1)
  return share < LEAST_SHARE ? null : Math.round(Math.max(0, sold.at(-1) ?? 0) / share)
}

function assumed(month: number): number {
  return 1 - 2 ** (-month / 3)
}

function sum(figures: readonly number[]): number {
  return figures.reduce((total, figure) => total + figure, 0)
}
