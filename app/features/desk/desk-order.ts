import type { TokyoDay } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import type { OrderState } from '#app/domain/order.ts'
import type { PostalAddress } from '#app/features/checkout/address.ts'
import type { TotalsView } from '#app/features/checkout/line-view.ts'
import type { ShipmentView } from '#app/features/checkout/order-view.ts'
import type { PackingFacts } from '#app/features/desk/packing/packing-facts.server.ts'
import type { OrderChannel, OrderMethod } from '#app/features/desk/order-filters.ts'

/** A line of goods, and where each of its copies is. */
export type GoodsView = {
  chargeLineId: string
  sku: string
  format: 'print' | 'pdf'
  description: string
  textLanguage: string
  quantity: number
  unitYen: number
  amountYen: number
  /** What was paid and went back, and what was credited against the bill. */
  refundedYen: number
  creditedYen: number
  held: number
  preordered: number
  posted: number
  released: number
  availableAt: Date | null
  downloads: number
}

export type PaymentView = {
  id: string
  method: OrderMethod
  /** In the smallest unit of its currency. */
  amount: number
  currency: string
  receivedOn: TokyoDay
  /** What it pays of this order; the rest went back, or is surplus. */
  allocatedYen: number
  refundedYen: number
  surplusYen: number
  feeYen: number | null
  confirmed: boolean
  /** The line of the statement, of money recorded by hand. */
  note: string | null
  stripeId: string | null
}

export type RefundView = {
  id: string
  state: 'pending' | 'succeeded' | 'failed'
  /** Null for a credit: less is due of a bill, and no money goes back. */
  method: OrderMethod | null
  amountYen: number
  surplusYen: number
  /** Its lines were spread by rule and wait for a person to choose them. */
  provisional: boolean
  reason: string | null
  createdAt: Date
  staffName: string | null
  lines: {
    chargeLineId: string
    description: string
    textLanguage: string
    amountYen: number
    copies: number
    restocked: number
  }[]
}

export type EntryView = {
  id: string
  kind: string
  eventOn: TokyoDay
  postedOn: TokyoDay
  postings: { account: string; debitYen: number; creditYen: number }[]
}

export type MovementView = {
  id: string
  kind: string
  sku: string
  run: number
  copies: number
  movedOn: TokyoDay
  staffName: string | null
}

export type MailView = {
  id: string
  template: string
  toEmail: string
  state: 'pending' | 'sent' | 'failed' | 'suppressed'
  attempts: number
  createdAt: Date
  sentAt: Date | null
  lastError: string | null
  /** Why its address gets no more mail: it bounced, or complained. */
  mark: string | null
}

export type ReportView = {
  id: string
  shipmentId: string
  problem: 'lost' | 'damaged' | 'incomplete' | 'undeliverable'
  message: string | null
  reportedAt: Date
  /** When the post brought it back. */
  returnedOn: TokyoDay | null
  resolution: 'replacement' | 'refund' | 'none' | null
  resolvedAt: Date | null
  staffName: string | null
}

export type TaskView = {
  id: string
  kind: string
  /** Figures and ids, without personal data. */
  details: Record<string, unknown>
  openedAt: Date
  doneAt: Date | null
  doneNote: string | null
  staffName: string | null
  orderCode: string | null
  /** The bill that it is about, where no order stands behind it. */
  bill: { reference: string; subject: string } | null
}

export type AuditView = {
  id: string
  at: Date
  actor: string
  staffName: string | null
  change: string
  table: string
  /** Of an update the columns that differ, before and after; of anything else nothing. */
  columns: { name: string; before: string; after: string }[]
}

/** What happened to an order, as the desk shows it. */
export type EventView = {
  id: string
  kind: string
  at: Date
  actor: string
  staffName: string | null
  details: unknown
}

/** A parcel that left. */
export type ParcelView = Pick<ShipmentView, 'id' | 'postedOn' | 'tracking'> & {
  /** Sent once more, free, in place of another. */
  isReplacement: boolean
  staffName: string | null
  lines: { sku: string; description: string; textLanguage: string; copies: number }[]
}

/** An order with its whole history. */
export type DeskOrder = {
  id: string
  code: string
  token: string
  /** The language that the reader is written to in. */
  readerLocale: Locale
  version: number
  /** The newest event: forms carry it, so that the second of two people is told what changed. */
  seen: string
  state: OrderState
  channel: OrderChannel
  enteredBy: string | null
  placedAt: Date
  packedAt: Date | null
  /** What of it lies packed, while something of it is to be posted. */
  packing: Pick<PackingFacts, 'packed' | 'outdated'> | null
  erasedAt: Date | null
  method: OrderMethod
  terms: 'prepaid' | 'billed'
  chargeState: 'open' | 'covered' | 'cancelled' | 'expired'
  /** Goods may leave. */
  isServed: boolean
  /** As it is printed. */
  reference: string
  dueOn: TokyoDay | null
  isOverdue: boolean
  /** Until when unpaid copies are kept. */
  expiresAt: Date | null
  buyerReference: string | null
  contact: {
    name: string
    furigana: string | null
    email: string | null
    /** Nothing more is sent to the address. */
    isMarked: boolean
    phone: string | null
    receiptName: string | null
    note: string | null
    delivery: PostalAddress | null
    billing: PostalAddress | null
  }
  /** Contact and addresses may still be corrected. */
  canCorrect: boolean
  goods: GoodsView[]
  totals: TotalsView
  paidYen: number
  openYen: number
  surplusYen: number
  /** What was paid and went back, and what was credited against the bill. */
  refundedYen: number
  creditedYen: number
  payments: PaymentView[]
  refunds: RefundView[]
  entries: EntryView[]
  movements: MovementView[]
  shipments: ParcelView[]
  reports: ReportView[]
  mails: MailView[]
  documents: {
    id: string
    kind: 'receipt' | 'credit_note' | 'quote' | 'invoice'
    year: number
    number: number
    totalYen: number
    issuedOn: TokyoDay
    isVoid: boolean
  }[]
  tasks: TaskView[]
  notes: { id: string; text: string; at: Date; staffName: string }[]
  events: EventView[]
  audit: AuditView[]
}
