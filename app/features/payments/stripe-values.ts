import { tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'

/** The id of an object that Stripe names by its id or, expanded, sends whole. */
export function idOf(value: string | { id: string } | null | undefined): string | null {
  return typeof value === 'string' ? value : (value?.id ?? null)
}

/** The day in Tokyo of one of Stripe's times, which are seconds since 1970. */
export function dayOfStripe(seconds: number): TokyoDay {
  return tokyoDayOf(new Date(seconds * 1000))
}
