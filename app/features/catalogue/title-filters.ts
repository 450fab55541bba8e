import { z } from 'zod'
import { TITLE_KINDS } from '#app/features/catalogue/title.ts'

const MOST_PAGES = 1000

// A list is read, not written: what makes no sense in its address is taken for absent, so that old links keep working.
const FiltersSchema = z.object({
  q: z
    .string()
    .transform((text) => text.normalize('NFC').replace(/\0/g, '').trim().slice(0, 100))
    .catch(''),
  kind: z.enum(TITLE_KINDS).nullable().catch(null),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
    .nullable()
    .catch(null),
  page: z.coerce.number().int().min(1).max(MOST_PAGES).catch(1),
})

export type TitleFilters = z.infer<typeof FiltersSchema>

/** Reads the filters of the list from its address. */
export function parseFilters(search: URLSearchParams): TitleFilters {
  return FiltersSchema.parse({
    q: search.get('q'),
    kind: search.get('kind'),
    language: search.get('language'),
    page: search.get('page') ?? 1,
  })
}

/** The address of the list with these filters; what is not set is left out. */
export function filtersHref(path: string, filters: TitleFilters): string {
  const search = new URLSearchParams()
  if (filters.q) search.set('q', filters.q)
  if (filters.kind) search.set('kind', filters.kind)
  if (filters.language) search.set('language', filters.language)
  if (filters.page > 1) search.set('page', String(filters.page))
  const query = search.toString()
  return query ? `${path}?${query}` : path
}
