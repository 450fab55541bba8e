import type { EditionState } from '#app/domain/stock.ts'
import { EDITION_STATES } from '#app/features/desk/titles/edition-form.ts'

export const SHOWN = ['listed', 'unlisted'] as const

/** What the list of titles is narrowed to. */
export type DeskTitleFilters = {
  q: string
  shown: (typeof SHOWN)[number] | null
  /** Titles with an edition of this state. */
  state: EditionState | null
  page: number
}

/** Reads the filters from the page's address; what makes no sense in it is taken for absent. */
export function readDeskTitleFilters(search: URLSearchParams): DeskTitleFilters {
  const page = search.get('page') ?? ''
  return {
    q: (search.get('q') ?? '').normalize('NFC').replace(/\0/g, '').trim().slice(0, 100),
    shown: SHOWN.find((known) => known === search.get('shown')) ?? null,
    state: EDITION_STATES.find((known) => known === search.get('state')) ?? null,
    page: /^[1-9]\d{0,4}$/.test(page) ? Number(page) : 1,
  }
}

/** The address of the list with these filters; what is not set is left out. */
export function deskTitlesHref({ q, shown, state, page }: DeskTitleFilters): string {
  const search = new URLSearchParams({
    ...(q ? { q } : {}),
    ...(shown ? { shown } : {}),
    ...(state ? { state } : {}),
    ...(page > 1 ? { page: String(page) } : {}),
  })
  return search.size > 0 ? `/desk/titles?${search}` : '/desk/titles'
}
