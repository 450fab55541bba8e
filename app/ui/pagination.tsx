import { useTexts } from '#app/platform/i18n/use-texts.ts'

type PaginationProps = { page: number; pages: number; hrefFor: (page: number) => string }

/** Links to the pages of a long list: the ends, the neighbours, and a step either way. Nothing for a single page. */
export function Pagination({ page, pages, hrefFor }: PaginationProps) {
  const { t } = useTexts()
  if (pages <= 1) return null
  return (
    <nav aria-label={t('common:paging.label')}>
      <ol className="pages">
        {page > 1 ? (
          <li>
            <a href={hrefFor(page - 1)} rel="prev">
              {t('common:paging.previous')}
            </a>
          </li>
        ) : null}
        {pageNumbers(page, pages).map((number) => (
          <li key={number}>
            {number === page ? (
              <span aria-current="page" aria-label={t('common:paging.position', { page, pages })}>
                {number}
              </span>
            ) : (
              <a href={hrefFor(number)} aria-label={t('common:paging.position', { page: number, pages })}>
                {number}
              </a>
            )}
          </li>
        ))}
        {page < pages ? (
          <li>
            <a href={hrefFor(page + 1)} rel="next">
              {t('common:paging.next')}
            </a>
          </li>
        ) : null}
      </ol>
    </nav>
  )
}

/** The first, the last, and two either side. Example: page 7 of 20 gives 1, 5, 6, 7, 8, 9, 20. */
export function pageNumbers(page: number, pages: number): number[] {
  const wanted = [1, page - 2, page - 1, page, page + 1, page + 2, pages]
  return [...new Set(wanted)].filter((number) => number >= 1 && number <= pages)
}
