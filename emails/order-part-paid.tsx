import { z } from 'zod'
import { formatDay, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Layout } from './parts/layout.tsx'
import { day, orderMail, transferAccount, yen } from './parts/props.ts'
import { OrderSummary } from './parts/tables.tsx'
import { Transfer } from './parts/transfer.tsx'
import { Greeting, Paragraph } from './parts/words.tsx'

export const orderPartPaidProps = orderMail.extend({
  /** All that has come in for this order so far. */
  receivedYen: yen,
  missingYen: yen.positive(),
  /** How to transfer the rest; null when the order is not paid by transfer. */
  transfer: z.object({ account: transferAccount, reference: z.string(), dueOn: day }).nullable(),
})

/** Less came in than the order costs: how to pay the rest. */
export function OrderPartPaid(props: z.infer<typeof orderPartPaidProps>) {
  const { t, locale } = useTexts()
  const intro = t('mail:partPaid.intro', {
    received: formatYen(props.receivedYen, locale),
    total: formatYen(props.totalYen, locale),
    missing: formatYen(props.missingYen, locale),
  })
  return (
    <Layout title={t('mail:partPaid.title')} preview={intro} organisation={props.organisation}>
      <Greeting name={props.contactName} />
      <Paragraph>{intro}</Paragraph>
      {props.transfer ? (
        <>
          <Paragraph>
            {t('mail:partPaid.how', { due: formatDay(props.transfer.dueOn, locale, 'weekday') })}
          </Paragraph>
          <Transfer
            account={props.transfer.account}
            reference={props.transfer.reference}
            amountYen={props.missingYen}
            dueOn={props.transfer.dueOn}
          />
        </>
      ) : (
        <Paragraph>{t('mail:partPaid.reply')}</Paragraph>
      )}
      <OrderSummary order={props} />
    </Layout>
  )
}
