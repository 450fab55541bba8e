import { normaliseEmail } from '#app/domain/email.ts'
import {
  isInquiryTopic,
  MOST_MESSAGE,
  MOST_NAME,
  type InquiryTopic,
} from '#app/features/inquiries/inquiry.ts'

/** The form as it was typed. */
export type TypedInquiry = { name: string; email: string; topic: string; edition: string; message: string }

export type InquiryField = keyof TypedInquiry
export type InquiryProblem = 'required' | 'tooLong' | 'email' | 'choice'
export type InquiryErrors = Partial<Record<InquiryField, InquiryProblem>>

/** What was asked, ready to keep; `sku` names the edition it is about. */
export type InquiryInput = {
  name: string
  email: string
  topic: InquiryTopic
  sku: string | null
  message: string
}

/** Takes the fields of the form as they came; what is absent is empty. */
export function typedInquiry(form: URLSearchParams): TypedInquiry {
  const field = (name: InquiryField): string => form.get(name) ?? ''
  return {
    name: field('name'),
    email: field('email'),
    topic: field('topic'),
    edition: field('edition'),
    message: field('message'),
  }
}

/** Reads the form; every field that is wrong is named with its problem. */
export function parseInquiry(
  typed: TypedInquiry,
): { ok: true; input: InquiryInput } | { ok: false; errors: InquiryErrors } {
  const name = typed.name.replace(/\p{Cc}+/gu, ' ').trim()
  const message = cleanLines(typed.message)
  const email = normaliseEmail(typed.email)
  const { topic } = typed
  const errors: InquiryErrors = {}
  const nameProblem = lengthProblem(name, MOST_NAME)
  const messageProblem = lengthProblem(message, MOST_MESSAGE)
  if (nameProblem) errors.name = nameProblem
  if (!email) errors.email = typed.email.trim() === '' ? 'required' : 'email'
  if (!isInquiryTopic(topic)) errors.topic = 'choice'
  if (messageProblem) errors.message = messageProblem
  if (Object.keys(errors).length > 0 || !email || !isInquiryTopic(topic)) return { ok: false, errors }
  return { ok: true, input: { name, email, topic, sku: typed.edition || null, message } }
}

/** Text of several lines as it is kept: line ends of one kind, nothing that the database refuses. */
export function cleanLines(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/\0/g, '').trim()
}

function lengthProblem(text: string, most: number): 'required' | 'tooLong' | null {
  if (text === '') return 'required'
  return text.length > most ? 'tooLong' : null
}
