// The number a payer writes on a bank or postal transfer. Digits only, because cash machines offer little else and
// banks turn text into half-width kana; a check digit, because people copy it by hand.

const DIGITS = 8
/** Written with fewer digits it is more likely a year, a price or a house number than a reference that lost four zeros. */
const FEWEST_DIGITS_WRITTEN = 5

/** Damm's table of order 10: with it a check digit catches every wrong digit and every swap of neighbours. */
const DAMM = [
  [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
  [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
  [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
  [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
  [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
  [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
  [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
  [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
  [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
  [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
] as const

/** Hyphens, dashes, minus, wave dashes and the long-vowel sign that banks print in their place (PEERS.md 4, polm/cutlet#53). */
const DASH = '\\-‐‑‒–—―−⁃─━ー〜~'
/** Digits with at most three spaces or dashes between neighbours; a wider gap parts two columns of a statement. */
const CHAIN = new RegExp(`(\\+ ?)?\\d(?:[\\s${DASH}]{0,3}\\d)*`, 'g')
const DASH_BETWEEN_SPACES = new RegExp(`\\s[${DASH}]+\\s`, 'g')
const DASHES = new RegExp(`\\s*[${DASH}]+\\s*`, 'g')

/**
 * Makes a reference of 8 digits from a random number of up to seven, by Damm's check digit.
 * Throws a RangeError unless the number is an integer from 0 to 9,999,999. Example: 1234567 makes `12345671`.
 */
export function makeReference(sevenDigits: number): string {
  if (!Number.isInteger(sevenDigits) || sevenDigits < 0 || sevenDigits >= 10 ** (DIGITS - 1)) {
    throw new RangeError(`not a number of up to seven digits: ${sevenDigits}`)
  }
  const digits = String(sevenDigits).padStart(DIGITS - 1, '0')
  // The table's diagonal is zero, so the digit that brings the sum to zero is the sum itself.
  return digits + String(dammSum(digits))
}

/** Says whether a text is a reference as we store it: 8 digits of which the last checks the others. Example: `12345671` is, `12345672` is not. */
export function isReference(text: string): boolean {
  return /^\d{8}$/.test(text) && dammSum(text) === 0
}

/** A reference as we print it, in two groups of four. Example: `12345671` is printed `1234-5671`. */
export function formatReference(reference: string): string {
  return `${reference.slice(0, 4)}-${reference.slice(4)}`
}

/**
 * Finds the references in what a bank or a payer wrote, each once, in the order they stand: full-width digits, kana before and after,
 * spaces and dashes between digits, and lost leading zeros (pretix#5853 in PEERS.md 4) do not matter.
 *
 * - Up to 8 digits in a row, spaces and dashes aside, are one number; 5 to 7 have lost their leading zeros.
 * - More than 8 are several numbers, parted by spaces or a dash between spaces: there only those of exactly 8 digits count, because a piece of an account or
 *   telephone number must not pass for a reference. 10 or 11 digits from a 0 on are a telephone number as a whole.
 *
 * One unrelated number in ten has a right check digit by chance: what is found is a candidate to look up, not a proof.
 * Example: `ﾔﾏﾀﾞ ﾊﾅｺ １２３４−５６７１` and `ﾔﾏﾀﾞﾊﾅｺ 1234 5671` hold `12345671`; `03-1234-5671` holds none.
 */
export function findReferences(text: string): string[] {
  const plain = text.normalize('NFKC').replace(/[\u00AD\u200B-\u200D\u2060\uFEFF]/g, '')
  const found = [...plain.matchAll(CHAIN)].flatMap((match) => numbersIn(match[0]))
  return [...new Set(found.filter(isReference))]
}

function numbersIn(chain: string): string[] {
  if (chain.startsWith('+')) return []
  const digits = chain.replace(/\D/g, '')
  if (digits.length < FEWEST_DIGITS_WRITTEN) return []
  if (digits.length <= DIGITS) return [digits.padStart(DIGITS, '0')]
  if (/^0\d{9,10}$/.test(digits)) return []

  const words = chain.replace(DASH_BETWEEN_SPACES, ' ').replace(DASHES, '').split(/\s+/)
  return (inGroupsOfFour(words) ?? words).filter((word) => word.length === DIGITS)
}

/** Two or more references written `1234 5671 2345 6789`, the spaces inside them and between them alike. */
function inGroupsOfFour(words: readonly string[]): string[] | null {
  if (words.length % 2 !== 0 || words.some((word) => word.length !== DIGITS / 2)) return null
  return words.flatMap((word, index) => (index % 2 === 0 ? [word + (words[index + 1] ?? '')] : []))
}

function dammSum(digits: string): number {
  return [...digits].reduce((sum, digit) => DAMM[sum]?.[Number(digit)] ?? 0, 0)
}
