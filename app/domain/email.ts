const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/

/**
 * Reads an e-mail address as people type it and gives the one form that is stored and written to; null if it cannot be one. Full-width
 * characters become half-width, the domain lower case; the part before the @ keeps its case. Only plain ASCII addresses of
 * RFC 5321's unquoted form pass, at most 254 characters, so that no line break or other control character reaches a mail header.
 * Example: ` Ｈａｎａｋｏ＠Example.JP ` is `Hanako@example.jp`; `a@b`, `a b@example.jp` and `a@example.jp\nBcc: x@y.jp` are none.
 */
export function normaliseEmail(text: string): string | null {
  const plain = text.normalize('NFKC').trim()
  if (plain.length > 254) return null
  const at = plain.lastIndexOf('@')
  const local = plain.slice(0, Math.max(at, 0))
  const domain = plain.slice(at + 1).toLowerCase()
  if (local.length > 64 || !LOCAL_PART.test(local) || !DOMAIN.test(domain)) return null
  return `${local}@${domain}`
}
