import type { Rig } from '#tests/bench/rig.ts'

/** One line of the bench. */
export type Figure = {
  name: string
  unit: string
  value: number
  /** What was measured beside it in the same run; null where the bound is on the value itself. */
  limit: number | null
  /** `value / limit`. */
  ratio: number | null
  /** What must hold, in words. */
  bound: string
  ok: boolean
}

/** Measures one figure, or a few that come from the same run. */
export type Measure = (rig: Rig) => Promise<Figure[]>

type Named = { name: string; unit: string }

/** A figure that must reach a part of its limit, such as 1/12. */
export function atLeast(part: number, figure: Named & { value: number; limit: number }): Figure {
  const ratio = figure.value / figure.limit
  return {
    ...figure,
    ratio,
    bound: `ratio >= ${rounded(part)} (1/${Math.round(1 / part)})`,
    ok: ratio >= part,
  }
}

/** A figure that must stay below a number. */
export function below(most: number, figure: Named & { value: number }): Figure {
  return { ...figure, limit: null, ratio: null, bound: `value < ${most}`, ok: figure.value < most }
}

/** A figure that may reach a number and not exceed it. */
export function atMost(most: number, figure: Named & { value: number }): Figure {
  return { ...figure, limit: null, ratio: null, bound: `value <= ${most}`, ok: figure.value <= most }
}

/** The middle value; of an even number the lower of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN
}

/**
 * Runs every measurement once a round, one after the other, so that what disturbs the machine disturbs all of them, and gives the
 * median of each. A round before the first warms caches up and is not counted.
 */
export async function interleaved<Name extends string>(
  rounds: number,
  measurements: Record<Name, () => Promise<number>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(measurements) as Name[]
  const seen = new Map<Name, number[]>(names.map((name) => [name, []]))
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      const value = await measurements[name]()
      if (round > 0) seen.get(name)?.push(value)
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(seen.get(name) ?? [])])) as Record<Name, number>
}

/** Three digits that count, for people. Example: 1234.5 is 1230, 0.08333 is 0.0833. */
export function rounded(value: number): string {
  return String(Number(value.toPrecision(3)))
}
