import { generateTOTP, getTOTPAuthUri, verifyTOTP } from '@epic-web/totp'

// One-time codes of authenticator apps (RFC 6238): six digits, 30 seconds, SHA-1, which is what all those apps know. They run on real
// time, whatever the shop's clock says.
const SETTINGS = { period: 30, digits: 6, algorithm: 'SHA-1' as const }

/** A new secret of 160 bits, base32, as RFC 4226 recommends. The library's own have 80, so two are joined. */
export async function newCodeSecret(): Promise<string> {
  const parts = await Promise.all([generateTOTP(SETTINGS), generateTOTP(SETTINGS)])
  return parts.map((part) => part.secret).join('')
}

/** The address that an authenticator app reads from the picture. */
export function codeAddress(secret: string, names: { account: string; issuer: string }): string {
  return getTOTPAuthUri({ ...SETTINGS, secret, accountName: names.account, issuer: names.issuer })
}

/**
 * Whether a code is right now, or was half a minute ago or will be in half a minute (clocks differ). Gives the number of its period, so that
 * the caller can refuse one that was used before (RFC 6238, 5.2); null for a wrong code.
 */
export async function periodOfCode(code: string, secret: string): Promise<bigint | null> {
  const present = presentPeriod()
  const found = await verifyTOTP({ otp: code, secret, ...SETTINGS, window: 1 })
  // The half minute may end while the library looks: its answer would count from another period than ours.
  if (presentPeriod() !== present) return await periodOfCode(code, secret)
  return found ? BigInt(present + found.delta) : null
}

function presentPeriod(): number {
  return Math.floor(Date.now() / 1000 / SETTINGS.period)
}

/** The code of this moment: what the demo's authenticator shows. */
export async function presentCode(secret: string): Promise<string> {
  return (await generateTOTP({ ...SETTINGS, secret })).otp
}
