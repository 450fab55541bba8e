/**
 * Text that a stranger typed into the shop's forms, for a mail that may go to a third person's address: mail programs must not
 * turn it into a link, or the shop's mails could carry advertisements in a "name".
 * Example: `visit https://x.example` becomes `visit https: // x. example`; `山田 花子` and `St. Luke` stay.
 */
export function typedText(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .replace(/:\/\//g, ': // ')
    .replace(/\.(?=\p{L}{2})/gu, '. ')
    .replace(/ {2,}/g, ' ')
    .trim()
}
