import { z } from 'zod'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Layout } from './parts/layout.tsx'
import { copiesOfTitle, orderMail } from './parts/props.ts'
import { CopiesList, OrderSummary } from './parts/tables.tsx'
import { Greeting, Paragraph } from './parts/words.tsx'

export const preorderReadyProps = orderMail.extend({ ready: z.array(copiesOfTitle).min(1) })

/** Pre-ordered copies have come in and are about to be posted. */
export function PreorderReady(props: z.infer<typeof preorderReadyProps>) {
  const { t } = useTexts()
  const intro = t('mail:ready.intro')
  return (
    <Layout title={t('mail:ready.title')} preview={intro} organisation={props.organisation}>
      <Greeting name={props.contactName} />
      <Paragraph>{intro}</Paragraph>
      <CopiesList copies={props.ready} />
      <Paragraph>{t('mail:ready.address')}</Paragraph>
      <OrderSummary order={props} />
    </Layout>
  )
}
