import { z } from 'zod'
import { formatDay, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Layout } from './parts/layout.tsx'
import { methodText } from './parts/method-text.ts'
import { day, orderMail, paymentMethod } from './parts/props.ts'
import { Receipt } from './parts/receipt.tsx'
import { OrderSummary } from './parts/tables.tsx'
import { Greeting, Paragraph } from './parts/words.tsx'

export const orderPaidProps = orderMail.extend({
  method: paymentMethod,
  /** The day the money came: the date of the receipt. */
  receivedOn: day,
  /** Whom the receipt is made out to (宛名); the contact's name when null. */
  receiptName: z.string().nullable(),
  hasDownloads: z.boolean(),
  /** Pre-ordered copies that are posted once they exist. */
  preorders: z.array(
    z.object({
      name: z.string(),
      textLanguage: z.string(),
      copies: z.int().positive(),
      expectedOn: day.nullable(),
    }),
  ),
  /** Whether anything can be posted now. */
  postsNow: z.boolean(),
})

/** The order is paid: a receipt, and what happens next. */
export function OrderPaid(props: z.infer<typeof orderPaidProps>) {
  const { t, locale } = useTexts()
  const intro = t('mail:paid.intro', { amount: formatYen(props.totalYen, locale) })
  return (
    <Layout title={t('mail:paid.title')} preview={intro} organisation={props.organisation}>
      <Greeting name={props.contactName} />
      <Paragraph>{intro}</Paragraph>
      {props.postsNow && <Paragraph>{t('mail:paid.post')}</Paragraph>}
      {props.hasDownloads && <Paragraph>{t('mail:paid.download')}</Paragraph>}
      {props.preorders.length > 0 && (
        <>
          <Paragraph>{t('mail:paid.preorder')}</Paragraph>
          <ul>
            {props.preorders.map((line, index) => (
              <li key={index}>
                <Paragraph>
                  <span lang={line.textLanguage}>{line.name}</span>{' '}
                  {t('mail:part.copies', { copies: line.copies })}
                  {line.expectedOn &&
                    ` (${t('mail:paid.expected', { month: formatDay(line.expectedOn, locale, 'month') })})`}
                </Paragraph>
              </li>
            ))}
          </ul>
        </>
      )}
      <Receipt
        order={props}
        name={props.receiptName ?? props.contactName}
        receivedOn={props.receivedOn}
        method={methodText(t, props.method)}
      />
      <OrderSummary order={props} />
    </Layout>
  )
}
