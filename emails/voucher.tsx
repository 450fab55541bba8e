import type { z } from 'zod'
import { formatDay, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Layout } from './parts/layout.tsx'
import { day, orderMail, url } from './parts/props.ts'
import { OrderSummary } from './parts/tables.tsx'
import { Greeting, MailButton, Note, Paragraph } from './parts/words.tsx'

export const voucherProps = orderMail.extend({ voucherUrl: url, dueOn: day })

/** A konbini voucher is out: where its numbers are and until when it can be paid. */
export function Voucher(props: z.infer<typeof voucherProps>) {
  const { t, locale } = useTexts()
  const intro = t('mail:voucher.intro', {
    due: formatDay(props.dueOn, locale, 'weekday'),
    amount: formatYen(props.totalYen, locale),
  })
  return (
    <Layout title={t('mail:voucher.title')} preview={intro} organisation={props.organisation} strangerNote>
      <Greeting name={props.contactName} />
      <Paragraph>{intro}</Paragraph>
      <MailButton href={props.voucherUrl}>{t('mail:voucher.open')}</MailButton>
      <Paragraph>{t('mail:voucher.stores')}</Paragraph>
      <Note>{t('mail:voucher.after')}</Note>
      <OrderSummary order={props} />
    </Layout>
  )
}
