import type { z } from 'zod'
import { formatYen } from '#app/platform/i18n/format.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Layout } from './parts/layout.tsx'
import { methodText } from './parts/method-text.ts'
import { orderMail, paymentMethod, yen, type MailPaymentMethod } from './parts/props.ts'
import { Details, OrderSummary } from './parts/tables.tsx'
import { Greeting, Paragraph } from './parts/words.tsx'

/** When and how the money arrives. */
const WAYS: Record<MailPaymentMethod, TextKey> = {
  card: 'mail:refunded.card',
  konbini: 'mail:refunded.konbini',
  bank: 'mail:refunded.transfer',
  postal: 'mail:refunded.transfer',
  cash: 'mail:refunded.cash',
}

export const orderRefundedProps = orderMail.extend({ refundYen: yen.positive(), method: paymentMethod })

/** Money goes back to the reader. */
export function OrderRefunded(props: z.infer<typeof orderRefundedProps>) {
  const { t, locale } = useTexts()
  const amount = formatYen(props.refundYen, locale)
  const intro = t('mail:refunded.intro', { code: props.orderCode, amount })
  return (
    <Layout title={t('mail:refunded.title')} preview={intro} organisation={props.organisation}>
      <Greeting name={props.contactName} />
      <Paragraph>{intro}</Paragraph>
      <Details
        rows={[
          { label: t('mail:refunded.amount'), value: <strong>{amount}</strong> },
          { label: t('mail:receipt.method'), value: methodText(t, props.method) },
        ]}
      />
      <Paragraph>{t(WAYS[props.method])}</Paragraph>
      <OrderSummary order={props} />
    </Layout>
  )
}
