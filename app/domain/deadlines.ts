import {
  addBusinessDays,
  addDays,
  endOfDay,
  tokyoDayOf,
  type IsHoliday,
  type TokyoDay,
} from '#app/domain/day.ts'

/** How long a page of Stripe Checkout stays open. Stripe allows 30 minutes to 24 hours (PEERS.md 5.6). */
export const CHECKOUT_MINUTES = 45

/** A hold outlives the page that pays for it: a payment made in its last second is still on its way. */
export const CHECKOUT_GRACE_MINUTES = 15

/** Days that a konbini voucher is good for; it ends at 23:59:59 Tokyo time of the last one. */
export const KONBINI_DAYS = 4

const KONBINI_GRACE_HOURS = 3

/** Days that a reader has to pay by bank or postal transfer. */
export const TRANSFER_DAYS = 14

/**
 * Business days between the due day and expiry: a transfer made on the due day is on the statement a day or more later
 * (pretix/pretix#827).
 */
export const BANKING_LAG_DAYS = 3

export type Deadline = { dueOn: TokyoDay; expiresAt: Date }

/** Until when a transfer is due, and when the order expires without it. */
export function transferDeadline(placedAt: Date, isHoliday: IsHoliday): Deadline {
  const dueOn = addDays(tokyoDayOf(placedAt), TRANSFER_DAYS)
  return { dueOn, expiresAt: endOfDay(addBusinessDays(dueOn, BANKING_LAG_DAYS, isHoliday)) }
}

/** When a Checkout page opened now closes, and when its hold ends. */
export function checkoutDeadline(openedAt: Date): { sessionExpiresAt: Date; expiresAt: Date } {
  const sessionExpiresAt = new Date(openedAt.getTime() + CHECKOUT_MINUTES * 60_000)
  // Stripe counts in seconds; a fraction would make two calls of one attempt differ.
  sessionExpiresAt.setUTCMilliseconds(0)
  return {
    sessionExpiresAt,
    expiresAt: new Date(sessionExpiresAt.getTime() + CHECKOUT_GRACE_MINUTES * 60_000),
  }
}

/** Until when a konbini voucher holds the copies: the voucher's own end, and some hours for Stripe to tell of it. */
export function voucherDeadline(voucherExpiresAt: Date): Deadline {
  return {
    dueOn: tokyoDayOf(voucherExpiresAt),
    expiresAt: new Date(voucherExpiresAt.getTime() + KONBINI_GRACE_HOURS * 3_600_000),
  }
}
