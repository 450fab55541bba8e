import type { Locale } from '#app/domain/locale.ts'
import type { Role } from '#app/domain/roles.ts'
import { addStaff } from '#app/features/staff/add-staff.server.ts'
import { tokenHash } from '#app/features/staff/token-hash.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { writeDeskToken } from '#app/platform/http/cookies.server.ts'
import { newId, randomToken } from '#app/platform/id.server.ts'
import { aVisitor, type Visitor } from '#tests/support/route-kit.ts'

/** Somebody who may come in. */
export async function aStaffMember(
  role: Role,
  options: { email?: string; locale?: Locale } = {},
): Promise<{ staffId: string; email: string }> {
  const email = options.email ?? `${role}@staff.example.org`
  const added = await addStaff(
    { email, name: `見本 ${role}`, role, locale: options.locale ?? 'en' },
    { now: now() },
  )
  if (!added.ok) throw new Error(`not added: ${added.reason}`)
  return added
}

/**
 * A browser in which somebody of this role is signed in, second factor included, without going the long way: the pages of the way in have tests
 * of their own (tests/routes/desk-sign-in.test.ts).
 */
export async function aDeskVisitor(role: Role = 'administrator'): Promise<Visitor & { staffId: string }> {
  const known = await db.staff.findUnique({ where: { email: `${role}@staff.example.org` } })
  const staffId = known?.id ?? (await aStaffMember(role)).staffId
  const token = randomToken(32)
  await db.session.create({
    data: {
      id: newId(),
      tokenHash: tokenHash(token),
      staffId,
      device: 'Test, Test',
      createdAt: now(),
      lastSeenAt: now(),
      expiresAt: new Date(now().getTime() + 86_400_000),
      secondFactorAt: now(),
    },
  })
  const visitor = aVisitor()
  const [pair = ''] = (await writeDeskToken(token)).split('; ')
  visitor.cookies.set('desk', pair.slice(pair.indexOf('=') + 1))
  return Object.assign(visitor, { staffId })
}
