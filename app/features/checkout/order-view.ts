import type { TokyoDay } from '#app/domain/day.ts'
import type { OrderState } from '#app/domain/order.ts'
import type { PostalAddress } from '#app/features/checkout/address.ts'
import type { LineView, TotalsView } from '#app/features/checkout/line-view.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'

export type PaymentMethod = 'card' | 'konbini' | 'bank' | 'postal' | 'cash'

/** Where a transfer goes, and the number that ties it to its order. */
export type TransferView = {
  method: 'bank' | 'postal'
  /** As it is printed, in two groups. */
  reference: string
  /** What is still to be paid. */
  amountYen: number
  dueOn: TokyoDay
  /** Sent with a bill rather than after the money. */
  isBilled: boolean
  bank: { bankName: string; branchName: string; accountType: string; accountNumber: string; holder: string }
  postal: { accountNumber: string; holder: string }
}

export type ShipmentView = {
  id: string
  postedOn: TokyoDay
  tracking: { number: string; url: string } | null
  lines: { description: string; textLanguage: string; copies: number }[]
  /** Sent once more, free, in place of another. */
  isReplacement: boolean
  /** The newest report that something is wrong with it. */
  report: { on: TokyoDay; isOpen: boolean; cameBack: boolean } | null
}

/** An order as its own page shows it. */
export type OrderView = {
  code: string
  token: string
  state: OrderState
  method: PaymentMethod
  placedAt: Date
  /** Until when unpaid copies are kept; null for a billed order, which never expires. */
  expiresAt: Date | null
  lines: (LineView & { download: { path: string; count: number } | null })[]
  totals: TotalsView
  allocatedYen: number
  missingYen: number
  /** What was paid and went back. */
  refundedYen: number
  /** What of a bill needs not be paid any more. */
  creditedYen: number
  transfer: TransferView | null
  voucher: { url: string; dueOn: TokyoDay } | null
  hasPost: boolean
  hasDownloads: boolean
  shipments: ShipmentView[]
  contact: {
    name: string
    furigana: string | null
    email: string | null
    phone: string | null
    receiptName: string | null
    note: string | null
    delivery: PostalAddress | null
    billing: PostalAddress | null
  }
  /** What happened, oldest first. */
  history: { at: Date; text: TextKey }[]
  can: { payAtStripe: boolean; cancel: boolean; correct: boolean }
  shop: { email: string; phone: string }
}
