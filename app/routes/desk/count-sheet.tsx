import { useLoaderData } from '@remix-run/react'
import { LineName } from '#app/features/desk/counts/count-table.tsx'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { formatInstant } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { countOf } from '#app/routes/desk/count-param.server.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ params, staff }) => ({
  count: await countOf(params, staff),
}))

/** The sheet to print and to write on: no figures of the books on it, so that people count. */
export default function CountSheet() {
  const { count } = useLoaderData<typeof loader>()
  const { t, locale } = useTexts()
  return (
    <>
      <DeskHeader
        title={`${t('deskCounts:sheet')} ${count.code}`}
        lead={formatInstant(count.startedAt, locale)}
        crumbs={[
          { label: t('deskCounts:title'), href: '/desk/counts' },
          { label: count.code, href: `/desk/counts/${count.code}` },
        ]}
      />
      <p className="no-print">{t('deskCounts:sheetLead')}</p>
      <table className="table count-sheet">
        <caption className="visually-hidden">{t('deskCounts:sheet')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('deskAdmin:stock.edition')}</th>
            <th scope="col">{t('deskCounts:counted')}</th>
            <th scope="col">{t('deskCounts:by')}</th>
          </tr>
        </thead>
        <tbody>
          {count.lines.map((line) => (
            <tr key={line.sku}>
              <th scope="row">
                <span className="code">{line.sku}</span>
                <LineName line={line} />
              </th>
              <td className="to-fill" />
              <td className="to-fill" />
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
