import { isTokyoDay, type TokyoDay } from '#app/domain/day.ts'
import { normaliseEmail } from '#app/domain/email.ts'
import { isLocale, type Locale } from '#app/domain/locale.ts'
import {
  ENTERED_CHANNELS,
  isInquiryTopic,
  MOST_MESSAGE,
  MOST_NAME,
  type InquiryTopic,
} from '#app/features/inquiries/inquiry.ts'
import { cleanLines } from '#app/features/inquiries/inquiry-form.ts'

/** A slip of the pen in the year: the organisation is of 1997, the shop younger. */
export const EARLIEST_DAY = '2000-01-01'

export const ENTRY_FIELDS = [
  'channel',
  'receivedOn',
  'topic',
  'edition',
  'name',
  'email',
  'locale',
  'message',
] as const

export type EntryField = (typeof ENTRY_FIELDS)[number]
export type EntryProblem = 'choice' | 'day' | 'future' | 'tooLong' | 'email'
export type EntryErrors = Partial<Record<EntryField, EntryProblem>>

/** The desk's form as it was typed; `settled` is a box that was ticked. */
export type TypedEntry = Record<EntryField, string> & { settled: boolean }

/** A question that did not come over the form, ready to keep. */
export type EntryInput = {
  channel: (typeof ENTERED_CHANNELS)[number]
  receivedOn: TokyoDay
  topic: InquiryTopic
  sku: string | null
  /** Empty where she did not say. */
  name: string
  email: string | null
  locale: Locale
  /** Empty where the topic says it all. */
  message: string
  isSettled: boolean
}

/** Takes the fields as they came; what is absent is empty. */
export function typedEntry(form: URLSearchParams): TypedEntry {
  const fields = Object.fromEntries(ENTRY_FIELDS.map((field) => [field, form.get(field) ?? '']))
  return { ...(fields as Record<EntryField, string>), settled: form.has('settled') }
}

/** Reads the desk's form; every field that is wrong is named with its problem. */
export function parseEntry(
  typed: TypedEntry,
  { today }: { today: TokyoDay },
): { ok: true; input: EntryInput } | { ok: false; errors: EntryErrors } {
  const channel = ENTERED_CHANNELS.find((known) => known === typed.channel)
  const { topic, receivedOn, locale } = typed
  const name = typed.name.replace(/\p{Cc}+/gu, ' ').trim()
  const message = cleanLines(typed.message)
  const email = normaliseEmail(typed.email)
  const errors: EntryErrors = {}
  if (!channel) errors.channel = 'choice'
  if (!isTokyoDay(receivedOn) || receivedOn < EARLIEST_DAY) errors.receivedOn = 'day'
  else if (receivedOn > today) errors.receivedOn = 'future'
  if (!isInquiryTopic(topic)) errors.topic = 'choice'
  if (name.length > MOST_NAME) errors.name = 'tooLong'
  if (typed.email.trim() !== '' && !email) errors.email = 'email'
  if (!isLocale(locale)) errors.locale = 'choice'
  if (message.length > MOST_MESSAGE) errors.message = 'tooLong'
  const isWrong = Object.keys(errors).length > 0
  if (isWrong || !channel || !isTokyoDay(receivedOn) || !isInquiryTopic(topic) || !isLocale(locale)) {
    return { ok: false, errors }
  }
  const input = { channel, receivedOn, topic, sku: typed.edition || null, name, email, locale, message }
  return { ok: true, input: { ...input, isSettled: typed.settled } }
}
