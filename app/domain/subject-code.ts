// What people call a matter that is no order: a lecture, a consignment note. A letter says which, four symbols are drawn at random.

const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const RANDOM_SYMBOLS = 4

/** `L` a lecture, `C` a consignment note, `S` a stock-taking. */
export type SubjectPrefix = 'L' | 'C' | 'S'

/**
 * Makes the code of a matter from random bytes: 20 bits from the low five of the first four. Codes are no secret; a taken one is drawn again.
 * Throws a RangeError on fewer than four bytes. Example: four bytes of 0 make `L-0000`.
 */
export function makeSubjectCode(prefix: SubjectPrefix, randomBytes: Uint8Array): string {
  if (randomBytes.length < RANDOM_SYMBOLS) throw new RangeError(`${RANDOM_SYMBOLS} random bytes are needed`)
  const symbols = Array.from(randomBytes.subarray(0, RANDOM_SYMBOLS), (byte) => SYMBOLS.charAt(byte & 31))
  return `${prefix}-${symbols.join('')}`
}

/**
 * Reads the code of a matter as people type it, and gives it back as it is printed; null if it is none. Lower case, full-width characters, spaces
 * and dashes do not matter; behind the letter O is read as 0, I and L as 1.
 * Example: ` ｌ７ｋ２ｍ ` is `L-7K2M`.
 */
export function normaliseSubjectCode(text: string): string | null {
  const plain = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-‐‑‒–—―−ー\u200B-\u200D\u2060]/g, '')
  const prefix = plain.charAt(0)
  const symbols = plain.slice(1).replace(/O/g, '0').replace(/[IL]/g, '1')
  if (!/^[LCS]$/.test(prefix) || symbols.length !== RANDOM_SYMBOLS) return null
  return [...symbols].every((symbol) => SYMBOLS.includes(symbol)) ? `${prefix}-${symbols}` : null
}
