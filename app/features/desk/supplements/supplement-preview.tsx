import { LOCALES, pickText, type Locale } from '#app/domain/locale.ts'
import type { TokyoDay } from '#app/domain/day.ts'
import { SupplementItem } from '#app/features/catalogue/supplement-list.tsx'
import type { DeskSupplement } from '#app/features/desk/supplements/load-supplement.server.ts'
import { TextsProvider } from '#app/platform/i18n/texts-provider.tsx'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { LANGUAGE_NAMES } from '#app/ui/language-switcher.tsx'

type SupplementPreviewProps = { supplement: DeskSupplement; today: TokyoDay }

/** What readers of each language see on the edition's page. The link leads to the file as the desk has it. */
export function SupplementPreview({ supplement, today }: SupplementPreviewProps) {
  const { t } = useTexts()
  return (
    <section className="stack" aria-labelledby="preview">
      <h2 id="preview">{t('deskSupplements:preview.title')}</h2>
      <p className="small soft">{t('deskSupplements:preview.lead')}</p>
      <ul className="ruled" role="list">
        {LOCALES.map((locale) => (
          <li key={locale}>
            <h3 lang={locale}>{LANGUAGE_NAMES[locale]}</h3>
            <div lang={locale}>
              <TextsProvider locale={locale}>
                <OneLanguage supplement={supplement} today={today} locale={locale} />
              </TextsProvider>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

function OneLanguage({ supplement, today, locale }: SupplementPreviewProps & { locale: Locale }) {
  const text = pickText(supplement.texts, locale)?.text
  if (!text) return null
  const { slug, kind, language, publishedOn, file } = supplement
  const view = { slug, kind, language, text, byteLength: file.byteLength, publishedOn: publishedOn ?? today }
  return <SupplementItem supplement={view} href={`/desk/supplements/${supplement.id}/file`} />
}
