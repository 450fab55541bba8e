import type { PostalAddress } from '#app/features/checkout/address.ts'
import { addressLines } from '#app/features/checkout/address-lines.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'

/** An address as it will stand on the label, with the name. */
export function AddressBlock({ address }: { address: PostalAddress }) {
  const { locale } = useTexts()
  const lines = addressLines(address, locale)
  // Japan writes the addressee last, other countries first.
  const all = address.country === 'JP' ? [...lines, address.name] : [address.name, ...lines]
  return (
    <address>
      {all.map((line) => (
        <span key={line} className="block">
          {line}
        </span>
      ))}
    </address>
  )
}
