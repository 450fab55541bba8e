import { createContext, type ReactNode } from 'react'
import { I18nextProvider } from 'react-i18next'
import { LOCALES, type Locale } from '#app/domain/locale.ts'
import { i18nFor, textsFor, type Translate } from './texts.ts'

export type Texts = { t: Translate; locale: Locale }

const textsOf = Object.fromEntries(
  LOCALES.map((locale) => [locale, { t: textsFor(locale), locale }]),
) as Record<Locale, Texts>

export const TextsContext = createContext<Texts | null>(null)

/** Gives the components inside it the texts of one language. Mails and pages both stand in one. */
export function TextsProvider({ locale, children }: { locale: Locale; children: ReactNode }) {
  return (
    <I18nextProvider i18n={i18nFor(locale)}>
      <TextsContext.Provider value={textsOf[locale]}>{children}</TextsContext.Provider>
    </I18nextProvider>
  )
}
