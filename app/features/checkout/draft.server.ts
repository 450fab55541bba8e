import { z } from 'zod'
import { LOCALES, type Locale } from '#app/domain/locale.ts'
import type { WantedLine } from '#app/domain/order.ts'
import { CheckoutDetails } from '#app/features/checkout/address.ts'
import type { Prisma } from '#app/generated/prisma/client.ts'
import { db } from '#app/platform/db.server.ts'

/** The checkout form between its page and the confirmation page. */
export type CheckoutDraft = {
  details: CheckoutDetails
  lines: WantedLine[]
  /** New each time the form is sent: with the checkout's key it names one placing of the order. */
  nonce: string
  locale: Locale
}

/** How long a form that was left is kept. It holds a name and an address. */
const DRAFT_HOURS = 24

const Stored = z.object({
  details: z.unknown(),
  lines: z.array(z.object({ sku: z.string(), copies: z.number().int() })),
  nonce: z.string().min(16),
  locale: z.enum(LOCALES),
})

/** Keeps the form under its checkout's key, in place of the one before. */
export async function saveDraft(key: string, draft: CheckoutDraft, { now }: { now: Date }): Promise<void> {
  const row = { data: draft as unknown as Prisma.InputJsonValue, updatedAt: now }
  await db.checkoutDraft.upsert({ where: { key }, create: { key, ...row }, update: row })
}

/** The form of a checkout; null when there is none, it is too old, or rules have changed since that it does not meet. */
export async function loadDraft(key: string | null, { now }: { now: Date }): Promise<CheckoutDraft | null> {
  if (key === null) return null
  const row = await db.checkoutDraft.findUnique({ where: { key } })
  if (!row || now.getTime() - row.updatedAt.getTime() > DRAFT_HOURS * 3_600_000) return null
  const stored = Stored.safeParse(row.data)
  if (!stored.success) return null
  const details = CheckoutDetails.safeParse(withoutNulls(stored.data.details))
  return details.success ? { ...stored.data, details: details.data } : null
}

export async function dropDraft(key: string): Promise<void> {
  await db.checkoutDraft.deleteMany({ where: { key } })
}

/** Absent fields were stored as null; the schema reads what a form sends, where they are missing. */
function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => (inner === null ? [] : [[name, withoutNulls(inner)]])),
  )
}
