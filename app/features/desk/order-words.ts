import type { EntryKind } from '#app/domain/ledger.ts'
import type { OrderState } from '#app/domain/order.ts'
import type { OrderChannel, OrderFilter, OrderMethod } from '#app/features/desk/order-filters.ts'
import type { ReportView } from '#app/features/desk/desk-order.ts'
import type { TaskKind } from '#app/features/messages/open-task.server.ts'
import type { OrderMail } from '#app/features/messages/queue-mail.server.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import type { BadgeTone } from '#app/ui/badge.tsx'

/** Where an order stands, as the desk says it, and how it stands out in a list. */
export const STATE_WORDS: Record<OrderState, { text: TextKey; tone: BadgeTone }> = {
  'awaiting-payment': { text: 'deskOrders:state.awaitingPayment', tone: 'plain' },
  billed: { text: 'deskOrders:state.billed', tone: 'accent' },
  'voucher-out': { text: 'deskOrders:state.voucherOut', tone: 'plain' },
  'part-paid': { text: 'deskOrders:state.partPaid', tone: 'warn' },
  paid: { text: 'deskOrders:state.paid', tone: 'accent' },
  'awaiting-run': { text: 'deskOrders:state.awaitingRun', tone: 'plain' },
  'part-posted': { text: 'deskOrders:state.partPosted', tone: 'accent' },
  posted: { text: 'deskOrders:state.posted', tone: 'good' },
  cancelled: { text: 'deskOrders:state.cancelled', tone: 'plain' },
  expired: { text: 'deskOrders:state.expired', tone: 'plain' },
  refunded: { text: 'deskOrders:state.refunded', tone: 'plain' },
}

export const FILTER_WORDS: Record<OrderFilter, TextKey> = {
  'to-pack': 'deskOrders:filter.toPack',
  waiting: 'deskOrders:filter.waiting',
  billed: 'deskOrders:filter.billed',
  overdue: 'deskOrders:filter.overdue',
  'awaiting-run': 'deskOrders:filter.awaitingRun',
  reported: 'deskOrders:filter.reported',
  posted: 'deskOrders:filter.posted',
  refunded: 'deskOrders:filter.refunded',
  cancelled: 'deskOrders:filter.cancelled',
  expired: 'deskOrders:filter.expired',
}

export const METHOD_WORDS: Record<OrderMethod, TextKey> = {
  card: 'deskOrders:method.card',
  konbini: 'deskOrders:method.konbini',
  bank: 'deskOrders:method.bank',
  postal: 'deskOrders:method.postal',
  cash: 'deskOrders:method.cash',
}

export const CHANNEL_WORDS: Record<OrderChannel, TextKey> = {
  web: 'deskOrders:channel.web',
  post: 'deskOrders:channel.post',
  phone: 'deskOrders:channel.phone',
  mail: 'deskOrders:channel.mail',
  visit: 'deskOrders:channel.visit',
}

/** What happened, by the kind of the event. */
export const EVENT_WORDS: Readonly<Record<string, TextKey>> = {
  placed: 'deskOrders:event.placed',
  voucher: 'deskOrders:event.voucher',
  paid: 'deskOrders:event.paid',
  'part-paid': 'deskOrders:event.partPaid',
  overpaid: 'deskOrders:event.overpaid',
  late: 'deskOrders:event.late',
  'wrong-currency': 'deskOrders:event.wrongCurrency',
  'wrong-charge': 'deskOrders:event.wrongCharge',
  'preorder-ready': 'deskOrders:event.preorderReady',
  posted: 'deskOrders:event.posted',
  corrected: 'deskOrders:event.corrected',
  packed: 'deskWork:event.packed',
  cancelled: 'deskOrders:event.cancelled',
  expired: 'deskOrders:event.expired',
  credited: 'deskOrders:event.credited',
  'refund-requested': 'deskOrders:event.refundRequested',
  refunded: 'deskOrders:event.refunded',
  'refund-refused': 'deskOrders:event.refundRefused',
  'refund-failed': 'deskOrders:event.refundFailed',
  'refund-lines': 'deskOrders:event.refundLines',
  dispute: 'deskOrders:event.dispute',
  'dispute-lost': 'deskOrders:event.disputeLost',
  'parcel-reported': 'deskOrders:event.parcelReported',
  'parcel-came-back': 'deskOrders:event.cameBack',
  'parcel-replaced': 'deskOrders:event.parcelReplaced',
  'parcel-resolved': 'deskOrders:event.parcelResolved',
  'bill-reminded': 'deskOrders:event.billReminded',
}

type TaskWords = { title: TextKey; advice: TextKey }

/** What a task is about, and what to do about it, by its kind. */
export const TASK_WORDS: Readonly<Record<string, TaskWords>> = {
  overpaid: { title: 'deskOrders:task.overpaid', advice: 'deskOrders:task.overpaidAdvice' },
  'paid-after-hold-gone': { title: 'deskOrders:task.late', advice: 'deskOrders:task.lateAdvice' },
  'part-paid-expired': {
    title: 'deskOrders:task.partPaidExpired',
    advice: 'deskOrders:task.partPaidExpiredAdvice',
  },
  'wrong-currency': { title: 'deskOrders:task.wrongCurrency', advice: 'deskOrders:task.wrongCurrencyAdvice' },
  'wrong-charge': { title: 'deskOrders:task.wrongCharge', advice: 'deskOrders:task.wrongChargeAdvice' },
  dispute: { title: 'deskOrders:task.dispute', advice: 'deskOrders:task.disputeAdvice' },
  'refund-lines': { title: 'deskOrders:task.refundLines', advice: 'deskOrders:task.refundLinesAdvice' },
  'refund-failed': { title: 'deskOrders:task.refundFailed', advice: 'deskOrders:task.refundFailedAdvice' },
  'refund-exceeds': {
    title: 'deskOrders:task.refundExceeds',
    advice: 'deskOrders:task.refundExceedsAdvice',
  },
  'books-wrong': { title: 'deskOrders:task.booksWrong', advice: 'deskOrders:task.booksWrongAdvice' },
  'job-failed': { title: 'deskOrders:task.jobFailed', advice: 'deskOrders:task.jobFailedAdvice' },
  'parcel-reported': {
    title: 'deskOrders:task.parcelReported',
    advice: 'deskOrders:task.parcelReportedAdvice',
  },
  'parcel-came-back': { title: 'deskOrders:task.cameBack', advice: 'deskOrders:task.cameBackAdvice' },
  'short-after-count': { title: 'deskOrders:task.short', advice: 'deskOrders:task.shortAdvice' },
  'bill-overdue': { title: 'deskOrders:task.billOverdue', advice: 'deskOrders:task.billOverdueAdvice' },
  'mail-failed': { title: 'deskOrders:task.mailFailed', advice: 'deskOrders:task.mailAdvice' },
  'mail-bounced': { title: 'deskOrders:task.mailBounced', advice: 'deskOrders:task.mailAdvice' },
  'mail-complained': { title: 'deskOrders:task.mailComplained', advice: 'deskOrders:task.mailAdvice' },
} satisfies Record<TaskKind, TaskWords>

/** Tasks about mails that a reader did not get. */
export const MAIL_TASKS: readonly string[] = ['mail-failed', 'mail-bounced', 'mail-complained']

export const MAIL_STATE_WORDS: Record<
  'pending' | 'sent' | 'failed' | 'suppressed',
  { text: TextKey; tone: BadgeTone }
> = {
  pending: { text: 'deskOrders:mailState.pending', tone: 'plain' },
  sent: { text: 'deskOrders:mailState.sent', tone: 'good' },
  failed: { text: 'deskOrders:mailState.failed', tone: 'bad' },
  suppressed: { text: 'deskOrders:mailState.suppressed', tone: 'warn' },
}

// Names come from the database as texts, so these are read by any; each that the shop writes is there, or they do not compile.

/** The mails about an order, a bill or a lecture by what they tell. */
export const MAIL_WORDS: Readonly<Record<string, TextKey>> = {
  'order-received': 'deskOrders:mail.received',
  'order-billed': 'deskOrders:mail.billed',
  'bill-reminder': 'deskOrders:mail.billReminder',
  voucher: 'deskOrders:mail.voucher',
  'order-paid': 'deskOrders:mail.paid',
  'order-part-paid': 'deskOrders:mail.partPaid',
  'order-overpaid': 'deskOrders:mail.overpaid',
  'order-late-payment': 'deskOrders:mail.late',
  'order-posted': 'deskOrders:mail.posted',
  'order-cancelled': 'deskOrders:mail.cancelled',
  'order-refunded': 'deskOrders:mail.refunded',
  'order-credited': 'deskOrders:mail.credited',
  'parcel-came-back': 'deskOrders:mail.cameBack',
  'payment-failed': 'deskOrders:mail.failed',
  'order-link': 'deskOrders:mail.link',
  'preorder-ready': 'deskOrders:mail.ready',
  'bill-issued': 'bills:mail.issued',
  'bill-reminded': 'bills:mail.reminded',
  'bill-money': 'bills:mail.money',
  'bill-refunded': 'bills:mail.refunded',
  'bill-cancelled': 'bills:mail.cancelled',
  'lecture-received': 'lecture:mailName.received',
  'lecture-answer': 'lecture:mailName.answer',
} satisfies Record<OrderMail, TextKey>

export const ENTRY_WORDS: Readonly<Record<string, TextKey>> = {
  payment: 'deskOrders:entry.payment',
  release: 'deskOrders:entry.release',
  shipment: 'deskOrders:entry.shipment',
  fee: 'deskOrders:entry.fee',
  refund: 'deskOrders:entry.refund',
  'refund-failed': 'deskOrders:entry.refundFailed',
  credit: 'deskOrders:entry.credit',
  'refund-lines': 'deskOrders:entry.refundLines',
  dispute: 'deskOrders:entry.dispute',
  'dispute-lost': 'deskOrders:entry.disputeLost',
  unallocated: 'deskOrders:entry.unallocated',
  bill: 'bills:entry.bill',
  'bill-cancelled': 'bills:entry.cancelled',
  'print-bill': 'deskCopies:bill.entry',
  'stock-loss': 'deskCopies:entry.stockLoss',
  'cash-difference': 'deskConsign:cashDifference',
} satisfies Record<EntryKind, TextKey>

export const PROBLEM_WORDS: Record<ReportView['problem'], TextKey> = {
  lost: 'deskOrders:problem.lost',
  damaged: 'deskOrders:problem.damaged',
  incomplete: 'deskOrders:problem.incomplete',
  undeliverable: 'order:report.undeliverable',
}

export const RESOLUTION_WORDS: Record<'replacement' | 'refund' | 'none', TextKey> = {
  replacement: 'deskOrders:resolution.replacement',
  refund: 'deskOrders:resolution.refund',
  none: 'deskOrders:resolution.none',
}

export const REFUND_STATE_WORDS: Record<'pending' | 'succeeded' | 'failed', TextKey> = {
  pending: 'deskOrders:refundState.pending',
  succeeded: 'deskOrders:refundState.succeeded',
  failed: 'deskOrders:refundState.failed',
}

export const DOCUMENT_WORDS: Record<'receipt' | 'credit_note' | 'quote' | 'invoice', TextKey> = {
  receipt: 'deskOrders:document.receipt',
  credit_note: 'deskOrders:document.creditNote',
  quote: 'deskOrders:document.quote',
  invoice: 'deskOrders:document.invoice',
}

/** Who did it, where it was no member of staff. */
export const ACTOR_WORDS: Readonly<Record<string, TextKey>> = {
  reader: 'deskOrders:actor.reader',
  system: 'deskOrders:actor.system',
  operator: 'deskOrders:actor.operator',
  shop: 'deskOrders:actor.shop',
  staff: 'deskOrders:actor.shop',
}

/** What the audit log changed, by its table. */
export const TABLE_WORDS: Readonly<Record<string, TextKey>> = {
  orders: 'deskOrders:table.orders',
  order_lines: 'deskOrders:table.orderLines',
  charges: 'deskOrders:table.charges',
  shipments: 'deskOrders:table.shipments',
  order_notes: 'deskOrders:table.notes',
  parcel_reports: 'deskOrders:table.parcelReports',
  documents: 'deskOrders:table.documents',
  payments: 'deskOrders:table.payments',
  refunds: 'deskOrders:table.refunds',
  refund_lines: 'deskOrders:table.refundLines',
  tasks: 'deskOrders:table.tasks',
  outbox_mails: 'deskOrders:table.mails',
}

export const CHANGE_WORDS: Readonly<Record<string, TextKey>> = {
  insert: 'deskOrders:change.insert',
  update: 'deskOrders:change.update',
  delete: 'deskOrders:change.delete',
}
