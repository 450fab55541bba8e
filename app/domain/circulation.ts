// The circulation statement of an issue, and Japan Post's test for third-class mail (PEERS.md 5.9: a run of 500 or more, and at least 80 %
// of the run sold; copies bought in bulk to be given away do not count).

export const THIRD_CLASS_LEAST_RUN = 500
export const THIRD_CLASS_LEAST_PERCENT = 80

export type ThirdClassVerdict = {
  /** Copies that somebody paid for, of the run. */
  share: number
  /** How many must be sold of this run. */
  needed: number
  isRunLargeEnough: boolean
  isSoldEnough: boolean
  passes: boolean
}

/**
 * Whether an issue would pass. Example: 511 of 900 are 56.8 %; 720 would be needed.
 * @param paid copies sold singly and posted to paying members and subscribers, net of what came back
 */
export function thirdClassVerdict({ run, paid }: { run: number; paid: number }): ThirdClassVerdict {
  const needed = Math.ceil((run * THIRD_CLASS_LEAST_PERCENT) / 100)
  const isRunLargeEnough = run >= THIRD_CLASS_LEAST_RUN
  const isSoldEnough = run > 0 && paid >= needed
  return {
    share: run === 0 ? 0 : paid / run,
    needed,
    isRunLargeEnough,
    isSoldEnough,
    passes: isRunLargeEnough && isSoldEnough,
  }
}
