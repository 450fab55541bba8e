import { isPlausibleFormAge } from '#app/domain/form-age.ts'
import { isUuid, newId } from '#app/platform/id.server.ts'
import { openSecret, sealSecret } from '#app/platform/secret-box.server.ts'

const PURPOSE = 'inquiry-form'

/**
 * A stamp for a form that is opened now: when, and the id of what will be sent with it, so that a form sent twice arrives once. Sealed, so that
 * nobody makes her own.
 */
export function makeFormStamp(now: Date): string {
  return sealSecret(`${newId()} ${now.getTime()}`, PURPOSE).toString('base64url')
}

/** The id in a stamp of ours; null when it is none, or the form stood open for too short or too long (domain/form-age). */
export function readFormStamp(stamp: string, now: Date): string | null {
  const [id = '', opened = ''] = (openSecret(Buffer.from(stamp, 'base64url'), PURPOSE) ?? '').split(' ')
  if (!isUuid(id)) return null
  return isPlausibleFormAge(new Date(Number(opened)), now) ? id : null
}
