import { z } from 'zod'
import { LECTURE_STATES } from '#app/domain/lecture.ts'

/** What waits for the secretariat, whatever its state. */
export const LECTURE_TODO = 'todo'
export const LECTURE_FILTERS = [LECTURE_TODO, ...LECTURE_STATES] as const
export type LectureFilter = (typeof LECTURE_FILTERS)[number]

// A list is read, not written: what makes no sense in its address is taken for absent.
const FiltersSchema = z.object({
  state: z.enum(LECTURE_FILTERS).nullable().catch(null),
  /** The year of the lecture's day; of the asking, while there is none. */
  year: z.coerce.number().int().min(2000).max(2200).nullable().catch(null),
  q: z
    .string()
    .transform((typed) => typed.replace(/\0/g, '').trim().slice(0, 100))
    .catch(''),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
})

export type LectureFilters = z.infer<typeof FiltersSchema>

/** Reads the filters of the list of lectures from its address. */
export function parseLectureFilters(search: URLSearchParams): LectureFilters {
  return FiltersSchema.parse({
    state: search.get('state'),
    year: search.get('year') || null,
    q: search.get('q') ?? '',
    page: search.get('page') ?? 1,
  })
}

/** The address of the list of lectures with these filters; what is not set is left out. */
export function lecturesHref({ state, year, q, page }: Partial<LectureFilters>): string {
  const search = new URLSearchParams()
  if (state) search.set('state', state)
  if (year) search.set('year', String(year))
  if (q) search.set('q', q)
  if (page && page > 1) search.set('page', String(page))
  return search.size > 0 ? `/desk/lectures?${search}` : '/desk/lectures'
}
