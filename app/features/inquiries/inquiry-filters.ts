import { z } from 'zod'
import { INQUIRY_TOPICS } from '#app/features/inquiries/inquiry.ts'

/** The value of the edition's filter for questions that are about none. */
export const NO_EDITION = 'none'

// A list is read, not written: what makes no sense in its address is taken for absent.
const FiltersSchema = z.object({
  /** Only those that wait for an answer. */
  isOpen: z.boolean(),
  topic: z.enum(INQUIRY_TOPICS).nullable().catch(null),
  /** The code of an edition, or `none`. */
  edition: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,60}$/)
    .nullable()
    .catch(null),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
})

export type InquiryFilters = z.infer<typeof FiltersSchema>

/** Reads the filters of the list of inquiries from its address. */
export function parseInquiryFilters(search: URLSearchParams): InquiryFilters {
  return FiltersSchema.parse({
    isOpen: search.get('state') === 'open',
    topic: search.get('topic'),
    edition: search.get('edition') || null,
    page: search.get('page') ?? 1,
  })
}

/** The address of the list of inquiries with these filters. */
export function inquiriesHref({ isOpen, topic, edition, page }: Partial<InquiryFilters>): string {
  const search = new URLSearchParams()
  if (isOpen) search.set('state', 'open')
  if (topic) search.set('topic', topic)
  if (edition) search.set('edition', edition)
  if (page && page > 1) search.set('page', String(page))
  return search.size > 0 ? `/desk/inquiries?${search}` : '/desk/inquiries'
}
