import type { TokyoDay } from '#app/domain/day.ts'
import { numberFor } from '#app/domain/document.ts'
import type { Locale } from '#app/domain/locale.ts'
import type { Organisation } from '#app/features/catalogue/organisation.server.ts'
import type { MailProps } from '#emails/templates.ts'

/**
 * The organisation as the foot of a mail names it, in the mail's language. Its registration number is for mails that say what a receipt says.
 * @param suppliedFrom the first day on which what the mail is about can have been supplied; null when it is about no supply
 */
export function organisationOf(
  organisation: Organisation,
  locale: Locale,
  suppliedFrom: TokyoDay | null = null,
): MailProps<'order-link'>['organisation'] {
  return {
    name: organisation.name[locale],
    address: [organisation.address[locale]],
    email: organisation.email,
    phone: organisation.phone || null,
    registrationNumber: suppliedFrom && numberFor(organisation, suppliedFrom),
  }
}

/** The account that a transfer goes to, as mails name it. */
export function transferAccount(
  method: 'bank' | 'postal',
  { bank, postal }: Organisation,
): MailProps<'order-received'>['account'] {
  if (method === 'postal') return { method, ...postal }
  const { accountType, ...rest } = bank
  return { method, accountKind: /当座|current/i.test(accountType) ? 'current' : 'ordinary', ...rest }
}
