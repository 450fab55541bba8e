import { isLocale, LOCALES, type Locale } from '#app/domain/locale.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'

/** Each language by its own name. */
export const LANGUAGE_NAMES: Record<Locale, string> = {
  ja: '日本語',
  en: 'English',
  ko: '한국어',
  tl: 'Filipino',
}

/**
 * Links to the same page in the other languages.
 * @param path the address of this page from the root, query included
 */
export function LanguageSwitcher({ path }: { path: string }) {
  const { t, locale } = useTexts()
  return (
    <nav className="languages" aria-label={t('common:nav.language')}>
      <ul role="list">
        {LOCALES.map((other) => (
          <li key={other}>
            {other === locale ? (
              <span lang={other} aria-current="true">
                {LANGUAGE_NAMES[other]}
              </span>
            ) : (
              <a href={inLanguage(path, other)} lang={other} hrefLang={other}>
                {LANGUAGE_NAMES[other]}
              </a>
            )}
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** The same page in another language. Example: `/ja/cart?x=1` in `ko` is `/ko/cart?x=1`. */
export function inLanguage(path: string, locale: Locale): string {
  const [address = '', ...query] = path.split('?')
  const [, first, ...rest] = address.split('/')
  if (!isLocale(first)) return `/${locale}`
  return [['', locale, ...rest].join('/'), ...query].join('?')
}
