import { z } from 'zod'
import { formatDay } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Layout } from './parts/layout.tsx'
import { day, organisation } from './parts/props.ts'
import { Details } from './parts/tables.tsx'
import { Note, Paragraph } from './parts/words.tsx'

export const lectureReceivedProps = z.object({ subjectCode: z.string(), receivedOn: day, organisation })

/** Somebody asked for a lecturer. Nothing she typed is in it: the address may be another person's. */
export function LectureReceived(props: z.infer<typeof lectureReceivedProps>) {
  const { t, locale } = useTexts()
  const intro = t('lecture:mail.received.intro', { day: formatDay(props.receivedOn, locale) })
  return (
    <Layout title={t('lecture:mail.received.title')} preview={intro} organisation={props.organisation}>
      <Paragraph>{t('mail:part.greetingReader')}</Paragraph>
      <Paragraph>{intro}</Paragraph>
      <Details rows={[{ label: t('lecture:mail.code'), value: props.subjectCode }]} />
      <Paragraph>{t('lecture:mail.received.next')}</Paragraph>
      <Note>{t('lecture:mail.received.notYours')}</Note>
    </Layout>
  )
}
