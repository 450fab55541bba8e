// The shop's clock. Due times are columns compared with it. In demo mode and tests it may stand off the machine's (SHOP_NOW):
// the offset is kept in the database from the first start, so that all processes agree.

type ClockState = { offsetMs: number }
const state = ((globalThis as { shopClock?: ClockState }).shopClock ??= { offsetMs: 0 })

/** The present instant as the shop sees it. */
export function now(): Date {
  return new Date(Date.now() + state.offsetMs)
}

/** Moves the clock of this process: at start-up by what the database holds, in tests to the day they tell of. */
export function setClock(instant: Date): void {
  state.offsetMs = instant.getTime() - Date.now()
}

/** How far the shop's clock is ahead of the machine's, in milliseconds. */
export function clockOffset(): number {
  return state.offsetMs
}

/** Sets the offset as another process stored it. */
export function setClockOffset(offsetMs: number): void {
  state.offsetMs = offsetMs
}
