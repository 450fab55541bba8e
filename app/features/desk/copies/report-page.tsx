import type { TokyoDay } from '#app/domain/day.ts'
import type { ReportSums } from '#app/features/circulation/read-runs.server.ts'
import type { ReportedRun } from '#app/features/circulation/report-runs.server.ts'
import { CopyBar, PlaceLegend } from '#app/features/desk/copies/copy-bar.tsx'
import { reportHref, type ReportSearch } from '#app/features/desk/copies/report-search.ts'
import { SalesSpark } from '#app/features/desk/copies/sales-spark.tsx'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { formatDay, formatNumber, formatTenths, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Fact } from '#app/ui/fact.tsx'
import { Field, SelectField } from '#app/ui/field.tsx'
import { Foreign } from '#app/ui/foreign.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { Pagination } from '#app/ui/pagination.tsx'

type ReportPageProps = {
  runs: readonly ReportedRun[]
  sums: ReportSums
  search: ReportSearch
  today: TokyoDay
  page: number
  pages: number
}

/** The print-run report: every run with where its copies went, and all of them together. */
export function ReportPage({ runs, sums, search, today, page, pages }: ReportPageProps) {
  const { t } = useTexts()
  return (
    <>
      <DeskHeader title={t('deskRuns:title')} lead={t('deskRuns:lead')} />
      <form method="get" action="/desk/print-runs" role="search" className="filters desk-filters">
        <Field
          name="q"
          type="search"
          label={t('deskAdmin:stock.search')}
          hint={t('deskAdmin:stock.searchHint')}
          maxLength={100}
          defaultValue={search.q}
          autoComplete="off"
        />
        <SelectField
          name="kind"
          label={t('deskRuns:kind')}
          defaultValue={search.kind ?? ''}
          options={[
            { value: '', label: t('deskRuns:kindAll') },
            { value: 'issues', label: t('deskRuns:kindIssues') },
            { value: 'books', label: t('deskRuns:kindBooks') },
          ]}
        />
        <p className="filter-button">
          <button type="submit" className="button">
            {t('common:action.search')}
          </button>
        </p>
      </form>
      <p className="row spread found" role="status">
        <span>{t('deskRuns:found', { count: sums.runs })}</span>
        <span className="row">
          <a className="target" href="/desk/print-runs/next">
            {t('deskNext:title')}
          </a>
          <a className="target" href="/desk/print-runs/statements">
            {t('deskRuns:statement.title')}
          </a>
          <a className="target" href={reportHref('/desk/print-runs.csv', search)}>
            {t('deskRuns:file')}
          </a>
        </span>
      </p>
      {sums.runs === 0 ? (
        <Notice title={t(search.q || search.kind ? 'deskAdmin:stock.empty' : 'deskRuns:none')}>
          {t(search.q || search.kind ? 'deskAdmin:stock.emptyAdvice' : 'deskRuns:noneAdvice')}
        </Notice>
      ) : (
        <div className="stack">
          <section className="section">
            <h2>{t('deskRuns:sums')}</h2>
            <CopyBar places={sums} />
            <PlaceLegend places={sums} />
          </section>
          <ul className="ruled" role="list">
            {runs.map((run) => (
              <li key={`${run.edition}/${run.run}`}>
                <RunReport run={run} today={today} />
              </li>
            ))}
          </ul>
        </div>
      )}
      <Pagination
        page={page}
        pages={pages}
        hrefFor={(number) => reportHref('/desk/print-runs', search, number)}
      />
    </>
  )
}

function RunReport({ run, today }: { run: ReportedRun; today: TokyoDay }) {
  const { t, locale } = useTexts()
  const href = `/desk/stock/${run.edition}/runs/${run.run}`
  const tenth = (figure: number): string => formatTenths(figure, locale)
  return (
    <article className="stack-s run-report" aria-labelledby={`run-${run.edition}-${run.run}`}>
      <h2 id={`run-${run.edition}-${run.run}`} className="run-name">
        <a className="target" href={href}>
          <span className="code">{run.edition}</span> {t('deskCopies:run.one', { number: run.run })}
        </a>{' '}
        <span className="soft">
          <Foreign lang={run.titleLanguage} withNote={false}>
            {run.title}
          </Foreign>
          {' · '}
          {formatDay(run.receivedOn, locale, 'short')}
          {' · '}
          {`${t('deskRuns:printed')} ${formatNumber(run.printed, locale)}`}
        </span>
      </h2>
      <CopyBar places={run} />
      <PlaceLegend places={run} />
      <SalesSpark
        id={`sales-${run.edition}-${run.run}`}
        months={run.months}
        printed={run.printed}
        from={run.receivedOn}
        today={today}
      />
      <dl className="figures-row">
        <Fact term={t('deskRuns:sold')}>{formatNumber(run.sold, locale)}</Fact>
        <Fact term={t('deskRuns:sellThrough')}>{tenth(run.sellThrough * 100)}</Fact>
        <Fact term={t('deskRuns:paidShare')}>
          {run.paidShare === null ? '–' : tenth(run.paidShare * 100)}
        </Fact>
        <Fact term={t('deskRuns:monthlyRate')}>{tenth(run.monthlyRate)}</Fact>
        <Fact term={t('deskRuns:monthsOfCover')}>
          {run.monthsOfCover === null ? '–' : tenth(run.monthsOfCover)}
        </Fact>
        <Fact term={t('deskRuns:held')}>{formatNumber(run.held, locale)}</Fact>
        <Fact term={t('deskRuns:returned')}>{formatNumber(run.returned, locale)}</Fact>
        <Fact term={t('deskRuns:revenue')}>{formatYen(run.revenueYen, locale)}</Fact>
        <Fact term={t('deskRuns:cost')}>{run.costYen === null ? '–' : formatYen(run.costYen, locale)}</Fact>
        <Fact term={t('deskRuns:margin')}>
          {run.marginYen === null ? '–' : formatYen(run.marginYen, locale)}
        </Fact>
        <Fact term={t('deskRuns:breakEven')}>
          {run.copiesToBreakEven === null ? '–' : formatNumber(run.copiesToBreakEven, locale)}
        </Fact>
      </dl>
    </article>
  )
}
