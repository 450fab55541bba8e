import type { z } from 'zod'
import { tokyoDayOf } from '#app/domain/day.ts'
import { documentTotals } from '#app/domain/document.ts'
import { taxRateOn } from '#app/domain/tax.ts'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { createDocument, type IssuedDocument } from '#app/features/documents/issue-document.server.ts'
import { issuerOf, recipientOf } from '#app/features/documents/issuer.ts'
import type { PayloadLine } from '#app/features/documents/payload.ts'
import { QuoteInput } from '#app/features/documents/quote-input.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'

export type IssueQuoteResult =
  | ({ ok: true } & IssuedDocument)
  | { ok: false; reason: 'invalid'; issues: z.core.$ZodIssue[] }
  | { ok: false; reason: 'valid-until-past' }

/** Issues a quote (見積書): it holds no copies and is no order; an order made from it names it. Each call makes another one. */
export async function issueQuote(
  input: QuoteInput,
  { actor, now }: { actor: string; now: Date },
): Promise<IssueQuoteResult> {
  const parsed = QuoteInput.safeParse(input)
  if (!parsed.success) return { ok: false, reason: 'invalid', issues: parsed.error.issues }
  const quote = parsed.data
  const today = tokyoDayOf(now)
  if (quote.validUntil < today) return { ok: false, reason: 'valid-until-past' }

  const { locale } = quote
  const issuer = issuerOf(await loadOrganisation(), { locale, on: today })
  const taxRate = taxRateOn(today)
  const lines: PayloadLine[] = quote.lines.map((line) => ({
    ...line,
    amountYen: line.quantity * line.unitYen,
    taxRate,
  }))
  if (quote.shippingYen > 0) {
    lines.push({
      description: textsFor(locale)('order:shippingLine'),
      language: locale,
      sku: null,
      quantity: null,
      unitYen: null,
      amountYen: quote.shippingYen,
      taxRate,
    })
  }
  const issued = await inTransaction((tx) =>
    createDocument(tx, {
      subjectKey: `quote:${newId()}`,
      locale,
      payload: {
        kind: 'quote',
        recipient: recipientOf(quote.recipient, locale, quote.address),
        issuer,
        orderCode: null,
        buyerReference: quote.buyerReference,
        lines,
        ...documentTotals(lines, { qualified: issuer.registrationNumber !== null }),
        validUntil: quote.validUntil,
        note: quote.note,
      },
      actor,
      now,
    }),
  )
  return { ok: true, ...issued }
}
