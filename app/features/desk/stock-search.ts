/** What the list of stock is searched for; an address that says nothing sensible says nothing. */
export function readStockSearch(request: Request): string {
  const typed = new URL(request.url).searchParams.get('q') ?? ''
  return typed.normalize('NFC').replace(/\0/g, '').trim().slice(0, 100)
}

/** The list, or its file, with this search. */
export function stockHref(path: '/desk/stock' | '/desk/stock.csv', q: string, page = 1): string {
  const search = new URLSearchParams({ ...(q ? { q } : {}), ...(page > 1 ? { page: String(page) } : {}) })
  return search.size > 0 ? `${path}?${search}` : path
}
