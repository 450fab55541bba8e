import type { z } from 'zod'
import { formatDay } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { orderReceivedProps } from './order-received.tsx'
import { Layout } from './parts/layout.tsx'
import { OrderSummary } from './parts/tables.tsx'
import { Transfer } from './parts/transfer.tsx'
import { Greeting, Note, Paragraph } from './parts/words.tsx'

export const orderBilledProps = orderReceivedProps

/** An order that is sent with a bill: until when it is to be paid, and how. */
export function OrderBilled(props: z.infer<typeof orderBilledProps>) {
  const { t, locale } = useTexts()
  const intro = t('mail:billed.intro', { due: formatDay(props.dueOn, locale, 'weekday') })
  return (
    <Layout title={t('mail:billed.title')} preview={intro} organisation={props.organisation} strangerNote>
      <Greeting name={props.contactName} />
      <Paragraph>{intro}</Paragraph>
      <Note>{t('mail:billed.after')}</Note>
      <Transfer
        account={props.account}
        reference={props.reference}
        amountYen={props.totalYen}
        dueOn={props.dueOn}
      />
      <OrderSummary order={props} />
    </Layout>
  )
}
