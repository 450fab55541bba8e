import { Button, Heading, Link, Section, Text } from '@react-email/components'
import type { ReactNode } from 'react'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { stylesFor } from './theme.ts'
import { typedText } from './typed-text.ts'

type Children = { children: ReactNode }

export function Paragraph({ children }: Children) {
  const { locale } = useTexts()
  return (
    <Text className="ink" style={stylesFor(locale).text}>
      {children}
    </Text>
  )
}

/** Smaller words: hints, conditions, the sender. */
export function Note({ children }: Children) {
  const { locale } = useTexts()
  return (
    <Text className="soft" style={stylesFor(locale).note}>
      {children}
    </Text>
  )
}

export function Subheading({ children }: Children) {
  const { locale } = useTexts()
  return (
    <Heading as="h2" className="ink rule" style={stylesFor(locale).heading}>
      {children}
    </Heading>
  )
}

/** A code to copy by hand. */
export function BigCode({ children }: Children) {
  const { locale } = useTexts()
  return (
    <Text className="ink" style={stylesFor(locale).big}>
      {children}
    </Text>
  )
}

export function MailLink({ href, children }: Children & { href: string }) {
  const { locale } = useTexts()
  return (
    <Link className="accent" href={href} style={stylesFor(locale).link}>
      {children}
    </Link>
  )
}

export function MailButton({ href, children }: Children & { href: string }) {
  const { locale } = useTexts()
  return (
    <Section style={{ margin: '20px 0 16px' }}>
      <Button className="button" href={href} style={stylesFor(locale).button}>
        {children}
      </Button>
    </Section>
  )
}

export function Greeting({ name }: { name: string }) {
  const { t } = useTexts()
  return <Paragraph>{t('mail:part.greeting', { name: typedText(name) })}</Paragraph>
}
