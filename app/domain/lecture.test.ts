import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, tokyoDay } from '#app/domain/day.ts'
import {
  isLectureOpen,
  LECTURE_STATES,
  LECTURE_STEPS,
  lectureDueYen,
  lectureTodo,
  stepLecture,
  type LectureFacts,
} from '#app/domain/lecture.ts'

const TODAY = tokyoDay('2026-11-24')
const AGREED: LectureFacts = {
  state: 'agreed',
  onDay: TODAY,
  lecturer: '見本 講子',
  feeYen: 33_000,
  travelYen: 1_205,
}

const facts: fc.Arbitrary<LectureFacts> = fc.record({
  state: fc.constantFrom(...LECTURE_STATES),
  onDay: fc.option(fc.integer({ min: -40, max: 40 }).map((days) => addDays(TODAY, days))),
  lecturer: fc.option(fc.constantFrom('', '見本 講子')),
  feeYen: fc.option(fc.constantFrom(0, 33_000)),
  travelYen: fc.option(fc.constantFrom(0, 1_205)),
})
const step = fc.constantFrom(...LECTURE_STEPS)

describe('a request for a lecturer', () => {
  it('goes from asked to paid, one step after the other', () => {
    let lecture: LectureFacts = { ...AGREED, state: 'asked' }
    for (const [next, state] of [
      ['agree', 'agreed'],
      ['hold', 'held'],
      ['bill', 'invoiced'],
      ['pay', 'paid'],
    ] as const) {
      expect(stepLecture(lecture, next, TODAY)).toEqual({ ok: true, state })
      lecture = { ...lecture, state }
    }
  })

  it.each([
    [{ onDay: null }, 'day'],
    [{ lecturer: null }, 'lecturer'],
    [{ lecturer: '' }, 'lecturer'],
    [{ feeYen: null }, 'fee'],
  ] as const)('is not agreed on with %j', (changes, reason) => {
    expect(stepLecture({ ...AGREED, state: 'asked', ...changes }, 'agree', TODAY)).toEqual({
      ok: false,
      reason,
    })
  })

  it('is held on its day at the earliest, and then keeps a day that has come', () => {
    const tomorrow = { ...AGREED, onDay: addDays(TODAY, 1) }
    expect(stepLecture(tomorrow, 'hold', TODAY)).toEqual({ ok: false, reason: 'too-early' })
    expect(stepLecture(tomorrow, 'hold', addDays(TODAY, 1)).ok).toBe(true)
    expect(stepLecture({ ...tomorrow, state: 'held' }, 'agree', TODAY)).toEqual({
      ok: false,
      reason: 'too-early',
    })
  })

  it('without fee and travel has no bill, and nothing waits once it was held', () => {
    const free: LectureFacts = { ...AGREED, state: 'held', feeYen: 0, travelYen: null }
    expect(stepLecture(free, 'bill', TODAY)).toEqual({ ok: false, reason: 'nothing-due' })
    expect([lectureDueYen(free), lectureTodo(free, TODAY), isLectureOpen(free)]).toEqual([0, null, false])
  })

  it('waits for an answer, for word that it was held, for its bill', () => {
    expect(lectureTodo({ ...AGREED, state: 'asked' }, TODAY)).toBe('answer')
    expect(lectureTodo({ ...AGREED, onDay: addDays(TODAY, 1) }, TODAY)).toBeNull()
    expect(lectureTodo(AGREED, TODAY)).toBe('hold')
    expect(lectureTodo({ ...AGREED, state: 'held' }, TODAY)).toBe('bill')
    expect(lectureTodo({ ...AGREED, state: 'invoiced' }, TODAY)).toBeNull()
  })
})

describe('whatever is done in whatever order', () => {
  it('nothing leads out of paid, declined or withdrawn', () => {
    fc.assert(
      fc.property(facts, step, (lecture, next) => {
        fc.pre(['paid', 'declined', 'withdrawn'].includes(lecture.state))
        expect(stepLecture(lecture, next, TODAY)).toEqual({ ok: false, reason: 'state' })
      }),
    )
  })

  it('one that is agreed on has its day, lecturer and fee; one held or beyond had its day', () => {
    const steps = fc.array(fc.record({ step, terms: facts, days: fc.integer({ min: 0, max: 20 }) }))
    fc.assert(
      fc.property(steps, (taken) => {
        let today = TODAY
        let lecture: LectureFacts = {
          state: 'asked',
          onDay: null,
          lecturer: null,
          feeYen: null,
          travelYen: null,
        }
        for (const { step: next, terms, days } of taken) {
          today = addDays(today, days)
          const proposed = next === 'agree' ? { ...terms, state: lecture.state } : lecture
          const result = stepLecture(proposed, next, today)
          if (result.ok) lecture = { ...proposed, state: result.state }
          if (['agreed', 'held', 'invoiced', 'paid'].includes(lecture.state)) {
            expect(lecture).toMatchObject({ lecturer: '見本 講子', feeYen: expect.any(Number) })
            expect(lecture.onDay).not.toBeNull()
          }
          if (['held', 'invoiced', 'paid'].includes(lecture.state)) {
            expect((lecture.onDay ?? '') <= today).toBe(true)
          }
          if (['invoiced', 'paid'].includes(lecture.state)) expect(lectureDueYen(lecture)).toBeGreaterThan(0)
        }
      }),
    )
  })

  it('a bill that is taken back can be made again', () => {
    fc.assert(
      fc.property(facts, (lecture) => {
        const billed = stepLecture(lecture, 'bill', TODAY)
        fc.pre(billed.ok)
        const back = stepLecture({ ...lecture, state: 'invoiced' }, 'unbill', TODAY)
        expect(back).toEqual({ ok: true, state: 'held' })
        expect(stepLecture({ ...lecture, state: 'held' }, 'bill', TODAY)).toEqual(billed)
      }),
    )
  })

  it('what waits for a person is a step that can be taken', () => {
    const stepOf = { hold: 'hold', bill: 'bill', answer: 'decline' } as const
    fc.assert(
      fc.property(facts, (lecture) => {
        // What the database holds of a lecture that was agreed on.
        fc.pre(lecture.state !== 'held' || stepLecture({ ...lecture, state: 'agreed' }, 'hold', TODAY).ok)
        const todo = lectureTodo(lecture, TODAY)
        if (todo) expect(stepLecture(lecture, stepOf[todo], TODAY).ok).toBe(true)
      }),
    )
  })
})
