// How long and how random the tests of tests/faults are: short in `npm test`, long in `npm run test:faults`.

/** The long run: `npm run test:faults`. */
export const isLong = process.env.FAULTS === 'long'

/** What the random choices of this run follow from: the same each time, unless `npm run test:faults` or its user gives another. */
export const seed = Number(process.env.FAULTS_SEED ?? 20261123)

export type Chance = {
  /** A whole number from 0 up to below `limit`. */
  upTo(limit: number): number
  pick<T>(choices: readonly T[]): T
}

/**
 * Random choices that follow from the seed (mulberry32); each `stream` of one test has choices of its own, so that what happens at
 * the same time does not change them. Told on standard output, for the one who must repeat a failure.
 */
export function chanceOf(stream: string): Chance {
  let state = [...stream].reduce((sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0), seed) >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    upTo: (limit) => Math.floor(next() * limit),
    pick: <T>(choices: readonly T[]) => choices[Math.floor(next() * choices.length)] as T,
  }
}

/** Says which seed to give to repeat this run. */
export function tellSeed(): void {
  process.stdout.write(`Seed of the fault tests: ${seed} (FAULTS_SEED=${seed} repeats its choices)\n`)
}
