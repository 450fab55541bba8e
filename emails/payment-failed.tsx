import { z } from 'zod'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Layout } from './parts/layout.tsx'
import { orderMail } from './parts/props.ts'
import { OrderSummary } from './parts/tables.tsx'
import { Greeting, Paragraph } from './parts/words.tsx'

export const paymentFailedProps = orderMail.extend({
  reason: z.enum(['voucher-expired', 'declined']),
  /** Whether the order still waits for another try. */
  canRetry: z.boolean(),
})

/** A payment through Stripe came to nothing. */
export function PaymentFailed(props: z.infer<typeof paymentFailedProps>) {
  const { t } = useTexts()
  const intro = props.reason === 'voucher-expired' ? t('mail:failed.voucher') : t('mail:failed.declined')
  return (
    <Layout title={t('mail:failed.title')} preview={intro} organisation={props.organisation}>
      <Greeting name={props.contactName} />
      <Paragraph>{intro}</Paragraph>
      <Paragraph>{props.canRetry ? t('mail:failed.retry') : t('mail:failed.over')}</Paragraph>
      <OrderSummary order={props} />
    </Layout>
  )
}
