import { z } from 'zod'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Layout } from './parts/layout.tsx'
import { orderMail } from './parts/props.ts'
import { OrderSummary } from './parts/tables.tsx'
import { Greeting, Paragraph } from './parts/words.tsx'

const by = z.enum(['reader', 'shop', 'expired'])

const REASONS: Record<z.infer<typeof by>, TextKey> = {
  reader: 'mail:cancelled.byReader',
  shop: 'mail:cancelled.byShop',
  expired: 'mail:cancelled.expired',
}

export const orderCancelledProps = orderMail.extend({ by })

/** The order is over: the reader or the shop cancelled it, or nobody paid. */
export function OrderCancelled(props: z.infer<typeof orderCancelledProps>) {
  const { t } = useTexts()
  const intro = t(REASONS[props.by])
  return (
    <Layout title={t('mail:cancelled.title')} preview={intro} organisation={props.organisation}>
      <Greeting name={props.contactName} />
      <Paragraph>{intro}</Paragraph>
      <Paragraph>{t('mail:cancelled.again')}</Paragraph>
      <OrderSummary order={props} />
    </Layout>
  )
}
