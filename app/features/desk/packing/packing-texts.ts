import type { NotPackable } from '#app/domain/packing.ts'
import type { PostProblem, TrackingProblem } from '#app/features/desk/packing/post-batch.server.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'

export const REFUSAL_TEXTS: Record<NotPackable, TextKey> = {
  'not-paid': 'deskWork:packing.notPaid',
  'nothing-held': 'deskWork:packing.nothingHeld',
  'no-address': 'deskWork:packing.noAddress',
  packed: 'deskWork:packing.packed',
}

export const PARCEL_PROBLEM_TEXTS: Record<TrackingProblem | PostProblem, TextKey> = {
  'tracking-malformed': 'deskWork:batch.trackingMalformed',
  'tracking-twice': 'deskWork:batch.trackingTwice',
  'tracking-used': 'deskWork:batch.trackingUsed',
  changed: 'deskWork:batch.changed',
  short: 'deskWork:batch.short',
}
