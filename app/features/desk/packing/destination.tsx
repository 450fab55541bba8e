import type { PostalAddress } from '#app/features/checkout/address.ts'
import { addressLines } from '#app/features/checkout/address-lines.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'

/** Where a parcel goes, in few lines. */
export function Destination({ address }: { address: PostalAddress | null }) {
  const { t, locale } = useTexts()
  if (!address) return <>{t('deskWork:packing.noAddress')}</>
  return (
    <>
      {address.name}
      <span className="block small soft">{addressLines(address, locale).join(' ')}</span>
    </>
  )
}
