import { ChangeList } from '#app/features/desk/change-list.tsx'
import { FIELD_WORDS, subjectWords, valueWords } from '#app/features/desk/titles/history-words.ts'
import type { HistoryEntry, HistoryItem } from '#app/features/desk/titles/history.ts'
import { formatInstant } from '#app/platform/i18n/format.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'

const CHANGES: Record<HistoryItem['change'], TextKey> = {
  insert: 'deskCatalogue:history.added',
  update: 'deskCatalogue:history.changed',
  delete: 'deskCatalogue:history.deleted',
}

/** Who changed what and when, newest first, in words. */
export function HistoryList({ entries }: { entries: readonly HistoryEntry[] }) {
  const { t, locale } = useTexts()
  return (
    <ol className="log" role="list">
      {entries.map((entry) => (
        <li key={entry.key}>
          <p className="row">
            <b>{entry.who ?? t('deskAdmin:audit.operator')}</b>
            <time className="small soft" dateTime={entry.at.toISOString()}>
              {formatInstant(entry.at, locale)}
            </time>
          </p>
          {entry.items.map((item, index) => (
            <Item key={index} item={item} />
          ))}
        </li>
      ))}
    </ol>
  )
}

function Item({ item }: { item: HistoryItem }) {
  const { t, locale } = useTexts()
  const changes = item.changes.map(({ field, before, after }) => {
    const word = FIELD_WORDS[field]
    return {
      field: word ? t(word) : field,
      before: valueWords(field, before, locale),
      after: valueWords(field, after, locale),
    }
  })
  return (
    <div className="stack-s">
      <p>
        {subjectWords(item.subject, locale)} <span className="small soft">{t(CHANGES[item.change])}</span>
      </p>
      <ChangeList
        changes={changes}
        isNew={item.change === 'insert'}
        isGone={item.change === 'delete'}
        inWords
      />
    </div>
  )
}
