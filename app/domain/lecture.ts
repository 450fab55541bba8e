import type { TokyoDay } from '#app/domain/day.ts'
import type { Yen } from '#app/domain/money.ts'

/**
 * How a request for a lecturer stands (the Lecturer Dispatching Program; each request is handled on its own). The last two end it: we could not
 * help, or it was called off by either side before it was held.
 */
export const LECTURE_STATES = [
  'asked',
  'agreed',
  'held',
  'invoiced',
  'paid',
  'declined',
  'withdrawn',
] as const
export type LectureState = (typeof LECTURE_STATES)[number]

/**
 * What happens to a request. `agree` also changes what was agreed on, until it is billed: what the travel cost is often known last. `bill`,
 * `unbill` and `pay` follow its charge: made, cancelled, covered.
 */
export const LECTURE_STEPS = ['agree', 'decline', 'withdraw', 'hold', 'bill', 'unbill', 'pay'] as const
export type LectureStep = (typeof LECTURE_STEPS)[number]

/** What is agreed on of a lecture; null where it is not known yet. */
export type LectureTerms = {
  onDay: TokyoDay | null
  lecturer: string | null
  /** With tax; zero for a lecture without a fee. */
  feeYen: Yen | null
  /** With tax; null where none are asked for. */
  travelYen: Yen | null
}

export type LectureFacts = LectureTerms & { state: LectureState }

/**
 * Why a step cannot be taken: it is none of this state, something that has to be agreed on is missing, the day has not come yet, or there is nothing
 * to ask money for.
 */
export type LectureRefusal = 'state' | 'day' | 'lecturer' | 'fee' | 'too-early' | 'nothing-due'

export type LectureStepResult = { ok: true; state: LectureState } | { ok: false; reason: LectureRefusal }

/** From which state each step leads where. */
const WAYS: Readonly<Record<LectureStep, Partial<Record<LectureState, LectureState>>>> = {
  agree: { asked: 'agreed', agreed: 'agreed', held: 'held' },
  decline: { asked: 'declined' },
  withdraw: { asked: 'withdrawn', agreed: 'withdrawn' },
  hold: { agreed: 'held' },
  bill: { held: 'invoiced' },
  unbill: { invoiced: 'held' },
  pay: { invoiced: 'paid' },
}

/**
 * Takes a step, or says why not. For `agree` the facts hold the new terms. A lecture is held on its day at the earliest, and one that was held
 * keeps a day that has come.
 * Example: `hold` of one agreed for tomorrow is refused as `too-early`; `bill` of one without fee and travel as `nothing-due`.
 */
export function stepLecture(facts: LectureFacts, step: LectureStep, today: TokyoDay): LectureStepResult {
  const state = WAYS[step][facts.state]
  if (!state) return { ok: false, reason: 'state' }
  if (step === 'decline' || step === 'withdraw' || step === 'unbill' || step === 'pay') {
    return { ok: true, state }
  }
  if (facts.onDay === null) return { ok: false, reason: 'day' }
  if (!facts.lecturer) return { ok: false, reason: 'lecturer' }
  if (facts.feeYen === null) return { ok: false, reason: 'fee' }
  if (state !== 'agreed' && facts.onDay > today) return { ok: false, reason: 'too-early' }
  if (step === 'bill' && lectureDueYen(facts) === 0) return { ok: false, reason: 'nothing-due' }
  return { ok: true, state }
}

/** What is asked for in all, with tax. */
export function lectureDueYen({ feeYen, travelYen }: Pick<LectureTerms, 'feeYen' | 'travelYen'>): Yen {
  return (feeYen ?? 0) + (travelYen ?? 0)
}

/** What waits for the secretariat: an answer, a word whether it was held, or its bill. Null while nothing does. */
export type LectureTodo = 'answer' | 'hold' | 'bill'

export function lectureTodo(facts: LectureFacts, today: TokyoDay): LectureTodo | null {
  if (facts.state === 'asked') return 'answer'
  if (facts.state === 'agreed') return stepLecture(facts, 'hold', today).ok ? 'hold' : null
  if (facts.state === 'held') return lectureDueYen(facts) > 0 ? 'bill' : null
  return null
}

/**
 * Whether names and addresses are still needed to do what was agreed on: they are not erased before. A bill that is not paid is asked for
 * under them.
 */
export function isLectureOpen(facts: LectureFacts): boolean {
  if (facts.state === 'held') return lectureDueYen(facts) > 0
  return facts.state === 'agreed' || facts.state === 'invoiced'
}
