import { z } from 'zod'
import { formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Layout } from './parts/layout.tsx'
import { orderMail, yen } from './parts/props.ts'
import { Details, OrderSummary } from './parts/tables.tsx'
import { Greeting, Note, Paragraph } from './parts/words.tsx'

export const orderCreditedProps = orderMail.extend({
  creditYen: yen.positive(),
  /** What is still to be paid of the bill. */
  openYen: yen.nonnegative(),
  /** Files can be downloaded now, since nothing is to be paid any more. */
  opensDownloads: z.boolean(),
})

/** Less is to be paid of a bill: copies came back, were lost or were given up. No money moves. */
export function OrderCredited(props: z.infer<typeof orderCreditedProps>) {
  const { t, locale } = useTexts()
  const amount = formatYen(props.creditYen, locale)
  const intro = t('mail:credited.intro', { code: props.orderCode, amount })
  return (
    <Layout title={t('mail:credited.title')} preview={intro} organisation={props.organisation}>
      <Greeting name={props.contactName} />
      <Paragraph>{intro}</Paragraph>
      <Details
        rows={[
          { label: t('mail:credited.amount'), value: amount },
          {
            label: t('mail:credited.open'),
            value: <strong>{formatYen(props.openYen, locale)}</strong>,
          },
        ]}
      />
      <Paragraph>{t(props.openYen > 0 ? 'mail:credited.payRest' : 'mail:credited.nothing')}</Paragraph>
      {props.opensDownloads && <Paragraph>{t('mail:paid.download')}</Paragraph>}
      <Note>{t('mail:credited.paper')}</Note>
      <OrderSummary order={props} />
    </Layout>
  )
}
