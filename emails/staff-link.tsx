import { z } from 'zod'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Layout } from './parts/layout.tsx'
import { url } from './parts/props.ts'
import { MailLink, Note, Paragraph } from './parts/words.tsx'

export const staffLinkProps = z.object({ name: z.string(), url, minutes: z.number().int().positive() })

/** A member of staff asked for a link to sign in with. */
export function StaffLink(props: z.infer<typeof staffLinkProps>) {
  const { t } = useTexts()
  const intro = t('mail:staffLink.intro', { name: props.name })
  return (
    <Layout title={t('mail:staffLink.title')} preview={intro}>
      <Paragraph>{intro}</Paragraph>
      <Paragraph>
        <MailLink href={props.url}>{t('mail:staffLink.enter')}</MailLink>
      </Paragraph>
      <Note>{t('mail:staffLink.note', { minutes: props.minutes })}</Note>
    </Layout>
  )
}
