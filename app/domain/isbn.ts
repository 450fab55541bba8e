import type { Result } from '#app/domain/result.ts'

/** `prefix`: thirteen digits that check but name no book, such as 979-0 for music. */
export type IsbnRefusal = { reason: 'malformed' | 'check-digit' | 'prefix' }

const SEPARATORS = /[\s\-‐‑‒–—―−ー]/g

/** Length of the publisher's part in group 978-4, Japan, by the seven digits after the 4 (range message of the International ISBN Agency). */
const JAPANESE_PUBLISHERS: readonly { upTo: string; length: number }[] = [
  { upTo: '1999999', length: 2 },
  { upTo: '6999999', length: 3 },
  { upTo: '8499999', length: 4 },
  { upTo: '8999999', length: 5 },
  { upTo: '9499999', length: 6 },
  { upTo: '9999999', length: 7 },
]

/**
 * Reads an ISBN of 10 or 13 digits by ISO 2108, with or without hyphens, spaces and the letters ISBN, and gives its 13 digits, and its
 * 10 where it has such (978 only). Example: `4-00-310101-4` is 9784003101018.
 */
export function parseIsbn(text: string): Result<{ isbn13: string; isbn10?: string }, IsbnRefusal> {
  const plain = text
    .normalize('NFKC')
    .toUpperCase()
    .trim()
    .replace(/^ISBN(?:-1[03](?=[:\s]))?:?/, '')
    .replace(SEPARATORS, '')
  if (/^\d{9}[\dX]$/.test(plain)) {
    if (checkOf10(plain) !== plain[9]) return { ok: false, reason: 'check-digit' }
    const twelve = `978${plain.slice(0, 9)}`
    return { ok: true, isbn13: twelve + checkOf13(twelve), isbn10: plain }
  }
  if (!/^\d{13}$/.test(plain)) return { ok: false, reason: 'malformed' }
  if (checkOf13(plain) !== plain[12]) return { ok: false, reason: 'check-digit' }
  if (plain.startsWith('978')) {
    const nine = plain.slice(3, 12)
    return { ok: true, isbn13: plain, isbn10: nine + checkOf10(nine) }
  }
  return /^979[1-9]/.test(plain) ? { ok: true, isbn13: plain } : { ok: false, reason: 'prefix' }
}

/**
 * An ISBN of 13 digits with hyphens where we know the ranges, that is for Japan (978-4); anything else is given back as it is.
 * Example: `9784003101018` is printed `978-4-00-310101-8`.
 */
export function formatIsbn(isbn13: string): string {
  if (!/^9784\d{9}$/.test(isbn13)) return isbn13
  const rest = isbn13.slice(4, 12)
  const length = JAPANESE_PUBLISHERS.find(({ upTo }) => rest.slice(0, 7) <= upTo)?.length ?? 0
  return `978-4-${rest.slice(0, length)}-${rest.slice(length)}-${isbn13.slice(12)}`
}

/**
 * Reads the ISSN of a periodical by ISO 3297, with or without the hyphen and the letters ISSN.
 * Example: `ISSN 03178471` is `0317-8471`; `0317-8472` fails its check digit.
 */
export function parseIssn(text: string): Result<{ issn: string }, { reason: 'malformed' | 'check-digit' }> {
  const plain = text
    .normalize('NFKC')
    .toUpperCase()
    .trim()
    .replace(/^ISSN:?/, '')
    .replace(SEPARATORS, '')
  if (!/^\d{7}[\dX]$/.test(plain)) return { ok: false, reason: 'malformed' }
  if (modulo11(plain.slice(0, 7)) !== plain[7]) return { ok: false, reason: 'check-digit' }
  return { ok: true, issn: `${plain.slice(0, 4)}-${plain.slice(4)}` }
}

function checkOf10(digits: string): string {
  return modulo11(digits.slice(0, 9))
}

function checkOf13(digits: string): string {
  const sum = [...digits.slice(0, 12)].reduce(
    (total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3),
    0,
  )
  return String((10 - (sum % 10)) % 10)
}

/** The check digit of ISBN-10 and ISSN: weights from the number of digits + 1 down to 2, X for ten. */
function modulo11(digits: string): string {
  const sum = [...digits].reduce(
    (total, digit, index) => total + Number(digit) * (digits.length + 1 - index),
    0,
  )
  const check = (11 - (sum % 11)) % 11
  return check === 10 ? 'X' : String(check)
}
