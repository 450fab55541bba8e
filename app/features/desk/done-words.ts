import type { TextKey } from '#app/platform/i18n/texts.ts'

/** What was just done with an order, a bill or a lecture, by the word that its page's address carries after it. */
const DONE: Readonly<Record<string, TextKey>> = {
  note: 'deskOrders:done.note',
  resent: 'deskOrders:done.resent',
  unmarked: 'deskOrders:done.unmarked',
  posted: 'deskOrders:done.posted',
  recorded: 'deskOrders:done.recorded',
  'recorded-before': 'deskOrders:done.recordedBefore',
  cancelled: 'deskOrders:done.cancelled',
  corrected: 'deskOrders:done.corrected',
  task: 'deskOrders:done.task',
  refunded: 'deskOrders:done.refunded',
  credited: 'deskOrders:done.credited',
  'refund-pending': 'deskOrders:done.refundPending',
  'refund-before': 'deskOrders:done.refundBefore',
  'refund-part': 'deskOrders:done.refundPart',
  lines: 'deskOrders:done.lines',
  replaced: 'deskOrders:done.replaced',
  'came-back': 'deskOrders:done.cameBack',
  resolved: 'deskOrders:done.resolved',
  entered: 'deskOrders:done.entered',
  'bill-refunded': 'bills:done.refunded',
  'bill-refunded-before': 'bills:done.refundedBefore',
  'bill-cancelled': 'bills:done.cancelled',
  'lecture-entered': 'lecture:done.entered',
  'lecture-edited': 'lecture:done.edited',
  'lecture-agreed': 'lecture:done.agreed',
  'lecture-declined': 'lecture:done.declined',
  'lecture-withdrawn': 'lecture:done.withdrawn',
  'lecture-held': 'lecture:done.held',
  'lecture-billed': 'lecture:done.billed',
}

/** The text of an address's `done`; null for none and for words that nobody said. */
export function doneText(url: string): TextKey | null {
  return DONE[new URL(url).searchParams.get('done') ?? ''] ?? null
}
