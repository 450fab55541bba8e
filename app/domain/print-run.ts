import { splitByWeight, type Yen } from '#app/domain/money.ts'

// A print run from plan to the last copy: what may be delivered, what is still to come, and what its copies cost (DESIGN.md 3 and 5).

export type PrintRunState = 'planned' | 'ordered' | 'delivered' | 'cancelled'

/** Copies that a printer still owes of a run: none of one that is delivered, cancelled, or came in without an order. */
export function copiesToCome(run: {
  state: PrintRunState
  copiesOrdered: number | null
  copies: number
  overs: number
}): number {
  if (run.copiesOrdered === null || run.state === 'delivered' || run.state === 'cancelled') return 0
  return Math.max(0, run.copiesOrdered - (run.copies - run.overs))
}

export type DeliveryProblem =
  | { reason: 'no-copies' }
  /** More good copies than were declared as overs. */
  | { reason: 'overs-above-copies' }
  /** Beyond the order: so many good copies are over it that were not declared. */
  | { reason: 'beyond-order'; undeclared: number }

/**
 * What is wrong with a delivery, if anything. Good copies beyond the order are taken only when they are declared as overs; spoils
 * never come into stock and count for nothing. Example: of an order of 900, 600 came; 320 more are 20 beyond: overs must be 20.
 */
export function deliveryProblem(
  run: { copiesOrdered: number | null; copies: number; overs: number },
  delivery: { copies: number; overs: number; spoils: number },
): DeliveryProblem | null {
  if (delivery.copies + delivery.spoils === 0) return { reason: 'no-copies' }
  if (delivery.overs > delivery.copies) return { reason: 'overs-above-copies' }
  if (run.copiesOrdered === null) return null
  const within = run.copies - run.overs + delivery.copies - delivery.overs
  return within > run.copiesOrdered
    ? { reason: 'beyond-order', undeclared: within - run.copiesOrdered }
    : null
}

/**
 * What copies of a run cost that leave it, without tax: cumulatively floor(total x gone / printed), so that the last copy takes the rest
 * and no yen is counted twice (DESIGN.md 5). Negative when copies come back. Zero for a run that nothing was billed for.
 * Example: 1,000 yen for 3 copies, one by one: 333, 333, 334.
 * @param run.gone how many had left before, whatever for
 * @throws RangeError when more copies leave than the run has, or more come back than had left
 */
export function costOfCopies(
  run: { costYen: Yen | null; printed: number; gone: number },
  copies: number,
): Yen {
  const after = run.gone + copies
  if (after < 0 || after > run.printed) {
    throw new RangeError(`${copies} copies of a run of ${run.printed} of which ${run.gone} are gone`)
  }
  if (run.costYen === null || run.printed === 0) return 0
  return costUpTo(run.costYen, after, run.printed) - costUpTo(run.costYen, run.gone, run.printed)
}

/**
 * What copies had cost that a run loses (or finds, negative). Copies beyond those printed, which only a count can find, cost nothing.
 * @param run.left copies that are still ours: on hand or consigned
 */
export function costOfLoss(run: { costYen: Yen | null; printed: number; left: number }, copies: number): Yen {
  const within = (gone: number): number => Math.min(run.printed, Math.max(0, gone))
  const gone = within(run.printed - run.left)
  return costOfCopies({ ...run, gone }, within(run.printed - run.left + copies) - gone)
}

/** floor(total x copies / printed) without losing digits: a run may cost millions and have millions of copies. */
function costUpTo(totalYen: Yen, copies: number, printed: number): Yen {
  return Number((BigInt(totalYen) * BigInt(copies)) / BigInt(printed))
}

/**
 * How many copies may be ordered before the next run is there, once something has changed about the runs: never more than are to come,
 * never fewer than are ordered already, for those are promised.
 */
export function preorderLimitWithin(
  limit: number,
  { toCome, preordered }: { toCome: number; preordered: number },
): number {
  return Math.max(preordered, Math.min(limit, toCome))
}

/**
 * Spreads what a line earned, without tax, over the runs that its copies were of (largest remainder): runs that give no copies get nothing.
 * The amount may be negative, for a refund.
 */
export function revenueByRun(
  parts: readonly { printRunId: string; copies: number }[],
  netYen: Yen,
): { printRunId: string; amountYen: Yen }[] {
  if (parts.length === 0) return []
  const shares = splitByWeight(
    netYen,
    parts.map((part) => part.copies),
  )
  return parts
    .map((part, index) => ({ printRunId: part.printRunId, amountYen: shares[index] ?? 0 }))
    .filter((part) => part.amountYen !== 0)
}
