import { isTokyoDay } from '#app/domain/day.ts'
import { isLocale, type Locale } from '#app/domain/locale.ts'
import { ChangeList } from '#app/features/desk/change-list.tsx'
import type { LectureChange } from '#app/features/desk/lectures/lecture-history.server.ts'
import { LECTURE_WORDS } from '#app/features/lectures/lecture.ts'
import {
  formatDay,
  formatInstant,
  formatLanguage,
  formatNumber,
  formatYen,
} from '#app/platform/i18n/format.ts'
import { textsFor, type TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'

/** The columns of the log in the words of the forms. */
const FIELD_WORDS: Record<string, TextKey> = {
  lecturer: 'lecture:field.lecturer',
  on_day: 'lecture:field.onDay',
  fee_yen: 'lecture:field.fee',
  travel_yen: 'lecture:field.travel',
  place: 'lecture:field.place',
  is_online: 'lecture:field.online',
  audience: 'lecture:field.audience',
  locale: 'inquiry:desk.language',
}

/** Who did what with a request, newest first. */
export function LectureHistory({ history }: { history: readonly LectureChange[] }) {
  const { t, locale } = useTexts()
  return (
    <ol className="log" role="list">
      {history.map((entry) => (
        <li key={entry.id}>
          <p>{whatHappened(entry, locale)}</p>
          <p className="small soft">
            <time dateTime={entry.at.toISOString()}>{formatInstant(entry.at, locale)}</time> ·{' '}
            {entry.who ?? t('deskAdmin:audit.operator')}
          </p>
          {entry.changes.length > 0 ? (
            <ChangeList
              changes={entry.changes.map(({ field, before, after }) => ({
                field: FIELD_WORDS[field] ? t(FIELD_WORDS[field]) : field,
                before: valueWords(field, before, locale),
                after: valueWords(field, after, locale),
              }))}
              isNew={false}
              isGone={false}
              inWords
            />
          ) : null}
        </li>
      ))}
    </ol>
  )
}

function whatHappened({ isNew, state }: LectureChange, locale: Locale): string {
  const t = textsFor(locale)
  if (isNew) return t('lecture:history.entered')
  return state
    ? t('lecture:history.became', { state: t(LECTURE_WORDS[state].text) })
    : t('lecture:history.changed')
}

/** A value of the row as a person reads it. */
function valueWords(field: string, value: string, locale: Locale): string {
  if (value === '') return ''
  const t = textsFor(locale)
  if (field === 'is_online') return t(value === 'true' ? 'lecture:desk.yes' : 'lecture:desk.no')
  if (field.endsWith('_yen')) return formatYen(Number(value), locale)
  if (field === 'audience') return formatNumber(Number(value), locale)
  if (field === 'locale' && isLocale(value)) return formatLanguage(value, locale)
  return isTokyoDay(value) ? formatDay(value, locale) : value
}
