import { MOST_COPIES } from '#app/domain/order.ts'
import type { EditionFormat } from '#app/features/checkout/line-view.ts'
import type { TextKey, TextValues } from '#app/platform/i18n/texts.ts'

export type CartLine = { sku: string; copies: number }

/** The most different editions in one cart: it travels in a cookie. */
export const MOST_LINES = 40

/** A line of the cart as its page shows it. */
export type CartLineView = {
  sku: string
  copies: number
  name: string
  textLanguage: string
  format: EditionFormat | null
  /** Page of its title; null when that is not to be seen any more. */
  slug: string | null
  unitYen: number | null
  isPreorder: boolean
  problem: { key: TextKey; values?: TextValues } | null
}

export type CartView = {
  lines: CartLineView[]
  /** Null while a line has a problem. */
  goodsYen: number | null
  /** Postage within Japan, as an estimate; null when nothing is posted or it cannot be. */
  japanYen: number | null
  isTooHeavy: boolean
  needsPost: boolean
}

/** What was wrong with a change, and what was typed. */
export type CartProblem = {
  sku: string
  name: string | null
  typed: string
  key: TextKey
  values?: TextValues
}

/** Copies as people type them, full-width digits too; null for anything but a whole number from 1 to 99. */
export function parseCopies(typed: string): number | null {
  const text = typed.normalize('NFKC').trim()
  if (!/^\d{1,4}$/.test(text)) return null
  const copies = Number(text)
  return copies >= 1 && copies <= MOST_COPIES ? copies : null
}

/** The cart with so many more copies of an edition: one line for each edition. */
export function withMore(lines: readonly CartLine[], more: CartLine): CartLine[] {
  const has = lines.some((line) => line.sku === more.sku)
  if (!has) return [...lines, more]
  return lines.map((line) => (line.sku === more.sku ? { ...line, copies: line.copies + more.copies } : line))
}

/** Whether two carts hold the same, in any order. */
export function isSameCart(one: readonly CartLine[], other: readonly CartLine[]): boolean {
  const text = (lines: readonly CartLine[]): string =>
    lines
      .map((line) => `${line.sku} ${line.copies}`)
      .sort()
      .join('\n')
  return text(one) === text(other)
}
