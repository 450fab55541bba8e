import type { CountReason } from '#app/domain/stock-count.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'

export type CountLine = {
  sku: string
  name: string
  nameLanguage: string
  counted: number | null
  expected: number | null
  difference: number
  onHand: number
  countedAt: Date | null
  staffName: string | null
  reason: CountReason | null
  note: string | null
  version: number
}

export type CountView = {
  code: string
  state: 'open' | 'booked' | 'cancelled'
  note: string | null
  startedAt: Date
  bookedAt: Date | null
  staffName: string | null
  lines: CountLine[]
  counted: number
}

export const COUNT_REASONS = ['lost', 'damaged', 'found', 'miscounted', 'misposted', 'other'] as const

export const REASON_WORDS: Record<CountReason, TextKey> = {
  lost: 'deskCounts:reason.lost',
  damaged: 'deskCounts:reason.damaged',
  found: 'deskCounts:reason.found',
  miscounted: 'deskCounts:reason.miscounted',
  misposted: 'deskCounts:reason.misposted',
  other: 'deskCounts:reason.other',
}

export const COUNT_STATE_WORDS: Record<CountView['state'], TextKey> = {
  open: 'deskCounts:state.open',
  booked: 'deskCounts:state.booked',
  cancelled: 'deskCounts:state.cancelled',
}
