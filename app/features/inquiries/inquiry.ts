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

/** The ways in which questions come, as the database has them; all but the first are entered at the desk. */
export const INQUIRY_CHANNELS = ['web', 'phone', 'post', 'mail', 'visit'] as const
export const ENTERED_CHANNELS = ['phone', 'post', 'mail', 'visit'] as const

export type InquiryChannel = (typeof INQUIRY_CHANNELS)[number]

export const CHANNEL_TEXTS: Record<InquiryChannel, TextKey> = {
  web: 'inquiry:channel.web',
  phone: 'inquiry:channel.phone',
  post: 'inquiry:channel.post',
  mail: 'inquiry:channel.mail',
  visit: 'inquiry:channel.visit',
}

export function isInquiryTopic(text: string): text is InquiryTopic {
  return (INQUIRY_TOPICS as readonly string[]).includes(text)
}

/** In characters. */
export const MOST_NAME = 100
export const MOST_MESSAGE = 4_000
