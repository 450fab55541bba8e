import { dayFromDb, tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import { documentCode, documentTotals } from '#app/domain/document.ts'
import { sumYen } from '#app/domain/money.ts'
import type { Locale } from '#app/domain/locale.ts'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { loadOrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { issueDocument, type IssuedDocument } from '#app/features/documents/issue-document.server.ts'
import { issuerOf, recipientOf } from '#app/features/documents/issuer.ts'
import { DocumentPayload, type PayloadLine, type PayloadOf } from '#app/features/documents/payload.ts'
import { supplyDays } from '#app/features/documents/supply-days.server.ts'
import { loadBill } from '#app/features/payments/load-bill.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.server.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'

export type IssueCreditNoteInput = { refundId: string; locale: Locale; actor: string }

export type IssueCreditNoteResult =
  | ({ ok: true } & IssuedDocument)
  | { ok: false; reason: 'not-found' | 'no-order' | 'no-lines' | 'pending' | 'failed' | 'erased' }

/**
 * Issues the credit note (適格返還請求書, or plainly a note of money returned) of a refund that has gone through, line by line as it was given
 * back, or of what was credited against an unpaid bill; of an order, or of a bill that none stands behind. It names the receipt or bill in force that it takes back a part of: of a credit the
 * bill, since no money is returned. It is qualified when that one is. Asked again it is issued again. Money that had been paid too much and was returned is a line without tax.
 */
export async function issueCreditNote(
  input: IssueCreditNoteInput,
  { now }: { now: Date },
): Promise<IssueCreditNoteResult> {
  const organisation = await loadOrganisation()
  const { refundId, locale, actor } = input
  return await inTransaction(async (tx) => {
    const found = await loadRefund(tx, refundId)
    if (!found) return { ok: false, reason: 'not-found' }
    const chargeId = found.chargeId ?? found.lines[0]?.chargeLine.chargeId ?? found.payment?.chargeId
    const subject = chargeId ? await loadSubject(tx, chargeId) : null
    if (!subject) return { ok: false, reason: 'no-order' }
    // Read anew: it may have failed while this waited for the lock.
    const refund = await loadRefund(tx, refundId)
    if (!refund) return { ok: false, reason: 'not-found' }
    if (refund.state !== 'succeeded') return { ok: false, reason: refund.state }
    // Which lines it takes back is not known yet: a person says so (`resolveProvisionalRefund`).
    if (refund.provisional) return { ok: false, reason: 'pending' }
    const statedYen = refund.surplusYen + sumYen(refund.lines.map((line) => line.amountYen))
    if (statedYen !== refund.amountYen) return { ok: false, reason: 'no-lines' }

    const name = await nameOf(tx, subject, refund)
    if (name === '') return { ok: false, reason: 'erased' }
    const issued = await issueDocument(tx, `credit_note:${refund.id}`, { actor, now }, async () => {
      const paper = await paperOf(tx, subject.chargeId, refund)
      const refundedOn = tokyoDayOf(refund.createdAt)
      const issuer = issuerOf(organisation, { locale, on: earlier(subject.suppliedOn, refundedOn) })
      // It is qualified when what it takes back is; without a paper the earlier of the days decides.
      if (paper) issuer.registrationNumber = paper.registrationNumber
      const lines = creditLines(refund, locale)
      return {
        locale,
        ...(subject.orderId ? { orderId: subject.orderId } : {}),
        chargeId: subject.chargeId,
        refundId: refund.id,
        payload: {
          kind: 'credit_note',
          recipient: recipientOf(name, locale),
          issuer,
          orderCode: subject.orderCode,
          ...(subject.subjectCode ? { subjectCode: subject.subjectCode } : {}),
          buyerReference: paper?.buyerReference ?? null,
          lines,
          ...documentTotals(lines, { qualified: issuer.registrationNumber !== null }),
          refundedOn,
          method: refund.method,
          refersTo: paper?.refersTo ?? null,
          orderedOn: subject.orderedOn,
        },
      }
    })
    return issued ? { ok: true, ...issued } : { ok: false, reason: 'erased' }
  })
}

/** What a refund was of: an order, or a bill that none stands behind. */
type Subject = {
  chargeId: string
  orderId: string | null
  orderCode: string | null
  subjectCode: string | null
  /** Who it goes to where no paper says so. */
  name: string
  suppliedOn: TokyoDay
  orderedOn: TokyoDay
}

/** Locked, so that the refund neither fails nor is issued twice meanwhile. A bill is supplied and ordered on the day it was earned. */
async function loadSubject(tx: Tx, chargeId: string): Promise<Subject | null> {
  const order = await loadOrderGraph(tx, { chargeId }, { lock: true })
  if (order) {
    const orderedOn = tokyoDayOf(order.placedAt)
    const [suppliedOn = tokyoDayOf(order.charge.coveredAt ?? order.placedAt)] = await supplyDays(tx, order)
    const name = order.receiptName ?? order.contactName
    return {
      chargeId,
      orderId: order.id,
      orderCode: order.code,
      subjectCode: null,
      name,
      suppliedOn,
      orderedOn,
    }
  }
  const bill = await loadBill(tx, { chargeId }, { lock: true })
  if (!bill) return null
  const { payer, earnedOn } = bill
  const none = { orderId: null, orderCode: null }
  return {
    chargeId,
    ...none,
    subjectCode: payer.subject,
    name: payer.name,
    suppliedOn: earnedOn,
    orderedOn: earnedOn,
  }
}

/** As on the paper that is taken back; empty for a bill whose payer was erased, which has none any more. */
async function nameOf(tx: Tx, subject: Subject, refund: Refund): Promise<string> {
  if (subject.subjectCode !== null && subject.name === '') return ''
  return (await paperOf(tx, subject.chargeId, refund))?.recipient.name ?? subject.name
}

type Refund = NonNullable<Awaited<ReturnType<typeof loadRefund>>>

async function loadRefund(tx: Tx, refundId: string) {
  return await tx.refund.findUnique({
    where: { id: refundId },
    select: {
      id: true,
      state: true,
      provisional: true,
      method: true,
      chargeId: true,
      amountYen: true,
      surplusYen: true,
      createdAt: true,
      payment: { select: { chargeId: true } },
      lines: {
        where: { amountYen: { gt: 0 } },
        orderBy: { chargeLine: { position: 'asc' } },
        select: {
          amountYen: true,
          copies: true,
          chargeLine: {
            select: {
              chargeId: true,
              description: true,
              textLanguage: true,
              taxRate: true,
              unitYen: true,
              orderLine: { select: { edition: { select: { sku: true } } } },
            },
          },
        },
      },
    },
  })
}

function creditLines(refund: Refund, locale: Locale): PayloadLine[] {
  const lines = refund.lines.map(({ amountYen, copies, chargeLine }): PayloadLine => {
    // A quantity is stated where it explains the amount.
    const isByCopy = copies > 0 && copies * chargeLine.unitYen === amountYen
    return {
      description: chargeLine.description,
      language: chargeLine.textLanguage,
      sku: chargeLine.orderLine?.edition.sku ?? null,
      quantity: isByCopy ? copies : null,
      unitYen: isByCopy ? chargeLine.unitYen : null,
      amountYen,
      taxRate: chargeLine.taxRate,
    }
  })
  if (refund.surplusYen === 0) return lines
  const surplus = {
    description: textsFor(locale)('documents:creditNote.surplus'),
    language: locale,
    sku: null,
  }
  return [...lines, { ...surplus, quantity: null, unitYen: null, amountYen: refund.surplusYen, taxRate: 0 }]
}

type PaperBefore = Pick<DocumentPayload, 'recipient' | 'buyerReference'> &
  Pick<DocumentPayload['issuer'], 'registrationNumber'> &
  Pick<PayloadOf<'credit_note'>, 'refersTo'>

/** The receipt of a charge, or else its bill, in force; of a credit the bill alone. */
async function paperOf(
  tx: Tx,
  chargeId: string,
  { method }: { method: Refund['method'] },
): Promise<PaperBefore | null> {
  const kinds = method === null ? ['invoice'] : ['receipt', 'invoice']
  const papers = await tx.document.findMany({
    where: { subjectKey: { in: kinds.map((kind) => `${kind}:${chargeId}`) }, voidedAt: null },
    select: { kind: true, year: true, number: true, issuedOn: true, payload: true },
  })
  const row = papers.find(({ kind }) => kind === 'receipt') ?? papers[0]
  const payload = row && DocumentPayload.safeParse(row.payload).data
  if (!row || (payload?.kind !== 'receipt' && payload?.kind !== 'invoice')) return null
  const { recipient, issuer, buyerReference, kind } = payload
  return {
    recipient,
    registrationNumber: issuer.registrationNumber,
    buyerReference,
    refersTo: { kind, code: documentCode(row), issuedOn: dayFromDb(row.issuedOn) },
  }
}

function earlier(a: TokyoDay, b: TokyoDay): TokyoDay {
  return a < b ? a : b
}
