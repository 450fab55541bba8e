import type { TokyoDay } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import type { TaxBlock } from '#app/domain/tax.ts'
import type { PostalAddress } from '#app/features/checkout/address.ts'
import type { BillFilter } from '#app/features/desk/bills/bill-filters.ts'
import type { DeskOrder } from '#app/features/desk/desk-order.ts'

/** A charge that no order stands behind, with its whole history. */
export type DeskBill = Pick<
  DeskOrder,
  | 'paidYen'
  | 'openYen'
  | 'surplusYen'
  | 'refundedYen'
  | 'payments'
  | 'refunds'
  | 'entries'
  | 'mails'
  | 'tasks'
> & {
  id: string
  /** Eight digits: what its page's address names it by. */
  reference: string
  subject: string
  /** The page of what it is for, where there is one. */
  subjectHref: string | null
  state: BillFilter
  /** `open`, unless it is paid or cancelled. */
  isOpen: boolean
  method: DeskOrder['method']
  dueOn: TokyoDay
  earnedOn: TokyoDay
  createdAt: Date
  amountYen: number
  taxBlocks: TaxBlock[]
  /** How it stands: forms carry it, so that the second of two people is told that more has happened. */
  seen: string
  canCancel: boolean
  payer: { name: string; email: string | null; address: PostalAddress | null; locale: Locale }
  lines: {
    id: string
    description: string
    textLanguage: string
    quantity: number
    amountYen: number
    /** What went back of it. */
    refundedYen: number
  }[]
  documents: DeskOrder['documents']
}
