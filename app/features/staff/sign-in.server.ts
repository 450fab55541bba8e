import { deviceOf } from '#app/domain/device.ts'
import { tokenHash } from '#app/features/staff/token-hash.server.ts'
import { runAs } from '#app/platform/actor.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { newId, randomToken } from '#app/platform/id.server.ts'

/** A session ends after a week, and sooner when it is not used (session.server.ts). */
const SESSION_MS = 7 * 24 * 3_600_000

/** Whether a mailed link can still be used; looking does not use it up, since mail programs look at links too. */
export async function isLinkGood(token: string, { now }: { now: Date }): Promise<boolean> {
  const link = await db.signInLink.findFirst({
    where: { tokenHash: tokenHash(token), usedAt: null, expiresAt: { gt: now }, staff: { disabledAt: null } },
    select: { tokenHash: true },
  })
  return link !== null
}

/**
 * Uses a mailed link up and opens a session. Pressing twice, or two people with one link, makes one session. The one that this browser
 * had before ends: its token is given up.
 * @returns the token for the cookie; its hash is all that is kept
 */
export async function signIn(
  token: string,
  { now, userAgent, oldToken }: { now: Date; userAgent: string; oldToken: string | null },
): Promise<{ ok: true; sessionToken: string } | { ok: false; reason: 'link' }> {
  const link = await db.signInLink.findUnique({
    where: { tokenHash: tokenHash(token) },
    select: { staffId: true },
  })
  if (!link) return { ok: false, reason: 'link' }
  return await runAs({ kind: 'staff', staffId: link.staffId }, () =>
    inTransaction(async (tx) => {
      const { count } = await tx.signInLink.updateMany({
        where: {
          tokenHash: tokenHash(token),
          usedAt: null,
          expiresAt: { gt: now },
          staff: { disabledAt: null },
        },
        data: { usedAt: now },
      })
      if (count === 0) return { ok: false, reason: 'link' }
      if (oldToken !== null) {
        await tx.session.updateMany({
          where: { tokenHash: tokenHash(oldToken), endedAt: null },
          data: { endedAt: now },
        })
      }
      const sessionToken = randomToken(32)
      await tx.session.create({
        data: {
          id: newId(),
          tokenHash: tokenHash(sessionToken),
          staffId: link.staffId,
          device: deviceOf(userAgent),
          createdAt: now,
          lastSeenAt: now,
          expiresAt: new Date(now.getTime() + SESSION_MS),
        },
      })
      return { ok: true, sessionToken }
    }),
  )
}
