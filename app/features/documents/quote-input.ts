import { z } from 'zod'
import { isTokyoDay, type TokyoDay } from '#app/domain/day.ts'
import { LOCALES } from '#app/domain/locale.ts'

const CONTROL_BUT_BREAKS = /[^\P{Cc}\n]/u

const words = (most: number) =>
  z
    .string({ error: 'errors:required' })
    .trim()
    .min(1, 'errors:required')
    .max(most, 'errors:tooLong')
    .refine((value) => !CONTROL_BUT_BREAKS.test(value), 'errors:characters')

const yen = z.number({ error: 'errors:required' }).int().max(10_000_000)

/** What the desk fills in for a quote (見積書). Prices are with tax, at the rate of the day it is issued. Messages are keys of `errors`. */
export const QuoteInput = z.object({
  locale: z.enum(LOCALES, { error: 'errors:choice' }),
  recipient: words(100),
  /** Lines of a postal address, as they are to be printed. */
  address: z.array(words(160)).max(6).default([]),
  /** The buyer's own number for it. */
  buyerReference: words(60).nullable().default(null),
  lines: z
    .array(
      z.object({
        description: words(300),
        language: z.string().default('ja'),
        /** Of an edition: an order made from the quote has these. */
        sku: z.string().nullable().default(null),
        quantity: z.number().int().min(1).max(10_000),
        unitYen: yen.min(0),
      }),
    )
    .min(1)
    .max(60),
  shippingYen: yen.min(0).default(0),
  validUntil: z.custom<TokyoDay>(isTokyoDay, 'errors:required'),
  note: words(1000).nullable().default(null),
})
export type QuoteInput = z.input<typeof QuoteInput>
