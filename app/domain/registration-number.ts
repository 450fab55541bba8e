/**
 * Checks the registration number that a qualified invoice states: T and 13 digits, of which the first is the check digit of a corporate
 * number, 9 - (sum of Pn x Qn mod 9) with n from the right over the other 12 digits and Q = 1 for odd, 2 for even n
 * (ordinance on corporate numbers, PEERS.md 5.5). Full-width characters, spaces and hyphens are read over.
 * `check-digit` is a reason to warn, not to refuse: numbers of others than corporations may differ.
 * Example: T1180301018771 is ok, T1180301018772 fails its check digit, 1180301018771 is malformed.
 */
export function checkRegistrationNumber(text: string): 'ok' | 'malformed' | 'check-digit' {
  const digits = /^T(\d{13})$/.exec(normaliseRegistrationNumber(text))?.[1]
  if (digits === undefined) return 'malformed'
  return Number(digits[0]) === checkDigitOf(digits.slice(1)) ? 'ok' : 'check-digit'
}

/** The number as it is printed: half-width, capital T, without spaces and hyphens. Example: `ｔ1180301-018771` is `T1180301018771`. */
function normaliseRegistrationNumber(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-‐‑‒–—―−ー]/g, '')
}

function checkDigitOf(twelveDigits: string): number {
  const sum = [...twelveDigits]
    .reverse()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 2), 0)
  return 9 - (sum % 9)
}
