import { z } from 'zod'
import { formatDay, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Layout } from './parts/layout.tsx'
import { day, orderMail, yen } from './parts/props.ts'
import { OrderSummary } from './parts/tables.tsx'
import { Greeting, Paragraph } from './parts/words.tsx'

export const orderLatePaymentProps = orderMail.extend({
  receivedYen: yen.positive(),
  receivedOn: day,
  /** How the order had ended when the money came. */
  ended: z.enum(['expired', 'cancelled']),
})

/** Money came for an order that was over: it is safe, and a person decides. */
export function OrderLatePayment(props: z.infer<typeof orderLatePaymentProps>) {
  const { t, locale } = useTexts()
  const values = { day: formatDay(props.receivedOn, locale), received: formatYen(props.receivedYen, locale) }
  const intro = props.ended === 'expired' ? t('mail:late.expired', values) : t('mail:late.cancelled', values)
  return (
    <Layout title={t('mail:late.title')} preview={intro} organisation={props.organisation}>
      <Greeting name={props.contactName} />
      <Paragraph>{intro}</Paragraph>
      <Paragraph>{t('mail:late.next')}</Paragraph>
      <OrderSummary order={props} />
    </Layout>
  )
}
