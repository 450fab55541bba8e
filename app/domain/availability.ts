/** Whoever was told that a copy is there has it to herself so long, before the next one in turn is told of it. */
export const HEAD_START_HOURS = 48

/**
 * How many of those who wait for an edition are told now, in their turn: one for each free copy that nobody was told of within the head
 * start, so that one copy found at a count does not send fifty people to a shop that has sold it. Who has bought since is counted twice, and the
 * next one waits a little longer for it.
 * Examples: 1 free copy and 1 told this morning: nobody; a run of 900 with 20 waiting: all of them. A file never runs out.
 */
export function tellNow(counts: { free: number; toldLately: number; waiting: number }): number {
  return Math.max(0, Math.min(counts.waiting, counts.free - counts.toldLately))
}
