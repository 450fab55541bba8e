import { z } from 'zod'
import { isTokyoDay, type TokyoDay } from '#app/domain/day.ts'

// What a numbered paper says, frozen when it was first issued: printing it again years later, with other prices, names and accounts in the shop,
// gives the same paper. A field that is added later needs a default, for the papers that are there.

const Day = z.custom<TokyoDay>(isTokyoDay)
const Yen = z.number().int()
const Method = z.enum(['card', 'konbini', 'bank', 'postal', 'cash'])

const Line = z.object({
  description: z.string(),
  /** Of the description, which may be a fallback. */
  language: z.string(),
  sku: z.string().nullable(),
  /** Null where an amount is not of so many copies: postage, money given back. */
  quantity: z.number().int().nullable(),
  unitYen: Yen.nullable(),
  amountYen: Yen,
  taxRate: z.number().int(),
})

const Paper = z.object({
  recipient: z.object({ name: z.string(), honorific: z.string(), address: z.array(z.string()) }),
  issuer: z.object({
    name: z.string(),
    representative: z.string(),
    address: z.string(),
    phone: z.string(),
    email: z.string(),
    /** Stated on qualified invoices only (PEERS.md 5.5). */
    registrationNumber: z.string().nullable(),
    /** Whether it is of a demo. */
    sample: z.boolean(),
  }),
  orderCode: z.string().nullable(),
  /** What people call the matter where it is no order: a lecture, a consignment note. */
  subjectCode: z.string().optional(),
  /** The buyer's own number for it. */
  buyerReference: z.string().nullable(),
  lines: z.array(Line),
  totalYen: Yen,
  /** Empty on what is no qualified invoice. */
  taxBlocks: z.array(z.object({ taxRate: z.number().int(), grossYen: Yen, netYen: Yen, taxYen: Yen })),
})

const Accounts = z.object({
  bank: z.object({
    bankName: z.string(),
    branchName: z.string(),
    accountType: z.string(),
    accountNumber: z.string(),
    holder: z.string(),
  }),
  postal: z.object({ accountNumber: z.string(), holder: z.string() }),
})

const Receipt = Paper.extend({
  kind: z.literal('receipt'),
  /** By the rule of `receiptDay`. */
  datedOn: Day,
  /** The days goods left, first and last, as far as they had. */
  suppliedOn: z.array(Day),
  payments: z.array(z.object({ method: Method, receivedOn: Day, amountYen: Yen })),
  /** What had gone back when it was issued. */
  refunds: z.array(
    z.object({
      refundedOn: Day,
      amountYen: Yen,
      /** Of which refund; papers from before that was written down do without. */
      refundId: z.string().optional(),
    }),
  ),
  stampBox: z.boolean(),
  /** What the money was for (但し書き), where it was not for goods. */
  purpose: z.enum(['lecture']).optional(),
})

const CreditNote = Paper.extend({
  kind: z.literal('credit_note'),
  refundedOn: Day,
  /** How the money went back; null where none did: an unpaid bill was credited. */
  method: Method.nullable(),
  /** The paper that it takes back a part of. */
  refersTo: z.object({ kind: z.enum(['receipt', 'invoice']), code: z.string(), issuedOn: Day }).nullable(),
  orderedOn: Day,
})

const Quote = Paper.extend({
  kind: z.literal('quote'),
  validUntil: Day,
  note: z.string().nullable(),
})

const Invoice = Paper.extend({
  kind: z.literal('invoice'),
  dueOn: Day,
  /** What a payer writes on the transfer, as it is printed. */
  reference: z.string(),
  suppliedOn: z.array(Day),
  /** What had been credited when it was first issued: the total is what was billed, and less of it is due. */
  credits: z
    .array(
      z.object({
        creditedOn: Day,
        amountYen: Yen,
        /** Of its credit note, where it had one. */
        code: z.string().nullable(),
      }),
    )
    .default([]),
  accounts: Accounts,
})

export const DocumentPayload = z.discriminatedUnion('kind', [Receipt, CreditNote, Quote, Invoice])
export type DocumentPayload = z.output<typeof DocumentPayload>
export type PayloadOf<Kind extends DocumentPayload['kind']> = Extract<DocumentPayload, { kind: Kind }>
export type PayloadLine = DocumentPayload['lines'][number]
