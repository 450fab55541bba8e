import type { LectureState } from '#app/domain/lecture.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import type { BadgeTone } from '#app/ui/badge.tsx'

/** How a request stands, as the desk says it, and how it stands out in a list. */
export const LECTURE_WORDS: Record<LectureState, { text: TextKey; tone: BadgeTone }> = {
  asked: { text: 'lecture:state.asked', tone: 'accent' },
  agreed: { text: 'lecture:state.agreed', tone: 'warn' },
  held: { text: 'lecture:state.held', tone: 'accent' },
  invoiced: { text: 'lecture:state.invoiced', tone: 'plain' },
  paid: { text: 'lecture:state.paid', tone: 'good' },
  declined: { text: 'lecture:state.declined', tone: 'plain' },
  withdrawn: { text: 'lecture:state.withdrawn', tone: 'plain' },
}

/** In characters. */
export const MOST_LINE = 120
export const MOST_WISHES = 500
export const MOST_WORDS = 4_000

/** The most people that somebody may expect: more is a slip of the pen. */
export const MOST_AUDIENCE = 100_000
