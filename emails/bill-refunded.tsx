import type { z } from 'zod'
import { formatDay, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Layout } from './parts/layout.tsx'
import { methodText } from './parts/method-text.ts'
import { billMail, day, paymentMethod, yen } from './parts/props.ts'
import { BillSummary } from './parts/tables.tsx'
import { Greeting, Paragraph } from './parts/words.tsx'

export const billRefundedProps = billMail.extend({
  refundYen: yen.positive(),
  refundedOn: day,
  method: paymentMethod,
})

/** Money of a bill that no order stands behind has gone back to who paid it. */
export function BillRefunded(props: z.infer<typeof billRefundedProps>) {
  const { t, locale } = useTexts()
  const intro = t('mail:billRefunded.intro', {
    amount: formatYen(props.refundYen, locale),
    day: formatDay(props.refundedOn, locale),
    method: methodText(t, props.method),
  })
  return (
    <Layout title={t('mail:billRefunded.title')} preview={intro} organisation={props.organisation}>
      <Greeting name={props.payerName} />
      <Paragraph>{intro}</Paragraph>
      <Paragraph>{t('mail:billRefunded.paper')}</Paragraph>
      <BillSummary bill={props} />
    </Layout>
  )
}
