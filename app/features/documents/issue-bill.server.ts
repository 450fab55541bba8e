import { documentTotals, receiptDay } from '#app/domain/document.ts'
import type { Locale } from '#app/domain/locale.ts'
import { formatReference } from '#app/domain/reference.ts'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import type { PostalAddress } from '#app/features/checkout/address.ts'
import { addressLines } from '#app/features/checkout/address-lines.ts'
import { billCredits } from '#app/features/documents/bill-credits.server.ts'
import { issueDocument, type IssuedDocument } from '#app/features/documents/issue-document.server.ts'
import { issuerOf, recipientOf } from '#app/features/documents/issuer.ts'
import { loadDocumentSettings } from '#app/features/documents/load-document-settings.server.ts'
import type { PayloadLine } from '#app/features/documents/payload.ts'
import { receiptMoney } from '#app/features/documents/receipt-money.server.ts'
import { loadBill, type BillGraph } from '#app/features/payments/load-bill.server.ts'
import { voidUntrueReceipt } from '#app/features/payments/refunds-of.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.server.ts'

export type IssueBillInput = { chargeId: string; locale: Locale; actor: string }

/** `erased` when its payer's name is gone: a paper without one is none. */
export type IssueBillResult =
  | ({ ok: true } & IssuedDocument)
  | { ok: false; reason: 'not-found' | 'closed' | 'not-paid' | 'refunded' | 'erased' }

/** Issues the bill (請求書) of a charge that no order stands behind. Asked again it is issued again. */
export async function issueBill(input: IssueBillInput, { now }: { now: Date }): Promise<IssueBillResult> {
  const { chargeId, locale, actor } = input
  const organisation = await loadOrganisation()
  return await inTransaction(async (tx) => {
    const found = await findBill(tx, chargeId)
    if (!found.ok) return found
    const { bill } = found
    const { charge, payer, earnedOn } = bill
    if (charge.state === 'cancelled') return { ok: false, reason: 'closed' }
    const issued = await issueDocument(tx, `invoice:${chargeId}`, { actor, now }, async () => {
      const issuer = issuerOf(organisation, { locale, on: earnedOn })
      const address = payer.address as PostalAddress | null
      const lines = billPayloadLines(bill)
      return {
        locale,
        chargeId,
        payload: {
          kind: 'invoice',
          recipient: recipientOf(payer.name, locale, address ? addressLines(address, locale) : []),
          issuer,
          orderCode: null,
          subjectCode: payer.subject,
          buyerReference: null,
          lines,
          ...documentTotals(lines, { qualified: issuer.registrationNumber !== null }),
          dueOn: charge.dueOn,
          reference: formatReference(charge.reference),
          suppliedOn: [earnedOn],
          credits: await billCredits(tx, chargeId),
          accounts: { bank: organisation.bank, postal: organisation.postal },
        },
      }
    })
    return issued ? { ok: true, ...issued } : { ok: false, reason: 'erased' }
  })
}

/** Issues the receipt (領収書) of such a charge, once all its money has come. Asked again it is issued again. */
export async function issueBillReceipt(
  input: IssueBillInput,
  { now }: { now: Date },
): Promise<IssueBillResult> {
  const { chargeId, locale, actor } = input
  const [organisation, { stampBox }] = await Promise.all([loadOrganisation(), loadDocumentSettings()])
  return await inTransaction(async (tx) => {
    const found = await findBill(tx, chargeId)
    if (!found.ok) return found
    const { bill } = found
    const { charge, payer, earnedOn } = bill
    if (charge.state !== 'covered') return { ok: false, reason: 'not-paid' }
    if (charge.refundedYen >= charge.amountYen) return { ok: false, reason: 'refunded' }
    await voidUntrueReceipt(tx, chargeId, now)
    const issued = await issueDocument(tx, `receipt:${chargeId}`, { actor, now }, async () => {
      const money = await receiptMoney(tx, chargeId)
      const datedOn = receiptDay({ ...money, suppliedOn: [earnedOn] })
      const issuer = issuerOf(organisation, { locale, on: earnedOn })
      const lines = billPayloadLines(bill)
      const isLecture = bill.lines.every(({ kind }) => kind === 'lecture')
      return {
        locale,
        chargeId,
        payload: {
          kind: 'receipt',
          recipient: recipientOf(payer.name, locale),
          issuer,
          orderCode: null,
          subjectCode: payer.subject,
          buyerReference: null,
          lines,
          ...documentTotals(lines, { qualified: issuer.registrationNumber !== null }),
          datedOn,
          suppliedOn: [earnedOn],
          ...money,
          stampBox,
          ...(isLecture ? { purpose: 'lecture' as const } : {}),
        },
      }
    })
    return issued ? { ok: true, ...issued } : { ok: false, reason: 'erased' }
  })
}

type Found = { ok: true; bill: BillGraph } | { ok: false; reason: 'not-found' | 'erased' }

async function findBill(tx: Tx, chargeId: string): Promise<Found> {
  const bill = await loadBill(tx, { chargeId }, { lock: true })
  if (!bill) return { ok: false, reason: 'not-found' }
  return bill.payer.name === '' ? { ok: false, reason: 'erased' } : { ok: true, bill }
}

/** The lines as a paper has them; what is not counted has no price of one. */
function billPayloadLines({ lines }: BillGraph): PayloadLine[] {
  return lines.map((line) => {
    const isCounted = line.kind === 'consignment' && line.unitYen * line.quantity === line.amountYen
    return {
      description: line.description,
      language: line.textLanguage,
      sku: null,
      quantity: isCounted ? line.quantity : null,
      unitYen: isCounted ? line.unitYen : null,
      amountYen: line.amountYen,
      taxRate: line.taxRate,
    }
  })
}
