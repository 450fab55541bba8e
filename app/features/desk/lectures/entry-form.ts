import { isTokyoDay, type TokyoDay } from '#app/domain/day.ts'
import { isLocale, type Locale } from '#app/domain/locale.ts'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import { EARLIEST_DAY } from '#app/features/inquiries/entry-form.ts'
import { ENTERED_CHANNELS } from '#app/features/inquiries/inquiry.ts'
import { cleanLines } from '#app/features/inquiries/inquiry-form.ts'
import { parseAsking, typedAsking, type Asking } from '#app/features/lectures/asking-form.ts'

/** In characters. */
export const MOST_NOTE = 2_000

type Problems = [field: string, problem: FieldProblem][]
type Read<Value> = { ok: true; value: Value } | { ok: false; problems: Problems }

export type ReadAsking = { asking: Asking; locale: Locale; note: string | null }

/** Reads what is asked as staff write it down, with the language to answer in and a note of theirs. */
export function readAsking(form: URLSearchParams): Read<ReadAsking> {
  const parsed = parseAsking(typedAsking(form), { needsEmail: false })
  const problems: Problems = parsed.ok ? [] : parsed.problems
  const locale = form.get('locale')
  const note = cleanLines(form.get('note') ?? '')
  if (!isLocale(locale)) problems.push(['locale', { key: 'errors:choice' }])
  if (note.length > MOST_NOTE) problems.push(['note', { key: 'errors:tooLong', values: { max: MOST_NOTE } }])
  if (problems.length > 0 || !parsed.ok || !isLocale(locale)) return { ok: false, problems }
  return { ok: true, value: { asking: parsed.asking, locale, note: note || null } }
}

export type ReadEntry = ReadAsking & { channel: (typeof ENTERED_CHANNELS)[number]; receivedOn: TokyoDay }

/** Reads a request that did not come over the public form: how and when it came, and what is asked. */
export function readEntry(form: URLSearchParams, { today }: { today: TokyoDay }): Read<ReadEntry> {
  const problems: Problems = []
  const channel = ENTERED_CHANNELS.find((known) => known === form.get('channel'))
  const receivedOn = form.get('receivedOn')
  if (!channel) problems.push(['channel', { key: 'errors:choice' }])
  if (!isTokyoDay(receivedOn) || receivedOn < EARLIEST_DAY) {
    problems.push(['receivedOn', { key: 'inquiry:entry.dayWrong' }])
  } else if (receivedOn > today) problems.push(['receivedOn', { key: 'inquiry:entry.dayFuture' }])
  const read = readAsking(form)
  if (!read.ok) problems.push(...read.problems)
  if (problems.length > 0 || !read.ok || !channel || !isTokyoDay(receivedOn)) return { ok: false, problems }
  return { ok: true, value: { ...read.value, channel, receivedOn } }
}
