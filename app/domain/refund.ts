import { refundForCopies } from '#app/domain/discount.ts'
import { splitByWeight, sumYen, type Yen } from '#app/domain/money.ts'

/** The longest reason, in characters, that is kept with a refund. */
export const MOST_REASON = 500

/** A line of a charge with what was refunded of it before, and where its copies are. */
export type RefundLineState = {
  chargeLineId: string
  amountYen: Yen
  recognisedYen: Yen
  refundedYen: Yen
  /** Of what was refunded, the part that had been recognised as income. */
  refundedRecognisedYen: Yen
  /** Null for postage, and for a file, which has no copies to give up. */
  print: {
    copies: number
    /** Held or pre-ordered: not posted yet. */
    claimed: number
    posted: number
    released: number
    /** Given up by refunds before, all of them, and how many of these had not been posted. */
    refundedCopies: number
    refundedReleased: number
    /** Posted copies that refunds have brought back to stock, failed refunds included: they are in the house. */
    restocked: number
    /** Posted copies that the post brought back and nobody has sent again: they are in the house, spoilt ones written off there. */
    cameBack: number
  } | null
}

/** What a person wants refunded of one line. */
export type LineWish = {
  chargeLineId: string
  /** Copies not posted yet that are given up. */
  unposted?: number
  /** Posted copies that are given up. */
  posted?: number
  /** Whether those posted copies have come back to stock. */
  restock?: boolean
  /** What is paid back; exactly what was paid for these copies when left out, and all that is left of a line without copies. */
  amountYen?: Yen
}

/** What one line gives back, ready to be saved. */
export type LineRefund = {
  chargeLineId: string
  amountYen: Yen
  /** The part that takes recognised income back. */
  recognisedYen: Yen
  copies: number
  /** Of the copies, those that had not been posted. */
  released: number
  /** Of the posted ones, those that go back to stock. */
  restocked: number
}

export type LineProblem =
  | { reason: 'line-unknown'; chargeLineId: string }
  | { reason: 'copies' | 'amount'; chargeLineId: string; left: number }

/** Copies of a line that a refund can still take, and its money that is left. */
export function refundableOf(line: RefundLineState): { leftYen: Yen; unposted: number; posted: number } {
  const leftYen = line.amountYen - line.refundedYen
  if (!line.print) return { leftYen, unposted: 0, posted: 0 }
  const { print } = line
  // Copies that were given up for a refund that failed are owed still, though nobody holds them any more.
  const owed = print.released - print.refundedReleased
  return {
    leftYen,
    unposted: print.claimed + Math.max(0, owed),
    posted: print.posted - (print.refundedCopies - print.refundedReleased),
  }
}

/**
 * What refunding some lines means, line by line: how much, of which income, and what becomes of the copies. Never more money than was
 * paid for a line and not refunded yet, never more copies than are left of it. Copies bring back exactly what was paid for them,
 * counted up over all refunds of the line so that the last copy takes the rest; a sum named by hand may differ.
 * Example: of 3 copies for 1,000 yen, refunded one by one: 333, 333, 334.
 */
export function planLines(
  lines: readonly RefundLineState[],
  wishes: readonly LineWish[],
): { ok: true; lines: LineRefund[] } | { ok: false; problem: LineProblem } {
  const planned: LineRefund[] = []
  for (const wish of wishes) {
    const line = lines.find((candidate) => candidate.chargeLineId === wish.chargeLineId)
    const isTwice = planned.some((done) => done.chargeLineId === wish.chargeLineId)
    if (!line || isTwice) {
      return { ok: false, problem: { reason: 'line-unknown', chargeLineId: wish.chargeLineId } }
    }
    const result = planLine(line, wish)
    if (!result.ok) return result
    if (result.line.amountYen > 0 || result.line.copies > 0) planned.push(result.line)
  }
  return { ok: true, lines: planned }
}

function planLine(
  line: RefundLineState,
  wish: LineWish,
): { ok: true; line: LineRefund } | { ok: false; problem: LineProblem } {
  const { chargeLineId } = line
  const left = refundableOf(line)
  const unposted = wish.unposted ?? 0
  const posted = wish.posted ?? 0
  if (!isCount(unposted, left.unposted)) {
    return { ok: false, problem: { reason: 'copies', chargeLineId, left: left.unposted } }
  }
  if (!isCount(posted, left.posted)) {
    return { ok: false, problem: { reason: 'copies', chargeLineId, left: left.posted } }
  }
  const amountYen = wish.amountYen ?? amountFor(line, unposted + posted, left.leftYen)
  if (!isCount(amountYen, left.leftYen)) {
    return { ok: false, problem: { reason: 'amount', chargeLineId, left: left.leftYen } }
  }
  return {
    ok: true,
    line: {
      chargeLineId,
      amountYen,
      recognisedYen: recognisedPart(line, amountYen, { unposted, posted }),
      copies: unposted + posted,
      released: unposted,
      restocked: wish.restock ? restockable(line, posted) : 0,
    },
  }
}

/**
 * How many of the posted copies that are given up are in the house already, since the post brought them back: those are the first to be given
 * up, after what refunds before have taken of them.
 */
export function backBefore({ print }: RefundLineState, posted: number): number {
  if (!print) return 0
  const keptBefore = Math.max(0, print.refundedCopies - print.refundedReleased - print.restocked)
  return Math.max(0, Math.min(posted, print.cameBack - keptBefore))
}

/** How many of the posted copies that are given up can go back to stock: a copy comes back once, whatever became of the refund it came back for. */
function restockable(line: RefundLineState, posted: number): number {
  if (!line.print) return 0
  const out = line.print.posted - line.print.restocked - line.print.cameBack
  return Math.max(0, Math.min(posted - backBefore(line, posted), out))
}

function isCount(value: number, most: number): boolean {
  return Number.isSafeInteger(value) && value >= 0 && value <= most
}

function amountFor(line: RefundLineState, copies: number, leftYen: Yen): Yen {
  if (!line.print) return leftYen
  const exactYen = refundForCopies(
    { paidYen: line.amountYen, copies: line.print.copies },
    { returnedBefore: line.print.refundedCopies, returning: copies },
  )
  // Less is left where a refund without copies (a price reduced for a stain) came before.
  return Math.min(exactYen, leftYen)
}

/** Money for posted copies takes income back, money for the others the advance; what one of them lacks the other gives. */
function recognisedPart(
  line: RefundLineState,
  amountYen: Yen,
  { unposted, posted }: { unposted: number; posted: number },
): Yen {
  const recognisedLeft = line.recognisedYen - line.refundedRecognisedYen
  const unrecognisedLeft = line.amountYen - line.refundedYen - recognisedLeft
  const wantedYen = posted === 0 ? 0 : (splitByWeight(amountYen, [posted, unposted])[0] ?? 0)
  return Math.min(recognisedLeft, Math.max(wantedYen, amountYen - unrecognisedLeft))
}

/** The wishes of a whole refund: all that is left of every line. */
export function wholeWishes(lines: readonly RefundLineState[], restock: boolean): LineWish[] {
  return lines.map((line) => {
    const { leftYen, unposted, posted } = refundableOf(line)
    return { chargeLineId: line.chargeLineId, unposted, posted, restock, amountYen: leftYen }
  })
}

/** What a person wants to give back of an order: all that is left, or chosen lines (postage is one) and surplus. */
export type RefundWish =
  { kind: 'whole'; restock: boolean } | { kind: 'parts'; lines: readonly LineWish[]; surplusYen?: Yen }

/** A payment of the charge, with what a refund can still take from it; or, without one, what of a bill is not paid. */
export type RefundSource = {
  paymentId: string | null
  /** What it pays of this charge; what can be credited of a bill. */
  allocatedYen: Yen
  /** What was too much. */
  surplusYen: Yen
}

/**
 * What one payment gives back: one refund. Without lines, what is taken off the charge was an advance for an order not served. Without a
 * payment nothing goes back: the lines are credited, and as much less is due of the bill.
 */
export type SourceRefund = {
  paymentId: string | null
  surplusYen: Yen
  allocatedYen: Yen
  lines: LineRefund[]
}

export type RefundProblem =
  | LineProblem
  /** `credit-only`: nothing of the bill has been paid, so nothing can go back. */
  | { reason: 'nothing' | 'not-paid' | 'not-stripe' | 'credit-only' }
  | { reason: 'surplus'; left: number }
  | { reason: 'exceeds-paid' | 'stripe-exceeded' | 'credit-exceeded'; left: number }

/**
 * What a refund means: which lines, and which payments give how much. Lines are refunded of an order that is paid or billed; what was
 * advanced for another one (`lines` null) goes back as a whole, so that it can be cancelled. Of a bill, what was paid of it goes back first, and
 * the rest of the lines is credited; or all of them are (`creditOnly`), as far as the bill is not paid.
 * Example: of a bill of 1,300 yen, 600 are paid. All of it gives 600 back and credits 700; a line of 500 gives 500 back, or is credited.
 * @param from.sources the payments that the chosen way can pay back, in the order they are asked
 * @param from.others the other payments of the charge, which it cannot
 * @param from.openYen what is still due of a bill; 0 for everything else
 */
export function planRefund(
  wish: RefundWish,
  from: {
    lines: readonly RefundLineState[] | null
    sources: readonly RefundSource[]
    others: readonly RefundSource[]
    openYen: Yen
    creditOnly: boolean
  },
): { ok: true; refunds: SourceRefund[] } | { ok: false; problem: RefundProblem } {
  const all = [...from.sources, ...from.others]
  const paidYen = sumYen(all.map((source) => source.allocatedYen))
  const overYen = sumYen(all.map((source) => source.surplusYen))
  const states = from.lines ?? []
  const wishes = wish.kind === 'whole' ? wholeWishes(states, wish.restock) : wish.lines
  if (wishes.length > 0 && !from.lines) return { ok: false, problem: { reason: 'not-paid' } }
  const planned = planLines(states, wishes)
  if (!planned.ok) return planned
  const isAdvance = wish.kind === 'whole' && !from.lines
  const chargeYen = isAdvance ? paidYen : sumYen(planned.lines.map((line) => line.amountYen))
  const surplusYen = wish.kind === 'whole' ? overYen : (wish.surplusYen ?? 0)
  const paidBackYen = from.creditOnly ? 0 : Math.min(chargeYen, paidYen)
  const creditYen = chargeYen - paidBackYen

  const problem = problemOf({ chargeYen, paidBackYen, creditYen, surplusYen }, { ...from, paidYen, overYen })
  if (problem) return { ok: false, problem }
  if (isAdvance) {
    const advances = from.sources.map((source) => ({ ...source, lines: [] }))
    return { ok: true, refunds: advances.filter((part) => part.allocatedYen + part.surplusYen > 0) }
  }
  const credit = { paymentId: null, allocatedYen: creditYen, surplusYen: 0 }
  const sources = creditYen > 0 ? [...from.sources, credit] : from.sources
  return { ok: true, refunds: shareOverPayments(planned.lines, surplusYen, sources) }
}

function problemOf(
  wanted: { chargeYen: Yen; paidBackYen: Yen; creditYen: Yen; surplusYen: Yen },
  from: {
    sources: readonly RefundSource[]
    paidYen: Yen
    overYen: Yen
    openYen: Yen
    creditOnly: boolean
  },
): RefundProblem | null {
  const { chargeYen, paidBackYen, creditYen, surplusYen } = wanted
  if (from.creditOnly && (creditYen > from.openYen || surplusYen > 0)) {
    return { reason: 'credit-exceeded', left: from.openYen }
  }
  if (creditYen > from.openYen) return { reason: 'exceeds-paid', left: from.paidYen + from.openYen }
  if (!isCount(surplusYen, from.overYen)) return { reason: 'surplus', left: from.overYen }
  if (chargeYen + surplusYen === 0) return { reason: 'nothing' }
  if (from.creditOnly) return null
  if (paidBackYen + surplusYen === 0) return { reason: 'credit-only' }
  if (from.sources.length === 0) return { reason: 'not-stripe' }
  const within = {
    chargeYen: sumYen(from.sources.map((source) => source.allocatedYen)),
    surplusYen: sumYen(from.sources.map((source) => source.surplusYen)),
  }
  const fits = paidBackYen <= within.chargeYen && surplusYen <= within.surplusYen
  return fits ? null : { reason: 'stripe-exceeded', left: within.chargeYen + within.surplusYen }
}

/**
 * Shares a refund out over the payments it can go back to, in the order given, and what of a bill can be credited: one refund each, which
 * together give exactly the lines and the surplus. Copies stand in the first refund that touches their line.
 * @throws RangeError when the payments do not have that much left
 */
export function shareOverPayments(
  lines: readonly LineRefund[],
  surplusYen: Yen,
  payments: readonly RefundSource[],
): SourceRefund[] {
  const open = lines.map((line) => ({ ...line }))
  let surplusLeft = surplusYen
  const refunds = payments.map((payment): SourceRefund => {
    const ofSurplus = Math.min(surplusLeft, payment.surplusYen)
    surplusLeft -= ofSurplus
    let room = payment.allocatedYen
    const parts = open.flatMap((line) => {
      const part = takePart(line, room)
      room -= part?.amountYen ?? 0
      return part ? [part] : []
    })
    return {
      paymentId: payment.paymentId,
      surplusYen: ofSurplus,
      allocatedYen: payment.allocatedYen - room,
      lines: parts,
    }
  })
  const missing = surplusLeft + sumYen(open.map((line) => line.amountYen))
  if (missing > 0) throw new RangeError(`a refund exceeds its payments by ${missing} yen`)
  const [first, ...others] = refunds.filter((refund) => refund.surplusYen > 0 || refund.lines.length > 0)
  if (!first) return []
  // Copies that are given up for nothing go with the first one.
  const free = open.filter((line) => line.copies > 0)
  return [{ ...first, lines: [...first.lines, ...free] }, ...others]
}

/** Takes as much of a line as there is room for: first what was not recognised, as within the line. */
function takePart(line: LineRefund, room: Yen): LineRefund | null {
  const amountYen = Math.min(line.amountYen, room)
  if (amountYen === 0) return null
  const unrecognisedYen = Math.min(amountYen, line.amountYen - line.recognisedYen)
  const part = { ...line, amountYen, recognisedYen: amountYen - unrecognisedYen }
  line.amountYen -= part.amountYen
  line.recognisedYen -= part.recognisedYen
  line.copies = 0
  line.released = 0
  line.restocked = 0
  return part
}
