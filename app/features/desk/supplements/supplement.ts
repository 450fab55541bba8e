import type { TokyoDay } from '#app/domain/day.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'

export const SUPPLEMENT_KINDS = ['supplement', 'erratum'] as const

export type SupplementKind = (typeof SUPPLEMENT_KINDS)[number]

/** The words that readers see for it too. */
export const SUPPLEMENT_KIND_TEXTS: Record<SupplementKind, TextKey> = {
  supplement: 'catalogue:supplement.supplement',
  erratum: 'catalogue:supplement.erratum',
}

/** What a file may be in: the shop's languages, several together, then those of people who live in Japan. */
export const SUPPLEMENT_LANGUAGES = [
  'ja',
  'en',
  'ko',
  'tl',
  'mul',
  'bn',
  'es',
  'fa',
  'fr',
  'hi',
  'id',
  'km',
  'mn',
  'my',
  'ne',
  'pt',
  'ru',
  'si',
  'th',
  'uk',
  'ur',
  'vi',
  'zh',
] as const

/** In characters. */
export const MOST_NAME = 200
export const MOST_NOTE = 2_000

/** Prepared and unseen, published from a day that is still to come, or there for readers. */
export type SupplementState = 'prepared' | 'scheduled' | 'published'

/** Where a supplement stands on a day. Example: published on the 1st, it is scheduled until the 30th before. */
export function supplementState(publishedOn: TokyoDay | null, today: TokyoDay): SupplementState {
  if (publishedOn === null) return 'prepared'
  return publishedOn > today ? 'scheduled' : 'published'
}

export const SUPPLEMENT_STATE_WORDS: Record<
  SupplementState,
  { text: TextKey; tone: 'plain' | 'accent' | 'good' }
> = {
  prepared: { text: 'deskSupplements:state.prepared', tone: 'plain' },
  scheduled: { text: 'deskSupplements:state.scheduled', tone: 'accent' },
  published: { text: 'deskSupplements:state.published', tone: 'good' },
}
