import { z } from 'zod'
import { DAYS_TO_PAY } from '#app/domain/consignment.ts'
import { LOCALES } from '#app/domain/locale.ts'
import { DB_CODE, hasDatabaseCode } from '#app/platform/db-errors.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { isUuid, newId } from '#app/platform/id.server.ts'
import { Prisma } from '#app/generated/prisma/client.ts'

const text = (most: number) => z.string().trim().max(most).nullable()

const Consignee = z.object({
  name: z.string().trim().min(1).max(120),
  kind: z.enum(['bookshop', 'stall']),
  commissionPercent: z.number().int().min(0).max(100),
  /** Of a settlement; a stall pays at once. */
  daysToPay: z.number().int().min(DAYS_TO_PAY.least).max(DAYS_TO_PAY.most).default(DAYS_TO_PAY.preset),
  contact: text(120),
  email: z.email().max(200).nullable(),
  phone: text(40),
  locale: z.enum(LOCALES),
  note: text(1000),
  /** A postal address, for its bills. */
  address: z.custom<Prisma.InputJsonObject>().nullable(),
  isDisabled: z.boolean(),
})

export type ConsigneeInput = z.input<typeof Consignee>
export type SaveConsigneeResult =
  { ok: true; id: string } | { ok: false; reason: 'not-found' | 'name-used' | 'copies-out' | 'kind-fixed' }

/**
 * Keeps a bookshop that sells for us, or a stall of our own. A stall keeps nothing of the price. One that still has copies is not closed,
 * and one that ever had any stays a bookshop or a stall: what it sold is counted by that.
 * What consignment notes say is frozen on them: a new share, or other days to pay, count from the next one on.
 * @param id of a known one; a new one without
 * @throws z.ZodError when a field makes no sense
 */
export async function saveConsignee(
  id: string | null,
  input: ConsigneeInput,
  { now }: { now: Date },
): Promise<SaveConsigneeResult> {
  const { isDisabled, ...consignee } = Consignee.parse(input)
  const columns = {
    ...consignee,
    commissionPercent: consignee.kind === 'stall' ? 0 : consignee.commissionPercent,
    daysToPay: consignee.kind === 'stall' ? 0 : consignee.daysToPay,
    // Undefined would keep the old one.
    address: consignee.address ?? Prisma.DbNull,
  }
  if (id !== null && !isUuid(id)) return { ok: false, reason: 'not-found' }
  try {
    return await inTransaction(async (tx) => {
      if (id === null) {
        const created = newId()
        await tx.consignee.create({ data: { id: created, ...columns, createdAt: now } })
        return { ok: true, id: created }
      }
      const known = await tx.consignee.findUnique({ where: { id } })
      if (!known) return { ok: false, reason: 'not-found' }
      if (isDisabled && (await tx.consignment.count({ where: { consigneeId: id, state: 'open' } })) > 0) {
        return { ok: false, reason: 'copies-out' }
      }
      const disabledAt = isDisabled ? (known.disabledAt ?? now) : null
      await tx.consignee.update({ where: { id }, data: { ...columns, disabledAt } })
      return { ok: true, id }
    })
  } catch (error) {
    if (hasDatabaseCode(error, DB_CODE.unique)) return { ok: false, reason: 'name-used' }
    if (hasDatabaseCode(error, DB_CODE.consigneeFixed)) return { ok: false, reason: 'kind-fixed' }
    throw error
  }
}

export type ListedConsignee = {
  id: string
  name: string
  kind: 'bookshop' | 'stall'
  commissionPercent: number
  isDisabled: boolean
  copiesOut: number
}

/** Every consignee with the copies that it has, those that are closed last. */
export async function listConsignees(): Promise<ListedConsignee[]> {
  return await db.$queryRaw<ListedConsignee[]>`
    SELECT c.id::text AS id, c.name, c.kind::text AS kind, c.commission_percent AS "commissionPercent",
           c.disabled_at IS NOT NULL AS "isDisabled",
           coalesce((SELECT sum(l.sent - l.sold - l.returned - l.lost) FROM consignment_lines l JOIN consignments n ON n.id = l.consignment_id
                     WHERE n.consignee_id = c.id), 0)::int AS "copiesOut"
    FROM consignees c ORDER BY c.disabled_at IS NOT NULL, c.kind, c.name`
}
