import type { PrintRunState } from '#app/domain/print-run.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import type { BadgeTone } from '#app/ui/badge.tsx'

/** Where a run stands, as people say it: one of which a part has come is neither ordered nor delivered. */
export function runState(run: { state: PrintRunState; copies: number }): { text: TextKey; tone: BadgeTone } {
  switch (run.state) {
    case 'planned':
      return { text: 'deskCopies:run.state.planned', tone: 'plain' }
    case 'ordered':
      return run.copies > 0
        ? { text: 'deskCopies:run.state.partly', tone: 'accent' }
        : { text: 'deskCopies:run.state.ordered', tone: 'accent' }
    case 'delivered':
      return { text: 'deskCopies:run.state.delivered', tone: 'good' }
    case 'cancelled':
      return { text: 'deskCopies:run.state.cancelled', tone: 'plain' }
  }
}

/** Every place a copy of a run can be in, in the order of the copy equation (DESIGN.md 3); what was sold, by who sold it. */
export const PLACES = [
  'soldOwnShop',
  'soldAtStalls',
  'soldAtBookshops',
  'postedToMembers',
  'complimentary',
  'consigned',
  'damagedOrLost',
  'onHand',
] as const
export type Place = (typeof PLACES)[number]

export const PLACE_WORDS: Record<Place, TextKey> = {
  soldOwnShop: 'deskCopies:where.soldOwnShop',
  soldAtStalls: 'deskCopies:where.soldAtStalls',
  soldAtBookshops: 'deskCopies:where.soldAtBookshops',
  postedToMembers: 'deskCopies:where.postedToMembers',
  complimentary: 'deskCopies:where.complimentary',
  consigned: 'deskCopies:where.consigned',
  damagedOrLost: 'deskCopies:where.damagedOrLost',
  onHand: 'deskCopies:where.onHand',
}

export type Places = Record<Place, number> & { printed: number }
