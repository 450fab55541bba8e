import { createInstance, type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { LOCALES, type Locale } from '#app/domain/locale.ts'
import { resources, type TextKey } from './resources.ts'

export type { TextKey } from './resources.ts'

/** What a text takes; `count` chooses its plural form. */
export type TextValues = Record<string, string | number>

/** Looks a text up in one language. */
export type Translate = (key: TextKey, values?: TextValues) => string

const MISSING = '…'

const reported = new Set<string>()

// One instance per language, made once: making one costs as much as rendering a page. Nothing ever calls changeLanguage on them.
const instances = Object.fromEntries(LOCALES.map((locale) => [locale, createI18n(locale)])) as Record<
  Locale,
  i18n
>
const translators = Object.fromEntries(LOCALES.map((locale) => [locale, createTranslate(locale)])) as Record<
  Locale,
  Translate
>

/** The i18next instance of a language, for `<Trans>` and whatever else needs the library itself. */
export function i18nFor(locale: Locale): i18n {
  return instances[locale]
}

/** The texts of one language, for server code; components take them from `useTexts()`. */
export function textsFor(locale: Locale): Translate {
  return translators[locale]
}

/** Narrows a string that travelled through a form library (an error's key) back to a text's name. */
export function isTextKey(value: string): value is TextKey {
  return value.includes(':') && instances.ja.exists(value)
}

function createI18n(locale: Locale): i18n {
  const instance = createInstance()
  void instance.use(initReactI18next).init({
    lng: locale,
    fallbackLng: 'ja',
    resources,
    ns: Object.keys(resources.ja),
    defaultNS: 'common',
    // React and react-email escape; a subject line or a PDF must not.
    interpolation: { escapeValue: false },
    initAsync: false,
    react: { useSuspense: false, bindI18n: '', bindI18nStore: '' },
    // Not even in Japanese: a mark, rather than a key on a page.
    parseMissingKeyHandler: () => MISSING,
  })
  return instance
}

function createTranslate(locale: Locale): Translate {
  const instance = instances[locale]
  // A text without values is the same each time, and a page asks for hundreds.
  const plain = new Map<TextKey, string>()
  return function translate(key, values) {
    if (values) return look(key, values)
    const known = plain.get(key) ?? look(key)
    plain.set(key, known)
    return known
  }

  function look(key: TextKey, values?: TextValues): string {
    const found = instance.t(key, { ...values, returnDetails: true })
    if (found.usedLng !== locale || found.res === MISSING) report(locale, key)
    return found.res
  }
}

/** A test keeps this from happening; if it does, it is said once and not at every page view. */
function report(locale: Locale, key: string): void {
  const id = `${locale} ${key}`
  if (reported.has(id)) return
  reported.add(id)
  console.error(`i18n: no text for ${key} in ${locale}`)
}
