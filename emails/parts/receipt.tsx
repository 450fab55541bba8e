import type { TokyoDay } from '#app/domain/day.ts'
import { formatDay, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import type { OrderMailProps } from './props.ts'
import { Details, Lines, TaxBlocks } from './tables.tsx'
import { typedText } from './typed-text.ts'
import { BigCode, Note, Subheading } from './words.tsx'

type Props = { order: OrderMailProps; name: string; receivedOn: TokyoDay; method: string }

/** All that a Japanese receipt (領収書) states, and what a qualified invoice adds once the issuer is registered. */
export function Receipt({ order, name, receivedOn, method }: Props) {
  const { t, locale } = useTexts()
  const { organisation } = order
  const issuer = [organisation.name, ...organisation.address]
  if (organisation.registrationNumber) {
    issuer.push(t('mail:part.registration', { number: organisation.registrationNumber }))
  }
  return (
    <>
      <Subheading>{t('mail:receipt.title')}</Subheading>
      <Details
        rows={[
          {
            label: t('mail:receipt.addressee'),
            // Organisations often write their 御中 themselves.
            value: /(様|さま|殿|御中|귀하|귀중)$/.test(name.trim())
              ? typedText(name)
              : t('mail:receipt.nameWithHonorific', { name: typedText(name) }),
          },
          { label: t('mail:receipt.purpose'), value: t('mail:receipt.books') },
          { label: t('mail:receipt.receivedOn'), value: formatDay(receivedOn, locale) },
          { label: t('mail:receipt.method'), value: method },
          { label: t('mail:receipt.issuer'), value: <Lines lines={issuer} /> },
        ]}
      />
      <Note>{t('mail:receipt.amount')}</Note>
      <BigCode>{formatYen(order.totalYen, locale)}</BigCode>
      <TaxBlocks order={order} />
      <Note>{t('mail:receipt.note')}</Note>
    </>
  )
}
