import { useLoaderData } from '@remix-run/react'
import { listStatements } from '#app/features/circulation/statement.server.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { formatDay, formatNumber, formatTenths } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { readPage } from '#app/routes/desk/read-page.ts'
import { Badge } from '#app/ui/badge.tsx'
import { Foreign } from '#app/ui/foreign.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { Pagination } from '#app/ui/pagination.tsx'

export const headers = privateHeaders

const PER_PAGE = 50

export const loader = deskLoader('secretariat', async ({ request, staff }) => {
  const page = readPage(request)
  const found = await listStatements({ locale: staff.locale, page, perPage: PER_PAGE })
  if (page > found.pages) throw new Response(null, { status: 404 })
  return { ...found, page }
})

/** The issues that have a circulation statement. */
export default function Statements() {
  const { issues, page, pages } = useLoaderData<typeof loader>()
  const { t, locale } = useTexts()
  return (
    <>
      <DeskHeader
        title={t('deskRuns:statement.title')}
        lead={t('deskRuns:statement.lead')}
        crumbs={[{ label: t('deskRuns:title'), href: '/desk/print-runs' }]}
      />
      {issues.length === 0 ? (
        <Notice>{t('deskRuns:statement.none')}</Notice>
      ) : (
        <table className="table stacked">
          <caption className="visually-hidden">{t('deskRuns:statement.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('deskRuns:issue')}</th>
              <th scope="col" className="number">
                {t('deskRuns:printed')}
              </th>
              <th scope="col" className="number">
                {t('deskRuns:statement.paid')}
              </th>
              <th scope="col" className="number">
                {t('deskRuns:statement.share')}
              </th>
              <th scope="col">{t('deskRuns:statement.verdict')}</th>
            </tr>
          </thead>
          <tbody>
            {issues.map((issue) => (
              <tr key={issue.edition}>
                <th scope="row">
                  <a className="target" href={`/desk/print-runs/statements/${issue.edition}`}>
                    <Foreign lang={issue.titleLanguage} withNote={false}>
                      {issue.title}
                    </Foreign>
                  </a>
                  <span className="block small soft">{formatDay(issue.datedOn, locale, 'month')}</span>
                </th>
                <td className="number" data-label={t('deskRuns:printed')}>
                  {formatNumber(issue.run, locale)}
                </td>
                <td className="number" data-label={t('deskRuns:statement.paid')}>
                  {formatNumber(issue.paid, locale)}
                </td>
                <td className="number" data-label={t('deskRuns:statement.share')}>
                  {formatTenths(issue.verdict.share * 100, locale)} %
                </td>
                <td data-label={t('deskRuns:statement.verdict')}>
                  <Badge tone={issue.verdict.passes ? 'good' : 'warn'}>
                    {t(issue.verdict.passes ? 'deskRuns:statement.passes' : 'deskRuns:statement.fails')}
                  </Badge>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Pagination
        page={page}
        pages={pages}
        hrefFor={(number) => `/desk/print-runs/statements${number > 1 ? `?page=${number}` : ''}`}
      />
    </>
  )
}
