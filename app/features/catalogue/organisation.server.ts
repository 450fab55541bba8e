import { z } from 'zod'
import { isTokyoDay, type TokyoDay } from '#app/domain/day.ts'
import { checkRegistrationNumber } from '#app/domain/registration-number.ts'
import { newestRow } from '#app/features/catalogue/newest-setting.server.ts'

const LocalText = z.object({ ja: z.string(), en: z.string(), ko: z.string(), tl: z.string() })

const OrganisationSchema = z.object({
  name: LocalText,
  /** The person who answers for the shop by law (代表者). */
  representative: LocalText,
  /** With its postal code, in one line. */
  address: LocalText,
  phone: z.string(),
  email: z.string(),
  hours: LocalText,
  /** T and 13 digits; only then are receipts qualified invoices, of supplies from the day of registration on. */
  registrationNumber: z
    .string()
    .refine((text) => checkRegistrationNumber(text) !== 'malformed')
    .nullable(),
  /** Null without a number, and in settings from before it was asked: those count from October 2023 on (`numberFor`). */
  registeredOn: z.custom<TokyoDay>(isTokyoDay).nullable().default(null),
  /** As Japanese banks want it written; the holder in katakana. */
  bank: z.object({
    bankName: z.string(),
    branchName: z.string(),
    accountType: z.string(),
    accountNumber: z.string(),
    holder: z.string(),
  }),
  /** Japan Post's transfer account (振替口座). */
  postal: z.object({ accountNumber: z.string(), holder: z.string() }),
  /** Certified NPOs give tax relief on gifts (認定NPO法人). */
  certified: z.boolean(),
  /** Whether these are the made-up values of the demo. */
  sample: z.boolean(),
})

/** Who publishes and sells: what the law asks a shop to state, and the accounts that readers pay into. */
export type Organisation = z.infer<typeof OrganisationSchema>

/** The details that were read last, by the row they stand in. */
let known: { id: string; organisation: Organisation } | undefined

/**
 * The organisation's details in force: the newest row of the setting `organisation`.
 * @throws Error when there is none or it is not complete: a shop without them may not sell
 */
export async function loadOrganisation(): Promise<Organisation> {
  // As it stood when the database was asked: another call may read a newer row meanwhile.
  const before = known
  const row = await newestRow('organisation', before?.id)
  if (row === undefined) throw new Error('The setting "organisation" is missing')
  if (row.id === before?.id) return before.organisation
  known = { id: row.id, organisation: OrganisationSchema.parse(row.value) }
  return known.organisation
}
