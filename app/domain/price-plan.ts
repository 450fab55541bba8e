import { addDays, type TokyoDay } from '#app/domain/day.ts'
import type { Yen } from '#app/domain/money.ts'
import type { Result } from '#app/domain/result.ts'

/** A price of an edition, with tax, in force from a day on until the next one begins. */
export type Price = { from: TokyoDay; yen: Yen }

export type PriceChange =
  | { kind: 'add'; from: TokyoDay; yen: Yen }
  | { kind: 'edit'; of: TokyoDay; from: TokyoDay; yen: Yen }
  | { kind: 'remove'; of: TokyoDay }

/** Days on which a change makes the price another one; `until` is the last of them, null when there is no end in sight. */
export type PriceStep = {
  from: TokyoDay
  until: TokyoDay | null
  /** Null while the edition has no price. */
  before: Yen | null
  after: Yen | null
}

export type PricePlan = {
  prices: Price[]
  /** What changes when, by days. Empty only where a price is deleted that said the same as the one before it. */
  steps: PriceStep[]
  /** Whether any of it lies in the past, or began today at 0:00: prices that readers may have paid. */
  isPast: boolean
}

/**
 * `taken`: a price begins on that day already. `begun`: it was in force, so it stays as it was. `same`: no day would have another price.
 * `unknown`: there is no such price.
 */
export type PriceRefusal = { reason: 'taken' | 'begun' | 'same' | 'unknown' }

/**
 * What a change of an edition's prices comes to. Prices that have begun are never changed or deleted, whatever the change; one that
 * begins in the past may be added, as far as no order stands against it, which the caller looks up for the days of `steps`.
 * Example: to 500 yen since 2007, adding 600 from 2026-12-01 gives one step, from that day on without end, from 500 to 600.
 */
export function planPrices(
  prices: readonly Price[],
  change: PriceChange,
  { today }: { today: TokyoDay },
): Result<PricePlan, PriceRefusal> {
  const rest = change.kind === 'add' ? [...prices] : prices.filter((price) => price.from !== change.of)
  if (change.kind !== 'add') {
    if (rest.length === prices.length) return { ok: false, reason: 'unknown' }
    if (change.of <= today) return { ok: false, reason: 'begun' }
  }
  if (change.kind !== 'remove') {
    if (rest.some((price) => price.from === change.from)) return { ok: false, reason: 'taken' }
    rest.push({ from: change.from, yen: change.yen })
  }
  const after = sorted(rest)
  const steps = stepsBetween(sorted(prices), after)
  if (steps.length === 0 && change.kind !== 'remove') return { ok: false, reason: 'same' }
  return { ok: true, prices: after, steps, isPast: steps.some((step) => step.from <= today) }
}

/** The price in force on a day: that of the newest start not after it; null before the first. */
export function priceOn(prices: readonly Price[], day: TokyoDay): Yen | null {
  return sorted(prices).findLast((price) => price.from <= day)?.yen ?? null
}

function sorted(prices: readonly Price[]): Price[] {
  return prices.toSorted((a, b) => (a.from < b.from ? -1 : 1))
}

function stepsBetween(before: readonly Price[], after: readonly Price[]): PriceStep[] {
  const starts = [...new Set([...before, ...after].map((price) => price.from))].sort()
  const steps: PriceStep[] = []
  for (const [index, from] of starts.entries()) {
    const next = starts[index + 1]
    const step = {
      from,
      until: next ? addDays(next, -1) : null,
      before: priceOn(before, from),
      after: priceOn(after, from),
    }
    const last = steps.at(-1)
    const goesOn =
      last?.until &&
      addDays(last.until, 1) === from &&
      last.before === step.before &&
      last.after === step.after
    if (step.before === step.after) continue
    if (goesOn) last.until = step.until
    else steps.push(step)
  }
  return steps
}
