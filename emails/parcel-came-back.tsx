import type { z } from 'zod'
import { formatDay } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Layout } from './parts/layout.tsx'
import { day, orderMail } from './parts/props.ts'
import { OrderSummary } from './parts/tables.tsx'
import { Greeting, Paragraph } from './parts/words.tsx'

export const parcelCameBackProps = orderMail.extend({
  postedOn: day,
  /** When the post brought it back. */
  returnedOn: day,
})

/** A parcel could not be delivered: the reader is asked where it is to go. */
export function ParcelCameBack(props: z.infer<typeof parcelCameBackProps>) {
  const { t, locale } = useTexts()
  const intro = t('mail:cameBack.intro', {
    code: props.orderCode,
    posted: formatDay(props.postedOn, locale),
    day: formatDay(props.returnedOn, locale),
  })
  return (
    <Layout title={t('mail:cameBack.title')} preview={intro} organisation={props.organisation}>
      <Greeting name={props.contactName} />
      <Paragraph>{intro}</Paragraph>
      <Paragraph>
        <strong>{t('mail:cameBack.ask')}</strong>
      </Paragraph>
      <Paragraph>{t('mail:cameBack.next')}</Paragraph>
      <OrderSummary order={props} />
    </Layout>
  )
}
