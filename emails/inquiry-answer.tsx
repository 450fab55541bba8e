import { z } from 'zod'
import { formatDay } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Layout } from './parts/layout.tsx'
import { day, organisation } from './parts/props.ts'
import { Greeting, Note, Paragraph } from './parts/words.tsx'

export const inquiryAnswerProps = z.object({
  name: z.string(),
  receivedOn: day,
  /** As the office wrote it; a new line begins a paragraph. */
  answer: z.string().min(1),
  organisation,
})

/** The office answers what somebody asked. */
export function InquiryAnswer(props: z.infer<typeof inquiryAnswerProps>) {
  const { t, locale } = useTexts()
  const intro = t('mail:inquiryAnswer.intro', { day: formatDay(props.receivedOn, locale) })
  const paragraphs = props.answer.split('\n').filter((line) => line.trim() !== '')
  return (
    <Layout title={t('mail:inquiryAnswer.title')} preview={intro} organisation={props.organisation}>
      <Greeting name={props.name} />
      <Paragraph>{intro}</Paragraph>
      {paragraphs.map((line, index) => (
        <Paragraph key={index}>{line}</Paragraph>
      ))}
      <Note>{t('mail:inquiryAnswer.more')}</Note>
    </Layout>
  )
}
