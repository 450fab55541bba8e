import { z } from 'zod'
import { MAIL_TASKS } from '#app/features/desk/order-words.ts'

// A list is read, not written: what makes no sense in its address is taken for absent.
const FiltersSchema = z.object({
  isDone: z.boolean(),
  /** Only those about mails that did not arrive. */
  about: z.enum(['mails']).nullable().catch(null),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
})

export type TaskFilters = z.infer<typeof FiltersSchema>

/** Reads the filters of the list of tasks from its address. */
export function parseTaskFilters(search: URLSearchParams): TaskFilters {
  return FiltersSchema.parse({
    isDone: search.get('state') === 'done',
    about: search.get('about'),
    page: search.get('page') ?? 1,
  })
}

/** The kinds of tasks that the filters leave; null for all. */
export function taskKinds({ about }: TaskFilters): readonly string[] | null {
  return about === 'mails' ? MAIL_TASKS : null
}

/** The address of the list of tasks with these filters. */
export function tasksHref({ isDone, about, page }: Partial<TaskFilters>): string {
  const search = new URLSearchParams()
  if (isDone) search.set('state', 'done')
  if (about) search.set('about', about)
  if (page && page > 1) search.set('page', String(page))
  const query = search.toString()
  return query ? `/desk/tasks?${query}` : '/desk/tasks'
}
