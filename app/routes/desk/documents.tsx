import { useLoaderData } from '@remix-run/react'
import { DOCUMENT_KINDS } from '#app/domain/document.ts'
import { tokyoDayOf } from '#app/domain/day.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import {
  listPapers,
  listPaperYears,
  type PaperFilters,
} from '#app/features/desk/papers/list-papers.server.ts'
import { PAPER_WORDS } from '#app/features/desk/papers/paper-words.ts'
import { PaperTable } from '#app/features/desk/papers/paper-table.tsx'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { readPage } from '#app/routes/desk/read-page.ts'
import { SelectField } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { Pagination } from '#app/ui/pagination.tsx'

const PER_PAGE = 50

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ request, now }) => {
  const filters = readFilters(new URL(request.url).searchParams)
  const page = readPage(request)
  const [{ papers, total }, years] = await Promise.all([
    listPapers(filters, { page, perPage: PER_PAGE }),
    listPaperYears(),
  ])
  return { filters, papers, years, page, pages: Math.ceil(total / PER_PAGE), today: tokyoDayOf(now) }
})

/** A list is read, not written: what makes no sense in its address is taken for absent. */
function readFilters(search: URLSearchParams): PaperFilters {
  const year = search.get('year') ?? ''
  const isVoid = search.get('void')
  return {
    kind: DOCUMENT_KINDS.find((kind) => kind === search.get('kind')) ?? null,
    year: /^\d{4}$/.test(year) ? Number(year) : null,
    isVoid: isVoid === 'yes' ? true : isVoid === 'no' ? false : null,
  }
}

/** Every numbered paper: receipts, bills, quotes, credit notes. */
export default function Documents() {
  const { filters, papers, years, page, pages, today } = useLoaderData<typeof loader>()
  const { t } = useTexts()
  const query = (number: number) => {
    const { kind, year, isVoid } = filters
    const search = {
      kind: kind ?? '',
      year: String(year ?? ''),
      void: isVoid === null ? '' : isVoid ? 'yes' : 'no',
    }
    return `/desk/documents?${new URLSearchParams({ ...search, page: String(number) })}`
  }
  const all = { value: '', label: t('deskWork:paper.all') }
  return (
    <>
      <DeskHeader title={t('deskWork:paper.list')} lead={t('deskWork:paper.listLead')}>
        <p>
          <a className="button quiet" href="/desk/quotes/new">
            {t('deskWork:quote.new')}
          </a>
        </p>
      </DeskHeader>
      <div className="stack">
        <form method="get" className="filters desk-filters">
          <SelectField
            name="kind"
            label={t('deskWork:paper.kind')}
            defaultValue={filters.kind ?? ''}
            options={[all, ...DOCUMENT_KINDS.map((value) => ({ value, label: t(PAPER_WORDS[value]) }))]}
          />
          <SelectField
            name="year"
            label={t('deskWork:paper.year')}
            defaultValue={String(filters.year ?? '')}
            options={[all, ...years.map((year) => ({ value: String(year), label: String(year) }))]}
          />
          <SelectField
            name="void"
            label={t('deskWork:paper.validity')}
            defaultValue={filters.isVoid === null ? '' : filters.isVoid ? 'yes' : 'no'}
            options={[
              all,
              { value: 'no', label: t('deskWork:paper.inForce') },
              { value: 'yes', label: t('deskWork:paper.void') },
            ]}
          />
          <p className="filter-button">
            <button type="submit" className="button quiet">
              {t('deskWork:show')}
            </button>
          </p>
        </form>
        {papers.length === 0 ? (
          <Notice title={t('deskWork:paper.none')}>{t('deskWork:paper.noneAdvice')}</Notice>
        ) : (
          <PaperTable papers={papers} today={today} />
        )}
        <Pagination page={page} pages={pages} hrefFor={query} />
      </div>
    </>
  )
}
