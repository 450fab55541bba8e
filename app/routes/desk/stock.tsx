import { useLoaderData } from '@remix-run/react'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { readStockSearch, stockHref } from '#app/features/desk/stock-search.ts'
import { StockTable } from '#app/features/desk/stock-table.tsx'
import { sumStock } from '#app/features/desk/stock-words.ts'
import { listStock } from '#app/features/stock/list-stock.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { readPage } from '#app/routes/desk/read-page.ts'
import { Field } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { Pagination } from '#app/ui/pagination.tsx'

const PER_PAGE = 100

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ request, staff }) => {
  const q = readStockSearch(request)
  const found = await listStock({ q, locale: staff.locale })
  const page = readPage(request)
  const pages = Math.max(1, Math.ceil(found.length / PER_PAGE))
  if (page > pages) throw new Response(null, { status: 404 })
  const editions = found.slice((page - 1) * PER_PAGE, page * PER_PAGE)
  return { q, editions, total: found.length, sums: sumStock(found), page, pages }
})

/** Every printed edition with its copies. */
export default function Stock() {
  const { q, editions, total, sums, page, pages } = useLoaderData<typeof loader>()
  const { t } = useTexts()
  return (
    <>
      <DeskHeader title={t('deskAdmin:stock.title')} lead={t('deskAdmin:stock.lead')} />
      <form method="get" action="/desk/stock" role="search" className="filters desk-filters">
        <Field
          name="q"
          type="search"
          label={t('deskAdmin:stock.search')}
          hint={t('deskAdmin:stock.searchHint')}
          maxLength={100}
          defaultValue={q}
          autoComplete="off"
        />
        <p className="filter-button">
          <button type="submit" className="button">
            {t('common:action.search')}
          </button>
        </p>
      </form>
      <p className="row spread found" role="status">
        <span>{t('deskAdmin:stock.found', { count: total })}</span>
        {q ? (
          <a className="target" href="/desk/stock">
            {t('deskAdmin:stock.all')}
          </a>
        ) : null}
      </p>
      {total === 0 ? (
        <Notice title={t(q ? 'deskAdmin:stock.empty' : 'deskAdmin:stock.none')}>
          {t(q ? 'deskAdmin:stock.emptyAdvice' : 'deskAdmin:stock.noneAdvice')}
        </Notice>
      ) : (
        <>
          <StockTable editions={editions} sums={sums} />
          <p>
            <a className="target" href={stockHref('/desk/stock.csv', q)}>
              {t('deskAdmin:stock.file')}
            </a>
          </p>
        </>
      )}
      <Pagination page={page} pages={pages} hrefFor={(number) => stockHref('/desk/stock', q, number)} />
    </>
  )
}
