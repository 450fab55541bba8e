import type { z } from 'zod'
import { formatDay } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Layout } from './parts/layout.tsx'
import { billMail } from './parts/props.ts'
import { BillSummary } from './parts/tables.tsx'
import { Transfer } from './parts/transfer.tsx'
import { Greeting, Note, Paragraph } from './parts/words.tsx'

export const billIssuedProps = billMail

/** A bill that no order stands behind: for what, until when, and how it is paid. */
export function BillIssued(props: z.infer<typeof billIssuedProps>) {
  const { t, locale } = useTexts()
  const intro = t('mail:billIssued.intro', { due: formatDay(props.dueOn, locale, 'weekday') })
  return (
    <Layout title={t('mail:billIssued.title')} preview={intro} organisation={props.organisation}>
      <Greeting name={props.payerName} />
      <Paragraph>{intro}</Paragraph>
      {props.account ? (
        <Transfer
          account={props.account}
          reference={props.reference}
          amountYen={props.totalYen}
          dueOn={props.dueOn}
        />
      ) : (
        <Paragraph>{t('mail:billIssued.cash')}</Paragraph>
      )}
      <Note>{t('mail:billIssued.paper')}</Note>
      <BillSummary bill={props} />
    </Layout>
  )
}
