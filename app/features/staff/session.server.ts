import { isLocale, type Locale } from '#app/domain/locale.ts'
import { needsSecondFactor, type Role } from '#app/domain/roles.ts'
import { tokenHash } from '#app/features/staff/token-hash.server.ts'
import { db } from '#app/platform/db.server.ts'

/** A browser that nobody has used for so long must sign in again. */
export const IDLE_MS = 12 * 3_600_000
/** `last_seen_at` is written this seldom: a row a page would be much for little. */
const SEEN_EVERY_MS = 60_000

export type SignedIn = {
  sessionId: string
  staffId: string
  name: string
  email: string
  role: Role
  locale: Locale
  /** What is still asked of this browser: nothing, a one-time code, or to set one-time codes up first. */
  secondFactor: 'done' | 'due' | 'to-set-up'
}

/** Who sits at this browser; null when its session has ended, was revoked, lay idle too long, or its owner has left. */
export async function loadSession(token: string, { now }: { now: Date }): Promise<SignedIn | null> {
  const session = await db.session.findUnique({
    where: { tokenHash: tokenHash(token) },
    include: { staff: true },
  })
  if (!session || session.endedAt || session.expiresAt <= now || session.staff.disabledAt) return null
  if (now.getTime() - session.lastSeenAt.getTime() > IDLE_MS) return null
  if (now.getTime() - session.lastSeenAt.getTime() > SEEN_EVERY_MS) {
    await db.session.updateMany({ where: { id: session.id }, data: { lastSeenAt: now } })
  }
  const { staff } = session
  return {
    sessionId: session.id,
    staffId: staff.id,
    name: staff.name,
    email: staff.email,
    role: staff.role,
    locale: isLocale(staff.locale) ? staff.locale : 'ja',
    secondFactor: secondFactorOf({ ...staff, secondFactorAt: session.secondFactorAt }),
  }
}

function secondFactorOf(facts: {
  role: Role
  totpConfirmedAt: Date | null
  secondFactorAt: Date | null
}): SignedIn['secondFactor'] {
  if (!needsSecondFactor(facts.role) || facts.secondFactorAt) return 'done'
  return facts.totpConfirmedAt ? 'due' : 'to-set-up'
}
