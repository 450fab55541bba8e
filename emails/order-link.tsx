import { z } from 'zod'
import { formatDay } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Layout } from './parts/layout.tsx'
import { day, organisation, url } from './parts/props.ts'
import { MailLink, Note, Paragraph } from './parts/words.tsx'

export const orderLinkProps = z.object({
  orders: z.array(z.object({ code: z.string(), placedOn: day, url })).min(1),
  organisation,
})

/** A reader asked for the links of her orders again. */
export function OrderLink(props: z.infer<typeof orderLinkProps>) {
  const { t, locale } = useTexts()
  const intro = t('mail:link.intro')
  return (
    <Layout title={t('mail:link.title')} preview={intro} organisation={props.organisation}>
      <Paragraph>{t('mail:part.greetingReader')}</Paragraph>
      <Paragraph>{intro}</Paragraph>
      {props.orders.map((order) => (
        <Paragraph key={order.code}>
          <MailLink href={order.url}>
            {t('mail:link.order', { day: formatDay(order.placedOn, locale), code: order.code })}
          </MailLink>
        </Paragraph>
      ))}
      <Note>{t('mail:part.orderPage')}</Note>
      <Note>{t('mail:link.ignore')}</Note>
    </Layout>
  )
}
