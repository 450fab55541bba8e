import { z } from 'zod'
import { formatDay } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Layout } from './parts/layout.tsx'
import { day, orderMail, transferAccount } from './parts/props.ts'
import { OrderSummary } from './parts/tables.tsx'
import { Transfer } from './parts/transfer.tsx'
import { Greeting, Note, Paragraph } from './parts/words.tsx'

export const orderReceivedProps = orderMail.extend({
  account: transferAccount,
  reference: z.string(),
  dueOn: day,
})

/** An order that is paid by bank or postal transfer: how to pay it. */
export function OrderReceived(props: z.infer<typeof orderReceivedProps>) {
  const { t, locale } = useTexts()
  const intro = t('mail:received.intro', { due: formatDay(props.dueOn, locale, 'weekday') })
  return (
    <Layout title={t('mail:received.title')} preview={intro} organisation={props.organisation} strangerNote>
      <Greeting name={props.contactName} />
      <Paragraph>{intro}</Paragraph>
      <Transfer
        account={props.account}
        reference={props.reference}
        amountYen={props.totalYen}
        dueOn={props.dueOn}
      />
      <Note>{t('mail:received.after')}</Note>
      <OrderSummary order={props} />
    </Layout>
  )
}
