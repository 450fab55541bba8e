import { z } from 'zod'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import type { BadgeTone } from '#app/ui/badge.tsx'

export const BILL_FILTERS = ['open', 'overdue', 'paid', 'cancelled'] as const
export type BillFilter = (typeof BILL_FILTERS)[number]

export const BILL_WORDS: Record<BillFilter, { text: TextKey; tone: BadgeTone }> = {
  open: { text: 'bills:state.open', tone: 'accent' },
  overdue: { text: 'bills:state.overdue', tone: 'bad' },
  paid: { text: 'bills:state.paid', tone: 'good' },
  cancelled: { text: 'bills:state.cancelled', tone: 'plain' },
}

/** How a bill stands, in the words of the list: an open one past its day is overdue. */
export function billState(bill: { state: string; isOverdue: boolean }): BillFilter {
  if (bill.state === 'covered') return 'paid'
  if (bill.state !== 'open') return 'cancelled'
  return bill.isOverdue ? 'overdue' : 'open'
}

// A list is read, not written: what makes no sense in its address is taken for absent.
const FiltersSchema = z.object({
  state: z.enum(BILL_FILTERS).nullable().catch(null),
  q: z
    .string()
    .transform((typed) => typed.replace(/\0/g, '').trim().slice(0, 100))
    .catch(''),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
})

export type BillFilters = z.infer<typeof FiltersSchema>

/** Reads the filters of the list of bills from its address. */
export function parseBillFilters(search: URLSearchParams): BillFilters {
  return FiltersSchema.parse({
    state: search.get('state'),
    q: search.get('q') ?? '',
    page: search.get('page') ?? 1,
  })
}

/** The address of the list of bills with these filters; what is not set is left out. */
export function billsHref({ state, q, page }: Partial<BillFilters>): string {
  const search = new URLSearchParams()
  if (state) search.set('state', state)
  if (q) search.set('q', q)
  if (page && page > 1) search.set('page', String(page))
  return search.size > 0 ? `/desk/bills?${search}` : '/desk/bills'
}
