import type { z } from 'zod'
import { formatDay, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { orderReceivedProps } from './order-received.tsx'
import { Layout } from './parts/layout.tsx'
import { yen } from './parts/props.ts'
import { OrderSummary } from './parts/tables.tsx'
import { Transfer } from './parts/transfer.tsx'
import { Greeting, Note, Paragraph } from './parts/words.tsx'

export const billReminderProps = orderReceivedProps.extend({
  /** What is still to be paid. */
  missingYen: yen.positive(),
})

/** A bill is past its day. Money may be on its way, so it asks rather than warns. */
export function BillReminder(props: z.infer<typeof billReminderProps>) {
  const { t, locale } = useTexts()
  const intro = t('mail:billReminder.intro', {
    due: formatDay(props.dueOn, locale, 'weekday'),
    missing: formatYen(props.missingYen, locale),
  })
  return (
    <Layout title={t('mail:billReminder.title')} preview={intro} organisation={props.organisation}>
      <Greeting name={props.contactName} />
      <Paragraph>{intro}</Paragraph>
      <Paragraph>{t('mail:billReminder.ask')}</Paragraph>
      <Transfer
        account={props.account}
        reference={props.reference}
        amountYen={props.missingYen}
        dueOn={null}
      />
      <Note>{t('mail:billReminder.crossed')}</Note>
      <OrderSummary order={props} />
    </Layout>
  )
}
