import { LECTURE_STATES, type LectureTodo } from '#app/domain/lecture.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import {
  LECTURE_TODO,
  lecturesHref,
  type LectureFilters,
} from '#app/features/desk/lectures/lecture-filters.ts'
import type {
  LectureList,
  LectureTotal,
  ListedLecture,
} from '#app/features/desk/lectures/list-lectures.server.ts'
import { LECTURE_WORDS } from '#app/features/lectures/lecture.ts'
import { formatDay, formatInstant, formatNumber, formatYen } from '#app/platform/i18n/format.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Badge } from '#app/ui/badge.tsx'
import { Field, SelectField } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { Pagination } from '#app/ui/pagination.tsx'

/** What is to be done about a request. */
export const TODO_WORDS: Record<LectureTodo, TextKey> = {
  answer: 'lecture:todo.answer',
  hold: 'lecture:todo.hold',
  bill: 'lecture:todo.bill',
}

/** Requests for a lecturer, and how many of each year stand where. */
export function LecturesPage({ filters, list }: { filters: LectureFilters; list: LectureList }) {
  const { t } = useTexts()
  const isNarrowed = lecturesHref({ ...filters, page: 1 }) !== lecturesHref({})
  return (
    <>
      <DeskHeader title={t('lecture:desk.title')} lead={t('lecture:desk.lead')}>
        <p className="row form-foot">
          <a className="button quiet" href="/desk/lectures/new">
            {t('lecture:entry.title')}
          </a>
        </p>
      </DeskHeader>
      <div className="stack">
        <Filters filters={filters} years={list.years} />
        <p className="row spread" role="status">
          <span>{t('lecture:list.found', { count: list.total })}</span>
          {isNarrowed ? (
            <a className="target" href="/desk/lectures">
              {t('inquiry:list.all')}
            </a>
          ) : null}
        </p>
        {list.lectures.length === 0 ? (
          <Notice>{t(isNarrowed ? 'lecture:list.nothing' : 'lecture:list.none')}</Notice>
        ) : (
          <LectureTable lectures={list.lectures} />
        )}
        <Pagination
          page={filters.page}
          pages={list.pages}
          hrefFor={(page) => lecturesHref({ ...filters, page })}
        />
        {list.totals.length > 0 ? <Totals totals={list.totals} /> : null}
      </div>
    </>
  )
}

function Filters({ filters, years }: { filters: LectureFilters; years: readonly number[] }) {
  const { t } = useTexts()
  const any = { value: '', label: t('bills:list.any') }
  return (
    <form method="get" action="/desk/lectures" role="search" className="filters desk-filters">
      <Field
        name="q"
        type="search"
        label={t('lecture:list.search')}
        hint={t('lecture:list.searchHint')}
        maxLength={100}
        defaultValue={filters.q}
        autoComplete="off"
      />
      <SelectField
        name="state"
        label={t('bills:list.state')}
        defaultValue={filters.state ?? ''}
        options={[
          any,
          { value: LECTURE_TODO, label: t('lecture:list.todo') },
          ...LECTURE_STATES.map((value) => ({ value, label: t(LECTURE_WORDS[value].text) })),
        ]}
      />
      <SelectField
        name="year"
        label={t('lecture:list.year')}
        defaultValue={filters.year ?? ''}
        options={[any, ...years.map((year) => ({ value: String(year), label: String(year) }))]}
      />
      <p className="filter-button">
        <button type="submit" className="button quiet">
          {t('bills:list.show')}
        </button>
      </p>
    </form>
  )
}

function LectureTable({ lectures }: { lectures: readonly ListedLecture[] }) {
  const { t, locale } = useTexts()
  return (
    <table className="table stacked">
      <caption className="visually-hidden">{t('lecture:desk.title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('bills:subject')}</th>
          <th scope="col">{t('lecture:list.who')}</th>
          <th scope="col">{t('bills:list.state')}</th>
          <th scope="col">{t('lecture:field.onDay')}</th>
          <th scope="col" className="number">
            {t('lecture:list.asked')}
          </th>
        </tr>
      </thead>
      <tbody>
        {lectures.map((lecture) => (
          <tr key={lecture.code}>
            <th scope="row">
              <a className="code target nowrap" href={`/desk/lectures/${lecture.code}`}>
                {lecture.code}
              </a>
            </th>
            <td>
              {[lecture.organisation, lecture.name].filter(Boolean).join(' ') || t('bills:erased')}
              <span className="block small soft">{lecture.topic}</span>
            </td>
            <td>
              <Badge tone={LECTURE_WORDS[lecture.state].tone}>{t(LECTURE_WORDS[lecture.state].text)}</Badge>
              {lecture.todo ? <span className="block small">{t(TODO_WORDS[lecture.todo])}</span> : null}
            </td>
            <td className="nowrap" data-label={t('lecture:field.onDay')}>
              {lecture.onDay ? formatDay(lecture.onDay, locale, 'short') : '–'}
              <span className="block small soft">
                {t('inquiry:desk.received')} {formatInstant(lecture.receivedAt, locale)}
              </span>
            </td>
            <td className="number" data-label={t('lecture:list.asked')}>
              {lecture.askedYen === null ? '–' : formatYen(lecture.askedYen, locale)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Totals({ totals }: { totals: readonly LectureTotal[] }) {
  const { t, locale } = useTexts()
  return (
    <details className="panel">
      <summary className="target">{t('lecture:totals.title')}</summary>
      <table className="table">
        <caption>{t('lecture:totals.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('lecture:list.year')}</th>
            <th scope="col">{t('bills:list.state')}</th>
            <th scope="col" className="number">
              {t('inquiry:report.count')}
            </th>
            <th scope="col" className="number">
              {t('lecture:list.asked')}
            </th>
          </tr>
        </thead>
        <tbody>
          {totals.map(({ year, state, count, yen }) => (
            <tr key={`${year} ${state}`}>
              <th scope="row">{year}</th>
              <td>{t(LECTURE_WORDS[state].text)}</td>
              <td className="number">{formatNumber(count, locale)}</td>
              <td className="number">{formatYen(yen, locale)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
