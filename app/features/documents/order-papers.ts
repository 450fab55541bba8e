import type { TokyoDay } from '#app/domain/day.ts'

/** A file of an issue: its name is the end of its address. */
export type PaperFile = { name: string; code: string; number: number }

/** The papers of an order, as its page offers them. */
export type OrderPapers = {
  token: string
  receipt: {
    canIssue: boolean
    /** Who it will be, or was, made out to. */
    name: string
    files: PaperFile[]
  }
  invoices: PaperFile[]
  creditNotes: {
    refundId: string
    /** Of what a bill was lowered by, not of money that went back. */
    isCredit: boolean
    refundedOn: TokyoDay
    amountYen: number
    canIssue: boolean
    files: PaperFile[]
  }[]
  /** Codes of papers whose time is over: they can be had no more. */
  erased: string[]
  deliveries: { file: string; postedOn: TokyoDay }[]
}

/** What was typed into the form of a receipt and is wrong. */
export type WrongName = { typed: string; message: string }

/** Whether there is anything to show. */
export function hasPapers({ receipt, invoices, creditNotes, erased, deliveries }: OrderPapers): boolean {
  return (
    receipt.canIssue ||
    [receipt.files, invoices, creditNotes, erased, deliveries].some((list) => list.length > 0)
  )
}

/** The address of a paper's file. */
export function paperPath(token: string, file: string): string {
  return `/orders/${token}/documents/${file}`
}
