import { data } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { tokyoDayOf } from '#app/domain/day.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { countInquiries } from '#app/features/inquiries/count-inquiries.server.ts'
import { readPeriod, yearOf } from '#app/features/inquiries/report-period.ts'
import { PairTable, TopicTable } from '#app/features/inquiries/report-sections.tsx'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { ErrorSummary } from '#app/ui/error-summary.tsx'
import { Field } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ request, staff, now }) => {
  const search = new URL(request.url).searchParams
  const today = tokyoDayOf(now)
  const typed = { from: search.get('from'), to: search.get('to') }
  const read = readPeriod(typed, { today })
  const report = read.ok ? await countInquiries(read.period, { locale: staff.locale }) : null
  const year = yearOf(today)
  const shown = { from: typed.from || year.from, to: typed.to || year.to }
  return data({ report, shown, problem: read.ok ? null : read.problem }, { status: read.ok ? 200 : 422 })
})

/** What was asked how often: by topic, and by topic and edition. */
export default function InquiryReportPage() {
  const { report, shown, problem } = useLoaderData<typeof loader>()
  const { t } = useTexts()
  const error =
    problem === null
      ? undefined
      : t(problem === 'reversed' ? 'inquiry:report.reversed' : 'inquiry:entry.dayWrong')
  return (
    <>
      <DeskHeader
        title={t('inquiry:report.title')}
        lead={t('inquiry:report.lead')}
        crumbs={[{ label: t('inquiry:desk.back'), href: '/desk/inquiries' }]}
      />
      <div className="stack">
        {error ? <ErrorSummary errors={[{ field: 'from', message: error }]} /> : null}
        <form method="get" className="filters desk-filters">
          <Field
            name="from"
            type="date"
            label={t('deskOrders:list.from')}
            error={error}
            defaultValue={shown.from}
          />
          <Field name="to" type="date" label={t('deskOrders:list.to')} defaultValue={shown.to} />
          <p className="filter-button">
            <button type="submit" className="button quiet">
              {t('deskWork:show')}
            </button>
          </p>
        </form>
        {report && report.inquiries > 0 ? (
          <>
            <p className="small soft">{t('inquiry:report.picture')}</p>
            <TopicTable report={report} />
            <PairTable report={report} />
            <p>
              <a
                className="button quiet"
                href={`/desk/inquiries/report.csv?${new URLSearchParams({ from: report.from, to: report.to })}`}
              >
                {t('inquiry:report.csv')}
              </a>
            </p>
          </>
        ) : null}
        {report?.inquiries === 0 ? <Notice>{t('inquiry:report.none')}</Notice> : null}
      </div>
    </>
  )
}
