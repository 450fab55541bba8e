import { ChangeList } from '#app/features/desk/change-list.tsx'
import type { SupplementChange } from '#app/features/desk/supplements/supplement-history.server.ts'
import { formatInstant } from '#app/platform/i18n/format.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { LANGUAGE_NAMES } from '#app/ui/language-switcher.tsx'
import { isLocale } from '#app/domain/locale.ts'

/** The columns of the log in the words of the form. */
const FIELD_WORDS: Record<string, TextKey> = {
  edition_id: 'deskSupplements:field.edition',
  kind: 'deskSupplements:field.kind',
  language: 'deskSupplements:field.language',
  file_id: 'deskSupplements:field.file',
  published_on: 'deskSupplements:field.publishedOn',
  name: 'deskSupplements:field.name',
  note: 'deskSupplements:field.note',
}

/** Who changed what of a supplement. */
export function HistorySection({ history }: { history: readonly SupplementChange[] }) {
  const { t, locale } = useTexts()
  return (
    <section className="stack" aria-labelledby="history">
      <h2 id="history">{t('deskSupplements:history.title')}</h2>
      {history.length === 0 ? <p>{t('deskSupplements:history.none')}</p> : null}
      <ol className="log" role="list">
        {history.map((entry) => (
          <li key={entry.id}>
            <p className="small soft">
              {formatInstant(entry.at, locale)} · {entry.who ?? t('deskAdmin:settings.byShop')}
              {isLocale(entry.locale) ? ` · ${LANGUAGE_NAMES[entry.locale]}` : null}
            </p>
            <ChangeList
              changes={entry.changes.map((change) => {
                const word = FIELD_WORDS[change.field]
                return word ? { ...change, field: t(word) } : change
              })}
              isNew={entry.change === 'insert'}
              isGone={entry.change === 'delete'}
            />
          </li>
        ))}
      </ol>
    </section>
  )
}
