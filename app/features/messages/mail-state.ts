export const MAIL_STATES = ['pending', 'sent', 'failed', 'suppressed'] as const

/** Where a mail of the outbox stands; a suppressed one went nowhere because its address bounced or complained. */
export type MailState = (typeof MAIL_STATES)[number]

/** Narrows a text to a state. */
export function isMailState(text: unknown): text is MailState {
  return MAIL_STATES.some((state) => state === text)
}
