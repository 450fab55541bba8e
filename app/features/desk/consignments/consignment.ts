import type { TokyoDay } from '#app/domain/day.ts'

export type ConsignmentLineView = {
  sku: string
  name: string
  nameLanguage: string
  unitYen: number
  sent: number
  sold: number
  returned: number
  lost: number
  out: number
}

export type ConsignmentView = {
  code: string
  consigneeId: string
  consignee: string
  isStall: boolean
  commissionPercent: number
  daysToPay: number
  event: string | null
  sentOn: TokyoDay
  settleBy: TokyoDay | null
  state: 'open' | 'settled'
  note: string | null
  staffName: string | null
  lines: ConsignmentLineView[]
  settlements: {
    number: number
    settledOn: TokyoDay
    grossYen: number
    commissionYen: number
    cashCountedYen: number | null
    chargeId: string | null
    chargeReference: string | null
    staffName: string | null
    note: string | null
    isTakenBack: boolean
    /** The number of the settlement that it takes back. */
    takesBack: number | null
    lines: { sku: string; sold: number; returned: number; lost: number }[]
  }[]
  /** The number of the settlement that may be taken back: the newest in force. */
  mayTakeBack: number | null
}

/** How many rows a new note offers. */
export const NOTE_ROWS = 8
