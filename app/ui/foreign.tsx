import type { ReactNode } from 'react'
import { formatLanguage } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'

type ForeignProps = {
  /** The language that the text is in. */
  lang: string
  children: ReactNode
  as?: 'span' | 'div'
  /** Off where the note already stands nearby. */
  withNote?: boolean
}

/**
 * A text that may not be in the reader's language: screen readers and the browser learn which one it is in, and the reader
 * sees it said. In the reader's own language it adds nothing.
 */
export function Foreign({ lang, children, as: Element = 'span', withNote = true }: ForeignProps) {
  const { t, locale } = useTexts()
  if (lang === locale) return Element === 'div' ? <div>{children}</div> : <>{children}</>
  return (
    <>
      {withNote ? (
        <span className="foreign-note">
          {t('common:foreignText', { language: formatLanguage(lang, locale) })}
        </span>
      ) : null}
      <Element lang={lang}>{children}</Element>
    </>
  )
}
