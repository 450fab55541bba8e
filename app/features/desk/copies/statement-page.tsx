import type { CirculationStatement } from '#app/features/circulation/statement.server.ts'
import {
  CLASS_WORDS,
  NOTE_CLASSES,
  NOTE_PURPOSES,
  PURPOSE_WORDS,
} from '#app/features/desk/copies/note-form.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { formatDay, formatNumber, formatTenths } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Foreign } from '#app/ui/foreign.tsx'
import { Notice } from '#app/ui/notice.tsx'

/** Where the copies of an issue went, by class, and whether it passes for third-class mail. */
export function StatementPage({ statement }: { statement: CirculationStatement }) {
  const { t, locale } = useTexts()
  const { verdict } = statement
  const count = (copies: number): string => formatNumber(copies, locale)
  const free = Object.values(statement.free).reduce((sum, copies) => sum + copies, 0)
  return (
    <>
      <DeskHeader
        title={
          <Foreign lang={statement.titleLanguage} withNote={false}>
            {statement.title}
          </Foreign>
        }
        lead={`${t('deskRuns:statement.title')} · ${formatDay(statement.datedOn, locale, 'month')} · ${statement.edition}`}
        crumbs={[
          { label: t('deskRuns:title'), href: '/desk/print-runs' },
          { label: t('deskRuns:statement.title'), href: '/desk/print-runs/statements' },
        ]}
      />
      <div className="stack">
        <Notice
          tone={verdict.passes ? 'success' : 'warn'}
          title={`${t('deskRuns:statement.verdict')}: ${t(verdict.passes ? 'deskRuns:statement.passes' : 'deskRuns:statement.fails')}`}
        >
          <p>
            {t('deskRuns:statement.share')}: <b>{formatTenths(verdict.share * 100, locale)} %</b>
          </p>
          <p>
            {t('deskRuns:statement.rule', { needed: count(verdict.needed), paid: count(statement.paid) })}{' '}
            {verdict.isRunLargeEnough ? null : t('deskRuns:statement.runSmall')}
          </p>
        </Notice>
        <table className="table narrow statement">
          <caption className="visually-hidden">{t('deskRuns:statement.title')}</caption>
          <tbody>
            <Part title={t('deskRuns:statement.paidByClass')} />
            {NOTE_CLASSES.map((one) => (
              <Line key={one} term={t(CLASS_WORDS[one])} copies={count(statement.paidByClass[one])} />
            ))}
            <Line term={t('deskRuns:statement.singlePaid')} copies={count(statement.singlePaid)} />
            <Line term={t('deskRuns:statement.paid')} copies={count(statement.paid)} isSum />
            <Part title={t('deskRuns:statement.free')} />
            {NOTE_PURPOSES.map((one) => (
              <Line key={one} term={t(PURPOSE_WORDS[one])} copies={count(statement.free[one])} />
            ))}
            <Line term={t('deskCopies:where.complimentary')} copies={count(free)} isSum />
            <Part title={t('deskCopies:where.title')} />
            <Line term={t('deskCopies:where.consigned')} copies={count(statement.consigned)} />
            <Line term={t('deskCopies:where.damagedOrLost')} copies={count(statement.damagedOrLost)} />
            <Line term={t('deskRuns:statement.stock')} copies={count(statement.stock)} />
            <Line term={t('deskRuns:printed')} copies={count(statement.run)} isSum />
          </tbody>
        </table>
        <p className="small soft">{`${t('deskRuns:statement.returned')}: ${count(statement.returned)}`}</p>
      </div>
    </>
  )
}

function Part({ title }: { title: string }) {
  return (
    <tr>
      <th scope="colgroup" colSpan={2}>
        {title}
      </th>
    </tr>
  )
}

function Line({ term, copies, isSum = false }: { term: string; copies: string; isSum?: boolean }) {
  return (
    <tr>
      <th scope="row">{isSum ? <b>{term}</b> : term}</th>
      <td className="number">{isSum ? <b>{copies}</b> : copies}</td>
    </tr>
  )
}
