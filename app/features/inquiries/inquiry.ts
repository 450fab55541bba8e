import type { TextKey } from '#app/platform/i18n/texts.ts'

/** What people ask about, in the order of the form; the database has the same list. */
export const INQUIRY_TOPICS = [
  'order',
  'publication',
  'consultation_centers',
  'subscription',
  'other',
] as const

export type InquiryTopic = (typeof INQUIRY_TOPICS)[number]

export const TOPIC_TEXTS: Record<InquiryTopic, TextKey> = {
  order: 'inquiry:topic.order',
  publication: 'inquiry:topic.publication',
  consultation_centers: 'inquiry:topic.consultationCenters',
  subscription: 'inquiry:topic.subscription',
  other: 'inquiry:topic.other',
}

export function isInquiryTopic(text: string): text is InquiryTopic {
  return (INQUIRY_TOPICS as readonly string[]).includes(text)
}

/** In characters. */
export const MOST_NAME = 100
export const MOST_MESSAGE = 4_000
