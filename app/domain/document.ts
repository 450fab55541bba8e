import { tokyoDay, type TokyoDay } from '#app/domain/day.ts'
import { sumYen, type Yen } from '#app/domain/money.ts'
import { taxBlocks, type TaxBlock, type TaxedLine } from '#app/domain/tax.ts'

export const DOCUMENT_KINDS = ['receipt', 'credit_note', 'quote', 'invoice'] as const

/** Papers with a number: 領収書, 返還, 見積書, 請求書. */
export type DocumentKind = (typeof DOCUMENT_KINDS)[number]

export type DocumentNumber = { kind: DocumentKind; year: number; number: number }

const PREFIXES: Record<DocumentKind, string> = { receipt: 'R', credit_note: 'C', quote: 'Q', invoice: 'B' }

/** From then on a receipt or bill of a registered issuer is a qualified invoice (適格請求書). */
export const QUALIFIED_FROM = tokyoDay('2023-10-01')

/** The issuer's registration (登録番号, 登録日), if any. One whose day is not known counts from the beginning of the system. */
export type Registration = { registrationNumber: string | null; registeredOn: TokyoDay | null }

/**
 * What people call a document by: a letter of its kind, the year in Tokyo, and its number in that year with at least five digits.
 * Throws a RangeError on what cannot be counted. Example: the 12th receipt of 2026 is `R2026-00012`.
 */
export function documentCode({ kind, year, number }: DocumentNumber): string {
  if (!Number.isInteger(year) || year < 1000 || year > 9999) throw new RangeError(`not a year: ${year}`)
  if (!Number.isSafeInteger(number) || number < 1) throw new RangeError(`not a document number: ${number}`)
  return `${PREFIXES[kind]}${year}-${String(number).padStart(5, '0')}`
}

/**
 * Reads a document's code as people type it: small letters, full width, spaces and lost zeros do not matter; null if it is none.
 * Example: `ｒ2026-12` is the 12th receipt of 2026.
 */
export function parseDocumentCode(text: string): DocumentNumber | null {
  const plain = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/\s/g, '')
    .replace(/[‐‑‒–—―−ー]/g, '-')
  const match = /^([A-Z])(\d{4})-(\d{1,9})$/.exec(plain)
  const kind = DOCUMENT_KINDS.find((candidate) => PREFIXES[candidate] === match?.[1])
  const [year, number] = [Number(match?.[2]), Number(match?.[3])]
  return kind && year >= 1000 && number >= 1 ? { kind, year, number } : null
}

/**
 * The registration number of a paper about a supply on that day, which makes it a qualified invoice; null when the issuer was not registered
 * then, or the system had not begun. Such papers state neither a number nor tax (PEERS.md 5.5).
 * Example: registered on 2026-04-01, a supply of 2026-03-31 has no number, whenever its receipt is issued.
 */
export function numberFor({ registrationNumber, registeredOn }: Registration, on: TokyoDay): string | null {
  return on >= QUALIFIED_FROM && on >= (registeredOn ?? QUALIFIED_FROM) ? registrationNumber : null
}

/** What the lines of a document come to; its blocks add up to its total. Without tax for papers that are no qualified invoice. */
export function documentTotals(
  lines: readonly TaxedLine[],
  { qualified }: { qualified: boolean },
): { totalYen: Yen; taxBlocks: TaxBlock[] } {
  return {
    totalYen: sumYen(lines.map((line) => line.amountYen)),
    taxBlocks: qualified ? taxBlocks(lines) : [],
  }
}

/**
 * The day of a receipt (PEERS.md 5.5): of transfers and cash the day the money had all arrived; of cards and convenience stores, whose
 * money the shop gets later from Stripe, the day the last goods left, or the day of payment while none has.
 */
export function receiptDay(receipt: {
  payments: readonly { method: 'card' | 'konbini' | 'bank' | 'postal' | 'cash'; receivedOn: TokyoDay }[]
  suppliedOn: readonly TokyoDay[]
}): TokyoDay {
  const last = receipt.payments.reduce<(typeof receipt.payments)[number] | null>(
    (latest, payment) => (latest && latest.receivedOn > payment.receivedOn ? latest : payment),
    null,
  )
  if (!last) throw new RangeError('a receipt is for money received')
  const throughStripe = last.method === 'card' || last.method === 'konbini'
  return (throughStripe && receipt.suppliedOn.toSorted().at(-1)) || last.receivedOn
}

/** Money that went back, as a paper names it; papers from before refunds were named by their id do without. */
export type NamedRefund = { refundedOn: TokyoDay; amountYen: Yen; refundId?: string | undefined }

/**
 * Whether a paper says that money went back which did not: a refund that failed after the paper was issued. One without an id is taken for any
 * of its day and sum that no other one is taken for. What went back later makes no paper untrue: that has papers of its own.
 * Example: a receipt names 500 yen of 24 November, and the only refund of that day has failed: it is untrue.
 */
export function namesFailedRefund(
  named: readonly NamedRefund[],
  made: readonly (NamedRefund & { refundId: string })[],
): boolean {
  const left = [...made]
  const take = (fits: (refund: NamedRefund) => boolean): boolean => {
    const index = left.findIndex(fits)
    if (index >= 0) left.splice(index, 1)
    return index >= 0
  }
  const byId = named.filter(({ refundId }) => refundId !== undefined)
  const byDay = named.filter(({ refundId }) => refundId === undefined)
  return !(
    byId.every(({ refundId }) => take((refund) => refund.refundId === refundId)) &&
    byDay.every(({ refundedOn, amountYen }) =>
      take((refund) => refund.refundedOn === refundedOn && refund.amountYen === amountYen),
    )
  )
}
