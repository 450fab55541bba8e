import { tokyoDayOf } from '#app/domain/day.ts'
import { taxBlocks } from '#app/domain/tax.ts'
import { organisationOf, transferAccount } from '#app/features/catalogue/mail-organisation.server.ts'
import type { Organisation } from '#app/features/catalogue/organisation.server.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { loadBill, type BillGraph } from '#app/features/payments/load-bill.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import type { MailProps } from '#emails/templates.ts'

type BillMailProps = Omit<MailProps<'bill-reminded'>, 'missingYen'>

/** What every mail about a bill knows, from its frozen rows, and how it is paid. */
export function billMailProps(bill: BillGraph, organisation: Organisation): BillMailProps {
  const { charge, payer, lines } = bill
  const { method } = charge
  return {
    subjectCode: payer.subject,
    payerName: payer.name,
    billedOn: tokyoDayOf(charge.createdAt),
    lines: lines.map((line) => ({
      name: line.description,
      textLanguage: line.textLanguage,
      quantity: line.kind === 'consignment' ? line.quantity : null,
      amountYen: line.amountYen,
    })),
    totalYen: charge.amountYen,
    taxBlocks: taxBlocks(lines),
    reference: charge.reference,
    dueOn: charge.dueOn,
    account: method === 'bank' || method === 'postal' ? transferAccount(method, organisation) : null,
    organisation: organisationOf(organisation, payer.locale),
  }
}

/** What a mail about a bill goes to, for `queueMail`. */
export function billMailTo({ charge, payer }: BillGraph): {
  locale: BillGraph['payer']['locale']
  toEmail: string | null
  chargeId: string
} {
  return { locale: payer.locale, toEmail: payer.email, chargeId: charge.id }
}

/**
 * Tells the payer of a new bill, once: what it is for, until when and how it is paid. In the transaction that makes the bill.
 * @returns false when she has no e-mail: the bill goes by post then
 */
export async function queueBillMail(
  tx: Tx,
  chargeId: string,
  { organisation, now }: { organisation: Organisation; now: Date },
): Promise<boolean> {
  const bill = await loadBill(tx, { chargeId })
  if (!bill) throw new Error('a bill mail without a bill')
  return await queueMail(tx, {
    ...billMailTo(bill),
    dedupeKey: `bill-issued:${chargeId}`,
    template: 'bill-issued',
    props: billMailProps(bill, organisation),
    now,
  })
}
