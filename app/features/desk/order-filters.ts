import { z } from 'zod'
import { isTokyoDay, type TokyoDay } from '#app/domain/day.ts'

/** What the list of orders can be narrowed to; each is a thing to do, or a way in which an order has ended. */
export const ORDER_FILTERS = [
  'to-pack',
  'waiting',
  'billed',
  'overdue',
  'awaiting-run',
  'reported',
  'posted',
  'refunded',
  'cancelled',
  'expired',
] as const
export type OrderFilter = (typeof ORDER_FILTERS)[number]

export const ORDER_METHODS = ['card', 'konbini', 'bank', 'postal', 'cash'] as const
export type OrderMethod = (typeof ORDER_METHODS)[number]

export const ORDER_CHANNELS = ['web', 'post', 'phone', 'mail', 'visit'] as const
export type OrderChannel = (typeof ORDER_CHANNELS)[number]

const MOST_PAGES = 10_000

const day = z
  .custom<TokyoDay>((value) => isTokyoDay(value))
  .nullable()
  .catch(null)

// A list is read, not written: what makes no sense in its address is taken for absent, so that old links keep working.
const FiltersSchema = z.object({
  q: z
    .string()
    .transform((text) => text.normalize('NFC').replace(/\0/g, '').trim().slice(0, 100))
    .catch(''),
  state: z.enum(ORDER_FILTERS).nullable().catch(null),
  method: z.enum(ORDER_METHODS).nullable().catch(null),
  channel: z.enum(ORDER_CHANNELS).nullable().catch(null),
  from: day,
  to: day,
  /** Only orders that somebody must decide something about. */
  task: z.boolean(),
  page: z.coerce.number().int().min(1).max(MOST_PAGES).catch(1),
})

export type OrderFilters = z.infer<typeof FiltersSchema>

/** Reads the filters of the list of orders from its address. */
export function parseOrderFilters(search: URLSearchParams): OrderFilters {
  return FiltersSchema.parse({
    q: search.get('q'),
    state: search.get('state'),
    method: search.get('method'),
    channel: search.get('channel'),
    from: search.get('from'),
    to: search.get('to'),
    task: search.has('task'),
    page: search.get('page') ?? 1,
  })
}

/** Whether the list shows less than all orders. */
export function isNarrowed(filters: OrderFilters): boolean {
  const { q, state, method, channel, from, to, task } = filters
  return Boolean(q || state || method || channel || from || to || task)
}

/** The address of the list with these filters; what is not set is left out. */
export function ordersHref(filters: Partial<OrderFilters>): string {
  const search = new URLSearchParams()
  for (const name of ['q', 'state', 'method', 'channel', 'from', 'to'] as const) {
    const value = filters[name]
    if (value) search.set(name, value)
  }
  if (filters.task) search.set('task', '1')
  if (filters.page && filters.page > 1) search.set('page', String(filters.page))
  const query = search.toString()
  return query ? `/desk/orders?${query}` : '/desk/orders'
}
