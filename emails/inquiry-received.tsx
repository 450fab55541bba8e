import { z } from 'zod'
import { formatDay } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Layout } from './parts/layout.tsx'
import { day, organisation } from './parts/props.ts'
import { Note, Paragraph } from './parts/words.tsx'

export const inquiryReceivedProps = z.object({ receivedOn: day, organisation })

/** Somebody wrote to the office. Nothing she typed is in it: the address may be another person's. */
export function InquiryReceived(props: z.infer<typeof inquiryReceivedProps>) {
  const { t, locale } = useTexts()
  const intro = t('mail:inquiryReceived.intro', { day: formatDay(props.receivedOn, locale) })
  return (
    <Layout title={t('mail:inquiryReceived.title')} preview={intro} organisation={props.organisation}>
      <Paragraph>{t('mail:part.greetingReader')}</Paragraph>
      <Paragraph>{intro}</Paragraph>
      <Paragraph>{t('mail:inquiryReceived.next')}</Paragraph>
      <Note>{t('mail:inquiryReceived.notYours')}</Note>
    </Layout>
  )
}
