import { AddressBlock } from '#app/features/checkout/address-block.tsx'
import type { PostalAddress } from '#app/features/checkout/address.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Fact } from '#app/ui/fact.tsx'

type AddressFactsProps = { of: { delivery: PostalAddress | null; billing: PostalAddress | null } }

/** Where an order goes, and where its bill goes when that is another place: rows for a list of facts. */
export function AddressFacts({ of: { delivery, billing } }: AddressFactsProps) {
  const { t } = useTexts()
  return (
    <>
      {delivery ? (
        <Fact term={t('checkout:delivery.legend')}>
          <AddressBlock address={delivery} />
        </Fact>
      ) : null}
      {billing ? (
        <Fact term={t('checkout:confirm.billing')}>
          <AddressBlock address={billing} />
        </Fact>
      ) : null}
    </>
  )
}
