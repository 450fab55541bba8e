import type { Locale } from '#app/domain/locale.ts'

/**
 * What is the same for every visitor: pages of the catalogue and the law, with a language, and their covers and lists. Not the pages of contact
 * and lectures: their forms carry the moment they were opened.
 */
const PAGE = /^\/(ja|en|ko|tl)(?:\/publications(?:\/[\w.-]+)?|\/legal\/(?:commerce|privacy)|\/feed\.atom)?$/
const FILE = /^\/(?:covers\/[\w.-]+\.svg|sitemap\.xml|robots\.txt)$/
/** Searches are left out: their words have no end. */
const LIST_PARAMETERS = new Set(['kind', 'language', 'page'])

/**
 * The public page that a request asks for, when the answer depends on nothing but its address: a GET of a known page with known
 * parameters, by a visitor who brings no cookie but the one of her language.
 */
export function pageOf(request: {
  method?: string | undefined
  url?: string | undefined
  headers: { cookie?: string | undefined; range?: string | undefined; authorization?: string | undefined }
}): { address: string; locale: Locale | null } | null {
  const { method, url = '', headers } = request
  if (method !== 'GET' || headers.range !== undefined || headers.authorization !== undefined) return null
  if (headers.cookie !== undefined && !/^language=[^;]*$/.test(headers.cookie)) return null
  const mark = url.indexOf('?')
  const path = mark === -1 ? url : url.slice(0, mark)
  const query = mark === -1 ? undefined : url.slice(mark + 1)
  if (query !== undefined && !isKnownQuery(path, query)) return null
  const page = PAGE.exec(path)
  if (!page) return FILE.test(path) && query === undefined ? { address: url, locale: null } : null
  return { address: url, locale: path.endsWith('.atom') ? null : (page[1] as Locale) }
}

function isKnownQuery(path: string, query: string): boolean {
  if (!path.endsWith('/publications') || query.length > 100) return false
  const names = query.split(/[&?]/).map((part) => part.split('=')[0] ?? '')
  return new Set(names).size === names.length && names.every((name) => LIST_PARAMETERS.has(name))
}
