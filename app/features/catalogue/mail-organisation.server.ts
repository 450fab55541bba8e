import type { Locale } from '#app/domain/locale.ts'
import type { Organisation } from '#app/features/catalogue/organisation.server.ts'
import type { MailProps } from '#emails/templates.ts'

/** The organisation as the foot of a mail names it, in the mail's language. */
export function organisationOf(
  organisation: Organisation,
  locale: Locale,
): MailProps<'order-link'>['organisation'] {
  return {
    name: organisation.name[locale],
    address: [organisation.address[locale]],
    email: organisation.email,
    phone: organisation.phone || null,
    registrationNumber: organisation.registrationNumber,
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
