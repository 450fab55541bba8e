import { z } from 'zod'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Layout } from './parts/layout.tsx'
import { EditionLine } from './parts/edition-line.tsx'
import { organisation, url } from './parts/props.ts'
import { MailButton, Note, Paragraph } from './parts/words.tsx'

export const availabilityConfirmProps = z.object({
  titleName: z.string(),
  /** The language of `titleName`, which may be a fallback. */
  textLanguage: z.string(),
  editionName: z.string(),
  /** Leads to a page with a button: mail programs open links by themselves. */
  url,
  organisation,
})

/** Somebody, perhaps not the owner of this address, asks to be told when an edition is there. */
export function AvailabilityConfirm(props: z.infer<typeof availabilityConfirmProps>) {
  const { t } = useTexts()
  const intro = t('notify:confirmMail.intro')
  return (
    <Layout title={t('notify:confirmMail.title')} preview={intro} organisation={props.organisation}>
      <Paragraph>{t('mail:part.greetingReader')}</Paragraph>
      <Paragraph>{intro}</Paragraph>
      <EditionLine edition={props} />
      <MailButton href={props.url}>{t('notify:confirmMail.open')}</MailButton>
      <Note>{t('notify:confirmMail.ignore')}</Note>
      <Note>{t('notify:confirmMail.end')}</Note>
    </Layout>
  )
}
