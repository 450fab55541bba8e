import type { Yen } from '#app/domain/money.ts'

// What a print run's figures say: how far it is sold, how long it lasts, and when it has paid for itself.

export type RunFigures = {
  printed: number
  sold: number
  postedToMembers: number
  complimentary: number
  onHand: number
  /** Net of tax and of refunds. */
  revenueYen: Yen
  /** Without tax; null while nothing was billed. */
  costYen: Yen | null
}

/** (sold + posted) / printed, between 0 and 1; 0 for a run of nothing (DESIGN.md 3). */
export function sellThrough(run: Pick<RunFigures, 'printed' | 'sold' | 'postedToMembers'>): number {
  return run.printed === 0 ? 0 : (run.sold + run.postedToMembers) / run.printed
}

/** Of the copies that went to readers, the share that somebody paid for; null before any has. */
export function paidShare(
  run: Pick<RunFigures, 'sold' | 'postedToMembers' | 'complimentary'>,
): number | null {
  const paid = run.sold + run.postedToMembers
  const reached = paid + run.complimentary
  return reached <= 0 ? null : paid / reached
}

/** Months that make the recent rate. Shorter ones jump with every order of a bookshop, longer ones forget that demand fades. */
export const RATE_MONTHS = 6

/**
 * Copies sold singly in a month, lately: those of the last six months, over the months that the run has been there if it is younger.
 * @param soldLately net of returns; a negative figure counts as nothing
 * @param monthsThere full or begun months since the first delivery
 */
export function monthlyRate(soldLately: number, monthsThere: number): number {
  return Math.max(0, soldLately) / Math.max(1, Math.min(RATE_MONTHS, monthsThere))
}

/** For how many months the copies on hand last at a rate; null when none is sold. */
export function monthsOfCover(onHand: number, rate: number): number | null {
  return rate > 0 ? onHand / rate : null
}

/** What a run has brought beyond its cost so far; null while that is not known. */
export function margin(run: Pick<RunFigures, 'revenueYen' | 'costYen'>): Yen | null {
  return run.costYen === null ? null : run.revenueYen - run.costYen
}

/**
 * How many more copies must be sold singly until the run has paid its cost, at what its copies have earned on average so far, or at the
 * price of today without tax when none has earned yet. Null when the cost or a price is not known, 0 when it has.
 * Example: cost 90,000, revenue 50,000 by 110 copies (454.5 each): 88 more.
 */
export function copiesToBreakEven(
  run: Pick<RunFigures, 'sold' | 'revenueYen' | 'costYen'>,
  netPriceYen: Yen | null,
): number | null {
  if (run.costYen === null) return null
  const missing = run.costYen - run.revenueYen
  if (missing <= 0) return 0
  const each = run.sold > 0 && run.revenueYen > 0 ? run.revenueYen / run.sold : netPriceYen
  return each === null || each <= 0 ? null : Math.ceil(missing / each)
}
