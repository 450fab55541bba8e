import type { z } from 'zod'
import { formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Layout } from './parts/layout.tsx'
import { orderMail, yen } from './parts/props.ts'
import { OrderSummary } from './parts/tables.tsx'
import { Greeting, Paragraph } from './parts/words.tsx'

export const orderOverpaidProps = orderMail.extend({ receivedYen: yen, surplusYen: yen.positive() })

/** More came in than the order costs: the goods go out, the rest is the reader's. */
export function OrderOverpaid(props: z.infer<typeof orderOverpaidProps>) {
  const { t, locale } = useTexts()
  const intro = t('mail:overpaid.intro', {
    received: formatYen(props.receivedYen, locale),
    total: formatYen(props.totalYen, locale),
    surplus: formatYen(props.surplusYen, locale),
  })
  return (
    <Layout title={t('mail:overpaid.title')} preview={intro} organisation={props.organisation}>
      <Greeting name={props.contactName} />
      <Paragraph>{intro}</Paragraph>
      <Paragraph>{t('mail:overpaid.next')}</Paragraph>
      <OrderSummary order={props} />
    </Layout>
  )
}
