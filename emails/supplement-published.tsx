import { z } from 'zod'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Layout } from './parts/layout.tsx'
import { organisation, url } from './parts/props.ts'
import { Greeting, MailButton, MailLink, Note, Paragraph, Subheading } from './parts/words.tsx'

export const supplementPublishedProps = z.object({
  contactName: z.string(),
  kind: z.enum(['supplement', 'erratum']),
  titleName: z.string(),
  titleLanguage: z.string(),
  /** What the supplement is called and noted, in `textLanguage`, which may be a fallback. */
  name: z.string(),
  /** A new line begins a paragraph. */
  note: z.string().nullable(),
  textLanguage: z.string(),
  /** The language of the file, in words. */
  fileLanguage: z.string(),
  fileUrl: url,
  titleUrl: url,
  organisation,
})

/** There is a free addition to a book that the reader has bought, or a correction of it. */
export function SupplementPublished(props: z.infer<typeof supplementPublishedProps>) {
  const { t } = useTexts()
  const isErratum = props.kind === 'erratum'
  const intro = t(isErratum ? 'deskSupplements:mail.erratum' : 'deskSupplements:mail.supplement')
  const lines = (props.note ?? '').split('\n').filter((line) => line.trim() !== '')
  return (
    <Layout
      title={t(isErratum ? 'deskSupplements:mail.erratumTitle' : 'deskSupplements:mail.supplementTitle')}
      preview={intro}
      organisation={props.organisation}
    >
      <Greeting name={props.contactName} />
      <Paragraph>
        <strong>
          <span lang={props.titleLanguage}>{props.titleName}</span>
        </strong>
        <br />
        {intro}
      </Paragraph>
      <Subheading>
        <span lang={props.textLanguage}>{props.name}</span>
      </Subheading>
      {lines.map((line, index) => (
        <Paragraph key={index}>
          <span lang={props.textLanguage}>{line}</span>
        </Paragraph>
      ))}
      <MailButton href={props.fileUrl}>{t('deskSupplements:mail.open')}</MailButton>
      <Note>{t('deskSupplements:mail.file', { language: props.fileLanguage })}</Note>
      <Paragraph>
        <MailLink href={props.titleUrl}>{t('deskSupplements:mail.page')}</MailLink>
      </Paragraph>
      <Note>{t('deskSupplements:mail.why')}</Note>
    </Layout>
  )
}
