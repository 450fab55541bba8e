import type { Locale } from '#app/domain/locale.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'

/** The head of a page that belongs to one reader: a title, and nothing for search engines. */
export function privateMeta(locale: Locale | undefined, title: (t: ReturnType<typeof textsFor>) => string) {
  const t = textsFor(locale ?? 'ja')
  return [
    { title: `${title(t)} | ${t('common:site.name')}` },
    { name: 'robots', content: 'noindex, nofollow' },
  ]
}
