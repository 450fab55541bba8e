import QRCode from 'qrcode'
import type { SignedIn } from '#app/features/staff/session.server.ts'
import { tokenHash } from '#app/features/staff/token-hash.server.ts'
import { runAs } from '#app/platform/actor.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { env } from '#app/platform/env.server.ts'
import { randomToken } from '#app/platform/id.server.ts'
import { codeAddress, newCodeSecret, periodOfCode } from '#app/platform/one-time-code.server.ts'
import { consume } from '#app/platform/rate-limit.server.ts'
import { openSecret, sealSecret } from '#app/platform/secret-box.server.ts'

/**
 * Codes that somebody may try. A million exist and three are right at a time: the second limit keeps the chance of guessing one below
 * 1 in 10,000 a day, for somebody who reads her mail.
 */
const TRIES = { points: 6, seconds: 300 }
const TRIES_A_DAY = { points: 30, seconds: 86_400 }

export type Enrolment = {
  /** To type into an app that reads no pictures, in groups of four. */
  secret: string
  /** The picture as an SVG. */
  qrSvg: string
}

/**
 * What an authenticator app needs to make codes for this person. The secret is made at the first look and stays the same until a code proves
 * that the app has it. Null once codes are set up: a secret is never shown again.
 */
export async function startEnrolment(staff: SignedIn): Promise<Enrolment | null> {
  const fresh = sealSecret(await newCodeSecret(), purposeOf(staff.staffId))
  const secret = await runAs({ kind: 'staff', staffId: staff.staffId }, () =>
    inTransaction(async (tx) => {
      await tx.staff.updateMany({
        where: { id: staff.staffId, totpConfirmedAt: null, totpSecret: null },
        data: { totpSecret: new Uint8Array(fresh) },
      })
      const row = await tx.staff.findUniqueOrThrow({ where: { id: staff.staffId } })
      if (row.totpConfirmedAt || !row.totpSecret) return null
      const opened = openSecret(row.totpSecret, purposeOf(row.id))
      if (opened) return opened
      // SESSION_SECRET has changed since: what cannot be opened is made anew.
      await tx.staff.update({ where: { id: row.id }, data: { totpSecret: new Uint8Array(fresh) } })
      return openSecret(fresh, purposeOf(row.id))
    }),
  )
  if (!secret) return null
  const address = codeAddress(secret, { account: staff.email, issuer: 'M-Net Shop' })
  return {
    secret: secret.replace(/(.{4})(?=.)/g, '$1 '),
    qrSvg: await QRCode.toString(address, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' }),
  }
}

/** In a demo, what its authenticator page makes codes from, for people without an app at hand; null in a live shop. */
export async function demoSecret(
  staff: Pick<SignedIn, 'staffId'>,
  mode: 'demo' | 'live' = env.mode,
): Promise<string | null> {
  if (mode === 'live') return null
  const row = await db.staff.findUniqueOrThrow({ where: { id: staff.staffId } })
  return row.totpSecret && openSecret(row.totpSecret, purposeOf(row.id))
}

/**
 * Checks a one-time code, and with the first right one ends the set-up. A right code is taken once, and gives the browser a new token, so that
 * one stolen before is worth nothing.
 * @returns the new token for the cookie
 */
export async function confirmSecondFactor(
  staff: SignedIn,
  typedCode: string,
  { now }: { now: Date },
): Promise<
  { ok: true; sessionToken: string } | { ok: false; reason: 'code' | 'used' | 'too-many' | 'reset' }
> {
  if (!(await consume('second-factor', staff.staffId, TRIES))) return { ok: false, reason: 'too-many' }
  if (!(await consume('second-factor-day', staff.staffId, TRIES_A_DAY)))
    return { ok: false, reason: 'too-many' }
  const code = typedCode.normalize('NFKC').replace(/\D/g, '')
  const row = await db.staff.findUniqueOrThrow({ where: { id: staff.staffId } })
  const secret = row.totpSecret && openSecret(row.totpSecret, purposeOf(row.id))
  // Sealed under another SESSION_SECRET: an operator resets it.
  if (!secret) return { ok: false, reason: 'reset' }
  const period = code.length === 6 ? await periodOfCode(code, secret) : null
  if (period === null) return { ok: false, reason: 'code' }

  return await runAs({ kind: 'staff', staffId: staff.staffId }, () =>
    inTransaction(async (tx) => {
      const taken = await tx.staff.updateMany({
        where: {
          id: row.id,
          // Not one that was reset since it was read.
          totpSecret: row.totpSecret,
          OR: [{ totpLastPeriod: null }, { totpLastPeriod: { lt: period } }],
        },
        data: { totpLastPeriod: period, totpConfirmedAt: row.totpConfirmedAt ?? now },
      })
      if (taken.count === 0) return { ok: false, reason: 'used' }
      const sessionToken = randomToken(32)
      await tx.session.updateMany({
        // One that was ended a moment ago stays ended: its new token opens nothing.
        where: { id: staff.sessionId, endedAt: null },
        data: { tokenHash: tokenHash(sessionToken), secondFactorAt: now, lastSeenAt: now },
      })
      return { ok: true, sessionToken }
    }),
  )
}

/** Ties a sealed secret to its owner: copied into another row it opens nothing. */
function purposeOf(staffId: string): string {
  return `totp:${staffId}`
}
