import { z } from 'zod'
import { formatDay, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Layout } from './parts/layout.tsx'
import { day, organisation } from './parts/props.ts'
import { Details } from './parts/tables.tsx'
import { Greeting, Note, Paragraph } from './parts/words.tsx'

const agreed = z.object({
  onDay: day,
  lecturer: z.string(),
  place: z.string().nullable(),
  isOnline: z.boolean(),
  /** Both with tax. */
  feeYen: z.int().nonnegative(),
  travelYen: z.int().nonnegative().nullable(),
})

export const lectureAnswerProps = z.object({
  subjectCode: z.string(),
  name: z.string(),
  receivedOn: day,
  /** As the office wrote it; a new line begins a paragraph. */
  answer: z.string().min(1),
  /** What was agreed on; null in an answer that ends the request. */
  agreed: agreed.nullable(),
  organisation,
})

/** The office answers a request for a lecturer, in its own words, with what was agreed on. */
export function LectureAnswer(props: z.infer<typeof lectureAnswerProps>) {
  const { t, locale } = useTexts()
  const intro = t('lecture:mail.answer.intro', { day: formatDay(props.receivedOn, locale) })
  const paragraphs = props.answer.split('\n').filter((line) => line.trim() !== '')
  return (
    <Layout title={t('lecture:mail.answer.title')} preview={intro} organisation={props.organisation}>
      <Greeting name={props.name} />
      <Paragraph>{intro}</Paragraph>
      {paragraphs.map((line, index) => (
        <Paragraph key={index}>{line}</Paragraph>
      ))}
      {props.agreed ? <Agreed agreed={props.agreed} /> : null}
      <Details rows={[{ label: t('lecture:mail.code'), value: props.subjectCode }]} />
      <Note>{t('lecture:mail.answer.more')}</Note>
    </Layout>
  )
}

function Agreed({ agreed: terms }: { agreed: z.infer<typeof agreed> }) {
  const { t, locale } = useTexts()
  const place = [terms.isOnline ? t('lecture:field.online') : '', terms.place ?? '']
    .filter(Boolean)
    .join(', ')
  return (
    <Details
      rows={[
        { label: t('lecture:field.onDay'), value: formatDay(terms.onDay, locale, 'weekday') },
        { label: t('lecture:field.lecturer'), value: terms.lecturer },
        ...(place ? [{ label: t('lecture:field.place'), value: place }] : []),
        { label: t('lecture:field.fee'), value: formatYen(terms.feeYen, locale) },
        ...(terms.travelYen === null
          ? []
          : [{ label: t('lecture:field.travel'), value: formatYen(terms.travelYen, locale) }]),
      ]}
    />
  )
}
