import type { z } from 'zod'
import { formatDay, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Layout } from './parts/layout.tsx'
import { billMail, yen } from './parts/props.ts'
import { BillSummary } from './parts/tables.tsx'
import { Transfer } from './parts/transfer.tsx'
import { Greeting, Note, Paragraph } from './parts/words.tsx'

export const billRemindedProps = billMail.extend({
  /** What is still to be paid. */
  missingYen: yen.positive(),
})

/** A bill that no order stands behind is past its day. Money may be on its way, so it asks rather than warns. */
export function BillReminded(props: z.infer<typeof billRemindedProps>) {
  const { t, locale } = useTexts()
  const intro = t('mail:billReminder.intro', {
    due: formatDay(props.dueOn, locale, 'weekday'),
    missing: formatYen(props.missingYen, locale),
  })
  return (
    <Layout title={t('mail:billReminder.title')} preview={intro} organisation={props.organisation}>
      <Greeting name={props.payerName} />
      <Paragraph>{intro}</Paragraph>
      {props.account ? (
        <>
          <Paragraph>{t('mail:billReminder.ask')}</Paragraph>
          <Transfer
            account={props.account}
            reference={props.reference}
            amountYen={props.missingYen}
            dueOn={null}
          />
        </>
      ) : (
        <Paragraph>{t('mail:billIssued.cash')}</Paragraph>
      )}
      <Note>{t('mail:billReminder.crossed')}</Note>
      <BillSummary bill={props} />
    </Layout>
  )
}
