import { z } from 'zod'

/** The law wants bookkeeping papers, and what they rest on, kept for seven years (corporation tax law; PEERS.md 5.5): no setting goes below. */
export const LEGAL_YEARS = 7

/** Between what each period of `Retention` may lie, and what it is until somebody sets it. */
export const RETENTION_LIMITS = {
  orderYears: { least: LEGAL_YEARS, most: 30, preset: LEGAL_YEARS },
  auditDays: { least: 365, most: 3_650, preset: 3 * 365 },
  mailDays: { least: 30, most: 3_650, preset: 365 },
  quoteDays: { least: 30, most: 3_650, preset: 365 },
  inquiryDays: { least: 30, most: 3_650, preset: 730 },
  signInDays: { least: 30, most: 730, preset: 90 },
} as const
export type RetentionField = keyof typeof RETENTION_LIMITS

function period({ least, most, preset }: { least: number; most: number; preset: number }) {
  return z.coerce.number().int().min(least).max(most).default(preset)
}

/**
 * How long personal data is kept: the value of the setting `retention`. Names and addresses of orders in years after anything last moved in them,
 * and what stands on papers in as many years after their issue; the rest in days. Quotes that no order was made from have days of their own,
 * counted from the last day on which they held. What is missing has its preset.
 */
export const Retention = z.object({
  orderYears: period(RETENTION_LIMITS.orderYears),
  auditDays: period(RETENTION_LIMITS.auditDays),
  mailDays: period(RETENTION_LIMITS.mailDays),
  quoteDays: period(RETENTION_LIMITS.quoteDays),
  inquiryDays: period(RETENTION_LIMITS.inquiryDays),
  signInDays: period(RETENTION_LIMITS.signInDays),
})
export type Retention = z.output<typeof Retention>

/** The same day and time so many years before. */
export function yearsAgo(years: number, now: Date): Date {
  const then = new Date(now)
  then.setUTCFullYear(then.getUTCFullYear() - years)
  return then
}
