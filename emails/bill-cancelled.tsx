import type { z } from 'zod'
import { formatDay } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Layout } from './parts/layout.tsx'
import { billMail } from './parts/props.ts'
import { BillSummary } from './parts/tables.tsx'
import { Greeting, Paragraph } from './parts/words.tsx'

export const billCancelledProps = billMail

/** A bill that no order stands behind is taken back: nothing is to be paid. */
export function BillCancelled(props: z.infer<typeof billCancelledProps>) {
  const { t, locale } = useTexts()
  const intro = t('mail:billCancelled.intro', { day: formatDay(props.billedOn, locale) })
  return (
    <Layout title={t('mail:billCancelled.title')} preview={intro} organisation={props.organisation}>
      <Greeting name={props.payerName} />
      <Paragraph>{intro}</Paragraph>
      <Paragraph>{t('mail:billCancelled.next')}</Paragraph>
      <BillSummary bill={props} />
    </Layout>
  )
}
