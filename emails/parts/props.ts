import { z } from 'zod'
import { isTokyoDay, type TokyoDay } from '#app/domain/day.ts'

// What mails are made of. Payloads lie in the outbox as JSON and are parsed again when they are sent, perhaps by a later release:
// add optional fields, never rename one while rows are waiting.

export const day = z.custom<TokyoDay>(isTokyoDay, 'not a day')

/** Only links of the web: a mail never carries `javascript:` and the like. */
export const url = z.url({ protocol: /^https?$/ })

export const yen = z.int()

export const copiesOfTitle = z.object({
  name: z.string(),
  /** The language of `name`, which may be a fallback. */
  textLanguage: z.string(),
  copies: z.int().positive(),
})

export type CopiesOfTitle = z.infer<typeof copiesOfTitle>

export const organisation = z.object({
  name: z.string(),
  address: z.array(z.string()),
  email: z.email(),
  phone: z.string().nullable(),
  /** Of a qualified invoice issuer: T and 13 digits. */
  registrationNumber: z.string().nullable(),
})

export type Organisation = z.infer<typeof organisation>

export const paymentMethod = z.enum(['card', 'konbini', 'bank', 'postal', 'cash'])

export type MailPaymentMethod = z.infer<typeof paymentMethod>

/** Where to transfer money to. */
export const transferAccount = z.discriminatedUnion('method', [
  z.object({
    method: z.literal('bank'),
    bankName: z.string(),
    branchName: z.string(),
    accountKind: z.enum(['ordinary', 'current']),
    accountNumber: z.string(),
    holder: z.string(),
  }),
  z.object({ method: z.literal('postal'), accountNumber: z.string(), holder: z.string() }),
])

export type TransferAccount = z.infer<typeof transferAccount>

const taxBlocks = z.array(z.object({ taxRate: z.int(), grossYen: yen, netYen: yen, taxYen: yen }))

/** What every mail about an order knows. */
export const orderMail = z.object({
  orderCode: z.string(),
  orderUrl: url,
  contactName: z.string(),
  placedOn: day,
  lines: z.array(
    z.object({
      name: z.string(),
      textLanguage: z.string(),
      quantity: z.int().positive(),
      amountYen: yen,
      /** In the mail's language: a PDF, a pre-order. */
      note: z.string().optional(),
    }),
  ),
  shippingYen: yen,
  totalYen: yen,
  taxBlocks,
  /** The lines of the address label; null when nothing is posted. */
  delivery: z.array(z.string()).nullable(),
  organisation,
})

export type OrderMailProps = z.infer<typeof orderMail>

/** What every mail about a bill knows that no order stands behind: a lecture's, a consignee's. */
export const billMail = z.object({
  /** The code of the matter, e.g. L-7K2M. */
  subjectCode: z.string(),
  payerName: z.string(),
  billedOn: day,
  lines: z.array(
    z.object({
      name: z.string(),
      textLanguage: z.string(),
      /** Null for what is not counted. */
      quantity: z.int().positive().nullable(),
      amountYen: yen,
    }),
  ),
  totalYen: yen,
  taxBlocks,
  /** What a payer writes on the transfer. */
  reference: z.string(),
  dueOn: day,
  /** Where to transfer it to; null when it is paid in cash. */
  account: transferAccount.nullable(),
  organisation,
})

export type BillMailProps = z.infer<typeof billMail>
