import { isDeepStrictEqual } from 'node:util'
import type { Prisma } from '#app/generated/prisma/client.ts'
import { currentStaffId } from '#app/platform/actor.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { changesOf, type FieldChange } from '#app/features/desk/audit-changes.ts'

export type SettingKey = 'organisation' | 'documents' | 'retention'

/** The row of a setting that is in force, which a form carries along; empty before the first. */
export async function presentSetting(key: SettingKey): Promise<string> {
  const row = await db.setting.findFirst({ where: { key }, orderBy: NEWEST, select: { id: true } })
  return row?.id ?? ''
}

const NEWEST = [
  { recordedAt: 'desc' },
  { id: 'desc' },
] as const satisfies Prisma.SettingOrderByWithRelationInput[]

/**
 * Puts a setting into force from now on, as a further row: what was before stays as its history. The same value again adds none.
 * @param base the row that the form was made from: when somebody else has saved since, nothing is written
 */
export async function saveSetting(
  key: SettingKey,
  value: Prisma.InputJsonObject,
  { base, now }: { base: string; now: Date },
): Promise<{ ok: true } | { ok: false; reason: 'changed' }> {
  return await inTransaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`setting:${key}`}))`
    const present = await tx.setting.findFirst({ where: { key }, orderBy: [...NEWEST] })
    if ((present?.id ?? '') !== base) return { ok: false, reason: 'changed' }
    if (isDeepStrictEqual(present?.value, value)) return { ok: true }
    // The newest row counts: it is newer than the one before even if the clock was put back.
    const recordedAt = new Date(Math.max(now.getTime(), (present?.recordedAt.getTime() ?? 0) + 1))
    await tx.setting.create({ data: { id: newId(), key, value, recordedAt, staffId: currentStaffId() } })
    return { ok: true }
  })
}

export type SettingVersion = { id: string; at: Date; who: string | null; changes: FieldChange[] }

/** How a setting came to be what it is, newest first: who changed what. */
export async function listSettingHistory(key: SettingKey, { limit = 20 } = {}): Promise<SettingVersion[]> {
  const rows = await db.setting.findMany({
    where: { key },
    orderBy: [...NEWEST],
    take: limit + 1,
    include: { staff: { select: { name: true } } },
  })
  return rows.slice(0, limit).map((row, index) => ({
    id: row.id,
    at: row.recordedAt,
    who: row.staff?.name ?? null,
    changes: changesOf(rows[index + 1]?.value, row.value),
  }))
}
