import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Shelf } from '#app/features/catalogue/book-card.tsx'
import { KIND_TEXTS, languageName } from '#app/features/catalogue/catalogue-texts.ts'
import { listTitles } from '#app/features/catalogue/list-titles.server.ts'
import { pageMeta } from '#app/features/catalogue/page-meta.ts'
import { filtersHref, parseFilters, type TitleFilters } from '#app/features/catalogue/title-filters.ts'
import { TITLE_KINDS } from '#app/features/catalogue/title.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { localeParam } from '#app/routes/locale-param.ts'
import { frameOf } from '#app/routes/shop/frame-data.ts'
import { Field, SelectField } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { PageHeader } from '#app/ui/page-header.tsx'
import { Pagination } from '#app/ui/pagination.tsx'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const locale = localeParam(params)
  const filters = parseFilters(new URL(request.url).searchParams)
  const list = await listTitles(filters, { locale })
  if (list.page > list.pages) throw new Response(null, { status: 404 })
  return { filters, list }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  const frame = frameOf(matches)
  if (!frame || !data) return []
  const t = textsFor(frame.locale)
  const { filters, list } = data
  const page =
    filters.page > 1 ? ` ${t('common:paging.position', { page: list.page, pages: list.pages })}` : ''
  return pageMeta({
    ...frame,
    path: filtersHref(`/${frame.locale}/publications`, filters),
    title: `${t('catalogue:list.title')}${page}`,
    description: t('catalogue:list.lead'),
    isIndexed: filters.q === '' && list.total > 0,
  })
}

export default function Publications() {
  const { filters, list } = useLoaderData<typeof loader>()
  const { t, locale } = useTexts()
  const path = `/${locale}/publications`
  const isFiltered = filters.q !== '' || filters.kind !== null || filters.language !== null
  return (
    <>
      <PageHeader title={t('catalogue:list.title')} lead={t('catalogue:list.lead')} />
      <Filters filters={filters} languages={list.languages} />
      <p className="row spread found" role="status">
        <span>{t('catalogue:list.found', { count: list.total })}</span>
        {isFiltered ? <a href={path}>{t('catalogue:list.reset')}</a> : null}
      </p>
      {list.total === 0 ? (
        <Notice title={t('catalogue:list.empty')}>{t('catalogue:list.emptyAdvice')}</Notice>
      ) : (
        <Shelf titles={list.titles} />
      )}
      <Pagination
        page={list.page}
        pages={list.pages}
        hrefFor={(page) => filtersHref(path, { ...filters, page })}
      />
    </>
  )
}

function Filters({ filters, languages }: { filters: TitleFilters; languages: readonly string[] }) {
  const { t, locale } = useTexts()
  const kinds = [
    { value: '', label: t('catalogue:list.allKinds') },
    ...TITLE_KINDS.map((kind) => ({ value: kind, label: t(KIND_TEXTS[kind]) })),
  ]
  const tags = [
    { value: '', label: t('catalogue:list.allLanguages') },
    ...languages.map((tag) => ({ value: tag, label: languageName(tag, locale) })),
  ]
  return (
    <form method="get" action={`/${locale}/publications`} role="search" className="filters">
      <div className="whole">
        <Field
          name="q"
          label={t('catalogue:list.search')}
          type="search"
          maxLength={100}
          defaultValue={filters.q}
          autoComplete="off"
        />
      </div>
      <SelectField
        name="kind"
        label={t('catalogue:list.kind')}
        options={kinds}
        defaultValue={filters.kind ?? ''}
      />
      <SelectField
        name="language"
        label={t('catalogue:list.language')}
        options={tags}
        defaultValue={filters.language ?? ''}
      />
      <button type="submit" className="button whole">
        {t('common:action.search')}
      </button>
    </form>
  )
}
