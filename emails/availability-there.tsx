import { z } from 'zod'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { availabilityConfirmProps } from './availability-confirm.tsx'
import { EditionLine } from './parts/edition-line.tsx'
import { Layout } from './parts/layout.tsx'
import { url } from './parts/props.ts'
import { MailButton, MailLink, Note, Paragraph } from './parts/words.tsx'

export const availabilityThereProps = availabilityConfirmProps.extend({ titleUrl: url })

/** What a reader has waited for is there. The only mail of this kind that she gets. */
export function AvailabilityThere(props: z.infer<typeof availabilityThereProps>) {
  const { t } = useTexts()
  const intro = t('notify:thereMail.intro')
  return (
    <Layout title={t('notify:thereMail.title')} preview={intro} organisation={props.organisation}>
      <Paragraph>{t('mail:part.greetingReader')}</Paragraph>
      <Paragraph>{intro}</Paragraph>
      <EditionLine edition={props} />
      <MailButton href={props.titleUrl}>{t('notify:thereMail.open')}</MailButton>
      <Paragraph>{t('notify:thereMail.few')}</Paragraph>
      <Note>
        {t('notify:thereMail.over')} <MailLink href={props.url}>{t('notify:thereMail.request')}</MailLink>
      </Note>
    </Layout>
  )
}
