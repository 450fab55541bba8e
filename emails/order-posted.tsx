import { z } from 'zod'
import { japanPostTrackingUrl } from '#app/domain/tracking.ts'
import { formatDay } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Layout } from './parts/layout.tsx'
import { copiesOfTitle, day, orderMail } from './parts/props.ts'
import { CopiesList, OrderSummary } from './parts/tables.tsx'
import { BigCode, Greeting, MailButton, Note, Paragraph, Subheading } from './parts/words.tsx'

export const orderPostedProps = orderMail.extend({
  postedOn: day,
  /** Sent once more, free, for one that was lost or came damaged. */
  replacement: z.boolean().default(false),
  trackingNumber: z.string().nullable(),
  /** What is in the parcel. */
  parcel: z.array(copiesOfTitle),
  /** What follows in another one. */
  remaining: z.array(copiesOfTitle),
})

/** A parcel is on its way. */
export function OrderPosted(props: z.infer<typeof orderPostedProps>) {
  const { t, locale } = useTexts()
  const on = { day: formatDay(props.postedOn, locale) }
  const intro = props.replacement ? t('mail:posted.replacement', on) : t('mail:posted.intro', on)
  return (
    <Layout title={t('mail:posted.title')} preview={intro} organisation={props.organisation}>
      <Greeting name={props.contactName} />
      <Paragraph>{intro}</Paragraph>
      <CopiesList copies={props.parcel} />
      {props.trackingNumber ? (
        <>
          <Subheading>{t('mail:posted.tracking')}</Subheading>
          <BigCode>{props.trackingNumber}</BigCode>
          <MailButton href={japanPostTrackingUrl(props.trackingNumber, locale)}>
            {t('mail:posted.track')}
          </MailButton>
        </>
      ) : (
        <Note>{t('mail:posted.untracked')}</Note>
      )}
      {props.remaining.length > 0 && (
        <>
          <Paragraph>{t('mail:posted.remaining')}</Paragraph>
          <CopiesList copies={props.remaining} />
        </>
      )}
      <OrderSummary order={props} />
    </Layout>
  )
}
