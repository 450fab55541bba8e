import type { TextKey } from '#app/platform/i18n/texts.ts'

/** What became of a mail, in words. */
export const MAIL_STATES = {
  queued: 'sandbox:mailbox.state.queued',
  sent: 'sandbox:mailbox.state.sent',
  delivered: 'sandbox:mailbox.state.delivered',
  bounced: 'sandbox:mailbox.state.bounced',
  complained: 'sandbox:mailbox.state.complained',
} as const satisfies Record<string, TextKey>
