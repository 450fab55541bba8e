// When a mail that could not be handed to Resend is tried again. Resend keeps an idempotency key for 24 hours: within them a second
// try with the same key cannot become a second mail, after them it can.

const MINUTE_MS = 60_000
const FIRST_WAIT_MS = MINUTE_MS / 2
const LONGEST_WAIT_MS = 120 * MINUTE_MS

/** How long after the first try a mail may still be tried: an hour less than the key lives. */
export const MAIL_RETRY_LIFE_MS = 23 * 60 * MINUTE_MS

/** Whether a mail first tried then may not be tried any more. */
export function isRetryOver(firstAttemptAt: Date, now: Date): boolean {
  return now.getTime() - firstAttemptAt.getTime() >= MAIL_RETRY_LIFE_MS
}

/**
 * The instant of the next try, or null when there is none left. Waits double from half a minute to two hours, each a fifth shorter or
 * longer by `chance` (0 to 1), so that many mails do not come back at once; never sooner than `waitMs`, which an answer "too many requests" may ask for.
 */
export function nextMailAttempt(
  attempts: number,
  {
    firstAttemptAt,
    now,
    chance,
    waitMs = 0,
  }: { firstAttemptAt: Date; now: Date; chance: number; waitMs?: number },
): Date | null {
  const wait =
    Math.min(FIRST_WAIT_MS * 2 ** Math.max(attempts - 1, 0), LONGEST_WAIT_MS) * (0.8 + 0.4 * chance)
  const next = new Date(now.getTime() + Math.max(Math.round(wait), waitMs))
  return isRetryOver(firstAttemptAt, next) ? null : next
}
