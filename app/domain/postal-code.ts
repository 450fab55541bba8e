/**
 * Reads a Japanese postal code and gives its 7 digits; null if it is none. Full-width digits, the sign 〒, spaces and any
 * hyphen between the third and fourth digit do not matter. Example: `〒１００−０００１` and `100 0001` are `1000001`.
 */
export function parsePostalCode(text: string): string | null {
  const match = /^〒?\s*(\d{3})\s*[-‐‑‒–—―−─ー]?\s*(\d{4})$/.exec(text.normalize('NFKC').trim())
  return match === null ? null : `${match[1]}${match[2]}`
}

/** A Japanese postal code as it is printed; anything else, such as one from abroad, is given back as it is. Example: `1000001` is `100-0001`. */
export function formatPostalCode(postalCode: string): string {
  return /^\d{7}$/.test(postalCode) ? `${postalCode.slice(0, 3)}-${postalCode.slice(3)}` : postalCode
}
