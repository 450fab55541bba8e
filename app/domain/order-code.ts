// What a reader says on the telephone. Crockford's 32 symbols have no I, L, O and U; the last of eight checks the others.

const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const RANDOM_SYMBOLS = 7

/**
 * Makes an order code from random bytes: 35 bits from the low five of the first seven bytes, and a check symbol that catches
 * every wrong symbol and every swap of neighbours. Codes are no secret; a taken one is drawn again.
 * Throws a RangeError on fewer than seven bytes. Example: seven bytes of 0 make `0000-0000`.
 */
export function makeOrderCode(randomBytes: Uint8Array): string {
  if (randomBytes.length < RANDOM_SYMBOLS) throw new RangeError(`${RANDOM_SYMBOLS} random bytes are needed`)
  const values = Array.from(randomBytes.subarray(0, RANDOM_SYMBOLS), (byte) => byte & 31)
  const symbols = [...values, double(checkSum(values))].map((value) => SYMBOLS.charAt(value)).join('')
  return `${symbols.slice(0, 4)}-${symbols.slice(4)}`
}

/**
 * Reads an order code as people type it, and gives it back as it is printed; null if it is none or its check symbol is wrong.
 * Lower case, full-width characters, spaces and dashes do not matter, O is read as 0, I and L as 1.
 * Example: ` oooo oooo ` and `００００－００００` are `0000-0000`.
 */
export function normaliseOrderCode(text: string): string | null {
  const symbols = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-‐‑‒–—―−ー\u200B-\u200D\u2060]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
  if (symbols.length !== RANDOM_SYMBOLS + 1) return null
  const values = [...symbols].map((symbol) => SYMBOLS.indexOf(symbol))
  if (values.includes(-1) || checkSum(values) !== 0) return null
  return `${symbols.slice(0, 4)}-${symbols.slice(4)}`
}

/** The values as a polynomial over the field of 32 elements at 2: another power for each place, so that a swap shows. */
function checkSum(values: readonly number[]): number {
  return values.reduce((sum, value) => double(sum) ^ value, 0)
}

/** Times 2 in the field of 32 elements, modulo x^5 + x^2 + 1. */
function double(value: number): number {
  return value & 16 ? (value << 1) ^ 0b100101 : value << 1
}
