import { z } from 'zod'
import { isLocale, type Locale } from '#app/domain/locale.ts'
import type { Role } from '#app/domain/roles.ts'
import type { StaffModel } from '#app/generated/prisma/models.ts'
import { env } from '#app/platform/env.server.ts'
import { db } from '#app/platform/db.server.ts'

export type StaffMember = {
  id: string
  email: string
  name: string
  role: Role
  locale: Locale
  digest: boolean
  disabledAt: Date | null
  hasSecondFactor: boolean
  lastSeenAt: Date | null
}

const WITH_LAST_USE = {
  sessions: { orderBy: { lastSeenAt: 'desc' }, take: 1, select: { lastSeenAt: true } },
} as const

/** Everybody who may come in or once could, those with access first, by name. */
export async function listStaff(): Promise<StaffMember[]> {
  const staff = await db.staff.findMany({
    orderBy: [{ disabledAt: { sort: 'asc', nulls: 'first' } }, { name: 'asc' }],
    include: WITH_LAST_USE,
  })
  return staff.map(memberOf)
}

/** One member of staff; null when there is none of this id. */
export async function loadStaffMember(staffId: string): Promise<StaffMember | null> {
  if (!z.uuid().safeParse(staffId).success) return null
  const row = await db.staff.findUnique({ where: { id: staffId }, include: WITH_LAST_USE })
  return row && memberOf(row)
}

function memberOf(row: StaffModel & { sessions: { lastSeenAt: Date }[] }): StaffMember {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role,
    locale: isLocale(row.locale) ? row.locale : 'ja',
    digest: row.digest,
    disabledAt: row.disabledAt,
    hasSecondFactor: row.totpConfirmedAt !== null,
    lastSeenAt: row.sessions[0]?.lastSeenAt ?? null,
  }
}

/** A member of staff by her address, in whatever case it is written. */
export async function findStaff(email: string): Promise<{ id: string } | null> {
  return await db.staff.findUnique({ where: { email: email.toLowerCase() }, select: { id: true } })
}

/** In a demo, the made-up people who can sign in; a live shop tells nobody. */
export async function listDemoStaff(): Promise<{ email: string; role: Role }[]> {
  if (env.mode === 'live') return []
  return await db.staff.findMany({
    where: { disabledAt: null, email: { endsWith: '@example.org' } },
    orderBy: { role: 'asc' },
    select: { email: true, role: true },
  })
}
