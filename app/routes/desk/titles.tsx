import { useLoaderData } from '@remix-run/react'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { EDITION_STATE_WORDS } from '#app/features/desk/stock-words.ts'
import { EDITION_STATES } from '#app/features/desk/titles/edition-form.ts'
import { listDeskTitles } from '#app/features/desk/titles/list-desk-titles.server.ts'
import { deskTitlesHref, readDeskTitleFilters } from '#app/features/desk/titles/list-filters.ts'
import { TitlesTable } from '#app/features/desk/titles/titles-table.tsx'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { Field, SelectField } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { Pagination } from '#app/ui/pagination.tsx'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ request, staff, now }) => {
  const filters = readDeskTitleFilters(new URL(request.url).searchParams)
  const list = await listDeskTitles(filters, { locale: staff.locale, now })
  if (filters.page > list.pages) throw new Response(null, { status: 404 })
  return { filters, list }
})

/** Everything the catalogue has, unlisted titles too, and the way to a new one. */
export default function Titles() {
  const { filters, list } = useLoaderData<typeof loader>()
  const { t } = useTexts()
  const isFiltered = deskTitlesHref({ ...filters, page: 1 }) !== '/desk/titles'
  return (
    <>
      <DeskHeader title={t('deskCatalogue:titles.title')} lead={t('deskCatalogue:titles.lead')} />
      <p className="row">
        <a className="button" href="/desk/titles/new">
          {t('deskCatalogue:titles.add')}
        </a>
        <a className="target" href="/desk/periodicals">
          {t('deskCatalogue:periodicals.title')}
        </a>
      </p>
      <Filters />
      <p className="row spread found" role="status">
        <span>{t('deskCatalogue:titles.found', { count: list.total })}</span>
        {isFiltered ? (
          <a className="target" href="/desk/titles">
            {t('deskAdmin:stock.all')}
          </a>
        ) : null}
      </p>
      {list.total === 0 ? (
        <Notice title={t('deskCatalogue:titles.empty')}>{t('deskCatalogue:titles.emptyAdvice')}</Notice>
      ) : (
        <TitlesTable titles={list.titles} />
      )}
      <Pagination
        page={filters.page}
        pages={list.pages}
        hrefFor={(page) => deskTitlesHref({ ...filters, page })}
      />
    </>
  )
}

function Filters() {
  const { filters } = useLoaderData<typeof loader>()
  const { t } = useTexts()
  const any = { value: '', label: t('deskAdmin:audit.any') }
  return (
    <form method="get" action="/desk/titles" role="search" className="filters desk-filters">
      <Field
        name="q"
        type="search"
        label={t('deskAdmin:stock.search')}
        hint={t('deskCatalogue:titles.searchHint')}
        maxLength={100}
        defaultValue={filters.q}
        autoComplete="off"
      />
      <SelectField
        name="shown"
        label={t('deskCatalogue:field.listed')}
        defaultValue={filters.shown ?? ''}
        options={[
          any,
          { value: 'listed', label: t('deskCatalogue:listed.yes') },
          { value: 'unlisted', label: t('deskCatalogue:listed.no') },
        ]}
      />
      <SelectField
        name="state"
        label={t('deskCatalogue:titles.state')}
        defaultValue={filters.state ?? ''}
        options={[any, ...EDITION_STATES.map((value) => ({ value, label: t(EDITION_STATE_WORDS[value]) }))]}
      />
      <p className="filter-button">
        <button type="submit" className="button">
          {t('common:action.search')}
        </button>
      </p>
    </form>
  )
}
