import type { TextKey } from '#app/platform/i18n/texts.ts'

const TEXTS: Readonly<Record<string, TextKey>> = {
  placed: 'order:event.placed',
  voucher: 'order:event.voucher',
  paid: 'order:event.paid',
  'part-paid': 'order:event.partPaid',
  late: 'order:event.late',
  'preorder-ready': 'order:event.preorderReady',
  posted: 'order:event.posted',
  'parcel-reported': 'order:event.parcelReported',
  'parcel-came-back': 'order:event.cameBack',
  'parcel-replaced': 'order:event.parcelReplaced',
  corrected: 'order:event.corrected',
  refunded: 'order:event.refunded',
  'refund-failed': 'order:event.refundFailed',
  credited: 'order:event.credited',
}

const CANCELLED: Readonly<Record<string, TextKey>> = {
  reader: 'order:event.cancelledByReader',
  shop: 'order:event.cancelledByShop',
  replaced: 'order:event.replaced',
  credited: 'order:event.closedByCredit',
}

/** An event of an order in words; null for those that concern the secretariat only. */
export function eventText(event: { kind: string; details: unknown }): TextKey | null {
  const reason = (event.details as { reason?: unknown } | null)?.reason
  if (event.kind === 'cancelled') return CANCELLED[String(reason)] ?? 'order:event.cancelledByShop'
  if (event.kind === 'expired') {
    return reason === 'payment-failed' ? 'order:event.paymentFailed' : 'order:event.expired'
  }
  return TEXTS[event.kind] ?? null
}
