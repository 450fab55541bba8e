/** What an edition's stock level says, in copies. `held` are promised to open and paid orders; a hold outlives the payment. */
export type StockLevel = { onHand: number; held: number; preordered: number; preorderLimit: number }

export type EditionState = 'forthcoming' | 'on_sale' | 'out_of_print' | 'withdrawn'

/** Copies that a new order may hold. Never negative, though a loss can leave more held than on hand. */
export function availableCopies(level: Pick<StockLevel, 'onHand' | 'held'>): number {
  return Math.max(0, level.onHand - level.held)
}

/** Copies that may still be ordered before the next run comes in. */
export function preorderRoom(level: Pick<StockLevel, 'preordered' | 'preorderLimit'>): number {
  return Math.max(0, level.preorderLimit - level.preordered)
}

export type Claim =
  | { ok: true; hold: number; preorder: number }
  | { ok: false; reason: 'not-for-sale' | 'sold-out'; left: number }

/**
 * How an order for so many copies would be served: all from stock, or all as a pre-order, never half and half, so that one
 * line has one promise. A forthcoming edition takes pre-orders only; one on sale takes them when its stock does not reach.
 * Example: 3 copies with 5 on hand and 3 held, pre-order limit 10 of which 0 taken: a pre-order of 3.
 */
export function claimCopies(level: StockLevel, state: EditionState, copies: number): Claim {
  if (state === 'withdrawn' || state === 'out_of_print') {
    // The last copies of a book out of print are still sold; a withdrawn one never is.
    const left = state === 'withdrawn' ? 0 : availableCopies(level)
    if (left >= copies) return { ok: true, hold: copies, preorder: 0 }
    return { ok: false, reason: left > 0 ? 'sold-out' : 'not-for-sale', left }
  }
  const inStock = state === 'forthcoming' ? 0 : availableCopies(level)
  if (inStock >= copies) return { ok: true, hold: copies, preorder: 0 }
  const room = preorderRoom(level)
  if (room >= copies) return { ok: true, hold: 0, preorder: copies }
  return { ok: false, reason: 'sold-out', left: Math.max(inStock, room) }
}

export type WaitingLine = { orderLineId: string; preordered: number; paidAt: Date | null; placedAt: Date }

/**
 * Which pre-orders a delivery turns into holds: oldest payment first, unpaid ones after all paid ones by the time they were
 * placed (DESIGN.md 3). A line may be served in part when the run ends in the middle of it.
 * Example: 5 free copies, lines of 3 (paid Monday), 3 (paid Sunday): the Sunday line gets 3, the Monday line 2.
 */
export function convertPreorders(
  freeCopies: number,
  waiting: readonly WaitingLine[],
): { orderLineId: string; copies: number }[] {
  const conversions: { orderLineId: string; copies: number }[] = []
  let left = freeCopies
  for (const line of inTurn(waiting)) {
    const copies = Math.min(left, line.preordered)
    if (copies <= 0) continue
    conversions.push({ orderLineId: line.orderLineId, copies })
    left -= copies
  }
  return conversions
}

/**
 * From which print runs so many copies leave: first in, first out (DESIGN.md 3).
 * @param runs in the order they came in, with what is left of each
 * @throws RangeError when the runs hold fewer copies than asked for
 */
export function takeFromRuns(
  runs: readonly { printRunId: string; onHand: number }[],
  copies: number,
): { printRunId: string; copies: number }[] {
  const parts: { printRunId: string; copies: number }[] = []
  let left = copies
  for (const run of runs) {
    const taken = Math.min(left, run.onHand)
    if (taken <= 0) continue
    parts.push({ printRunId: run.printRunId, copies: taken })
    left -= taken
  }
  if (left > 0) throw new RangeError(`${left} of ${copies} copies are in no print run`)
  return parts
}

export type HeldLine = {
  orderId: string
  orderLineId: string
  held: number
  paidAt: Date | null
  placedAt: Date
}

/**
 * Which orders' copies are missing when fewer are on hand than are held: who paid first is served first, unpaid orders last, so the
 * newest go short (DESIGN.md 3). Example: 3 on hand; 2 held by an order paid on Monday, 2 by one paid on Tuesday: Tuesday's lacks 1.
 */
export function shortHolds(
  onHand: number,
  lines: readonly HeldLine[],
): { orderId: string; orderLineId: string; missing: number }[] {
  let left = onHand
  const short: { orderId: string; orderLineId: string; missing: number }[] = []
  for (const line of inTurn(lines)) {
    const served = Math.min(left, line.held)
    left -= served
    if (served < line.held) {
      short.push({ orderId: line.orderId, orderLineId: line.orderLineId, missing: line.held - served })
    }
  }
  return short
}

/** How an edition's held copies lie in its runs: first in, first out. A figure to read, no promise: copies of a run are alike. */
export function heldByRun(
  held: number,
  runs: readonly { printRunId: string; onHand: number }[],
): Map<string, number> {
  let left = held
  return new Map(
    runs.map((run) => {
      const ofRun = Math.min(left, run.onHand)
      left -= ofRun
      return [run.printRunId, ofRun]
    }),
  )
}

/** Oldest payment first, unpaid ones after all paid ones, by the time they were placed. */
function inTurn<Line extends { paidAt: Date | null; placedAt: Date; orderLineId: string }>(
  lines: readonly Line[],
): Line[] {
  return [...lines].sort(
    (a, b) =>
      (a.paidAt?.getTime() ?? Infinity) - (b.paidAt?.getTime() ?? Infinity) ||
      a.placedAt.getTime() - b.placedAt.getTime() ||
      a.orderLineId.localeCompare(b.orderLineId),
  )
}
