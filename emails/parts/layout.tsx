import { Body, Container, Head, Heading, Html, Preview, Section, Text } from '@react-email/components'
import type { ReactNode } from 'react'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import type { Organisation } from './props.ts'
import { darkModeCss, stylesFor } from './theme.ts'
import { MailLink, Note } from './words.tsx'

type Props = {
  title: string
  /** What the list of a mail program shows beside the subject. */
  preview: string
  /** Who writes to a reader; left out of mails among the staff. */
  organisation?: Organisation
  /** Whether to ask those who ordered nothing to say so. */
  strangerNote?: boolean
  children: ReactNode
}

/** The sheet of paper that every mail is written on: shop, title, text, sender. */
export function Layout({ title, preview, organisation, strangerNote = false, children }: Props) {
  const { t, locale } = useTexts()
  const styles = stylesFor(locale)
  return (
    <Html lang={locale} dir="ltr">
      <Head>
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        {/* As children React would escape its selectors; the text is a constant. */}
        <style dangerouslySetInnerHTML={{ __html: darkModeCss }} />
      </Head>
      <Preview>{preview}</Preview>
      <Body className="paper" style={styles.body}>
        <Container className="sheet" style={styles.sheet}>
          <Text className="soft" style={styles.shop}>
            {t('mail:part.shop')}
          </Text>
          <Heading as="h1" className="ink" style={styles.title}>
            {title}
          </Heading>
          {children}
          {organisation && (
            <Section className="rule" style={styles.foot}>
              <Note>{t('mail:part.contact')}</Note>
              {strangerNote && <Note>{t('mail:part.notYours')}</Note>}
              <Note>
                {organisation.name}
                {organisation.address.map((line) => (
                  <span key={line}>
                    <br />
                    {line}
                  </span>
                ))}
                <br />
                <MailLink href={`mailto:${organisation.email}`}>{organisation.email}</MailLink>
                {organisation.phone && (
                  <>
                    <br />
                    {t('mail:part.phone', { phone: organisation.phone })}
                  </>
                )}
              </Note>
            </Section>
          )}
        </Container>
      </Body>
    </Html>
  )
}
