import { presentCode } from '#app/platform/one-time-code.server.ts'

/** The one-time code of this moment for the secret of a set-up page, as an app on a telephone would show it. */
export async function loadAuthenticator(
  typed: string | null,
): Promise<{ secret: string; code: string | null; isWrong: boolean }> {
  const secret = (typed ?? '').replace(/\s/g, '').toUpperCase()
  if (secret === '') return { secret: '', code: null, isWrong: false }
  const isWrong = !/^[A-Z2-7]{16,64}$/.test(secret)
  return { secret, code: isWrong ? null : await presentCode(secret), isWrong }
}
