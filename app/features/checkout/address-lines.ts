import type { Locale } from '#app/domain/locale.ts'
import { formatPostalCode } from '#app/domain/postal-code.ts'
import { formatCountry } from '#app/platform/i18n/format.ts'
import type { PostalAddress } from '#app/features/checkout/address.ts'

/**
 * An address as it is written on a label: Japanese order with the postal sign first inside Japan, the international order with the
 * country's name in the reader's language outside it. Without the name of the person.
 */
export function addressLines(address: PostalAddress, locale: Locale): string[] {
  const lines =
    address.country === 'JP'
      ? [
          address.postalCode ? `〒${formatPostalCode(address.postalCode)}` : '',
          [address.prefecture, address.city, address.street].filter(Boolean).join(''),
          address.building ?? '',
        ]
      : [
          address.street,
          address.building ?? '',
          [address.city, address.prefecture, address.postalCode].filter(Boolean).join(', '),
          formatCountry(address.country, locale),
        ]
  return lines.filter((line) => line !== '')
}
