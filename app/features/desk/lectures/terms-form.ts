import { EARLIEST_BOOKING } from '#app/domain/booking-day.ts'
import { addDays, isTokyoDay, type TokyoDay } from '#app/domain/day.ts'
import type { LectureRefusal } from '#app/domain/lecture.ts'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import { readCount } from '#app/features/desk/form-answer.ts'
import { cleanLines } from '#app/features/inquiries/inquiry-form.ts'
import type { AgreedTerms } from '#app/features/lectures/agree-lecture.server.ts'
import { MOST_LINE, MOST_WORDS } from '#app/features/lectures/lecture.ts'
import type { InvoiceInput } from '#app/features/lectures/invoice-lecture.server.ts'

/** More is a slip of the pen. */
export const MOST_FEE_YEN = 10_000_000
/** How far ahead a lecture may be agreed on, and a bill be due. */
const MOST_DAYS_AHEAD = 1_100

type Problems = [field: string, problem: FieldProblem][]

/** Reads what was agreed on. An empty field of the travel cost asks for none; one of the fee has to be zero to be none. */
export function readTerms(
  form: URLSearchParams,
  { today }: { today: TokyoDay },
): { ok: true; terms: AgreedTerms } | { ok: false; problems: Problems } {
  const problems: Problems = []
  const onDay = form.get('onDay')
  const lecturer = oneLine(form.get('lecturer'))
  const place = oneLine(form.get('place'))
  const feeYen = readCount(form.get('feeYen'))
  const typedTravel = form.get('travelYen')?.trim() ?? ''
  const travelYen = typedTravel === '' ? null : readCount(typedTravel)
  const tooLong: FieldProblem = { key: 'errors:tooLong', values: { max: MOST_LINE } }
  if (!isPlausible(onDay, today)) problems.push(['onDay', { key: 'lecture:agree.dayWrong' }])
  if (lecturer === '') problems.push(['lecturer', { key: 'errors:required' }])
  if (lecturer.length > MOST_LINE) problems.push(['lecturer', tooLong])
  if (place.length > MOST_LINE) problems.push(['place', tooLong])
  if (feeYen === null || feeYen > MOST_FEE_YEN) problems.push(['feeYen', { key: 'lecture:agree.yenWrong' }])
  if (typedTravel !== '' && (travelYen === null || travelYen > MOST_FEE_YEN)) {
    problems.push(['travelYen', { key: 'lecture:agree.yenWrong' }])
  }
  if (problems.length > 0 || !isPlausible(onDay, today) || feeYen === null) return { ok: false, problems }
  const isOnline = form.has('isOnline')
  return { ok: true, terms: { onDay, lecturer, feeYen, travelYen, place: place || null, isOnline } }
}

/** Reads the office's words for a mail; null when none is to go. */
export function readWords(
  form: URLSearchParams,
): { ok: true; words: string | null } | { ok: false; problems: Problems } {
  if (!form.has('tell')) return { ok: true, words: null }
  const words = cleanLines(form.get('words') ?? '')
  if (words === '') return { ok: false, problems: [['words', { key: 'lecture:mail.empty' }]] }
  if (words.length <= MOST_WORDS) return { ok: true, words }
  return { ok: false, problems: [['words', { key: 'errors:tooLong', values: { max: MOST_WORDS } }]] }
}

/** Reads whom a bill is made out to, by when and how it is paid. */
export function readInvoice(
  form: URLSearchParams,
  { today }: { today: TokyoDay },
): { ok: true; invoice: Omit<InvoiceInput, 'seen'> } | { ok: false; problems: Problems } {
  const problems: Problems = []
  const payerName = oneLine(form.get('payerName'))
  const dueOn = form.get('dueOn')
  const method = form.get('method')
  const isMethod = method === 'bank' || method === 'postal'
  if (payerName === '') problems.push(['payerName', { key: 'errors:required' }])
  if (payerName.length > MOST_LINE) {
    problems.push(['payerName', { key: 'errors:tooLong', values: { max: MOST_LINE } }])
  }
  const isDue = isPlausible(dueOn, today) && dueOn >= today
  if (!isDue) problems.push(['dueOn', { key: 'lecture:invoice.dueWrong' }])
  if (!isMethod) problems.push(['method', { key: 'errors:choice' }])
  if (problems.length > 0 || !isDue || !isMethod) return { ok: false, problems }
  return { ok: true, invoice: { payerName, dueOn, method } }
}

/** At which field stands what the rules refuse; of the whole where none is to blame. */
export function refusalOf(reason: LectureRefusal): { field: string | null; problem: FieldProblem } {
  switch (reason) {
    case 'day':
      return { field: 'onDay', problem: { key: 'lecture:agree.dayWrong' } }
    case 'lecturer':
      return { field: 'lecturer', problem: { key: 'errors:required' } }
    case 'fee':
      return { field: 'feeYen', problem: { key: 'lecture:agree.yenWrong' } }
    case 'too-early':
      return { field: 'onDay', problem: { key: 'lecture:agree.tooEarly' } }
    case 'nothing-due':
      return { field: null, problem: { key: 'lecture:invoice.nothingDue' } }
    case 'state':
      return { field: null, problem: { key: 'lecture:desk.notNow' } }
  }
}

function isPlausible(day: string | null, today: TokyoDay): day is TokyoDay {
  return isTokyoDay(day) && day >= EARLIEST_BOOKING && day <= addDays(today, MOST_DAYS_AHEAD)
}

function oneLine(text: string | null): string {
  return (text ?? '').replace(/\p{Cc}+/gu, ' ').trim()
}
