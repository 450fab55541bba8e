export type ReportKind = 'issues' | 'books'

export type ReportSearch = { q: string; kind: ReportKind | null }

/** What the report is narrowed to; an address that says nothing sensible says nothing. */
export function readReportSearch(request: Request): ReportSearch {
  const { searchParams } = new URL(request.url)
  const typed = searchParams.get('q') ?? ''
  const kind = searchParams.get('kind')
  return {
    q: typed.normalize('NFC').replace(/\0/g, '').trim().slice(0, 100),
    kind: kind === 'issues' || kind === 'books' ? kind : null,
  }
}

/** The report, or its file, narrowed so. */
export function reportHref(
  path: '/desk/print-runs' | '/desk/print-runs.csv',
  { q, kind }: ReportSearch,
  page = 1,
): string {
  const search = new URLSearchParams({
    ...(q ? { q } : {}),
    ...(kind ? { kind } : {}),
    ...(page > 1 ? { page: String(page) } : {}),
  })
  return search.size > 0 ? `${path}?${search}` : path
}
