import { isPlausibleFormAge } from '#app/domain/form-age.ts'
import { isUuid, newId } from '#app/platform/id.server.ts'
import { openSecret, sealSecret } from '#app/platform/secret-box.server.ts'

/** Forms that anybody may send. A stamp of one is none of another. */
export type StampedForm = 'inquiry-form' | 'notify-form' | 'lecture-form'

/**
 * A stamp for a form that is opened now: when, and the id of what will be sent with it, so that a form sent twice arrives once. Sealed, so that
 * nobody makes her own.
 */
export function makeFormStamp(form: StampedForm, now: Date): string {
  return sealSecret(`${newId()} ${now.getTime()}`, form).toString('base64url')
}

/** The id in a stamp of ours; null when it is none, or the form stood open for too short or too long (domain/form-age). */
export function readFormStamp(form: StampedForm, stamp: string, now: Date): string | null {
  const [id = '', opened = ''] = (openSecret(Buffer.from(stamp, 'base64url'), form) ?? '').split(' ')
  if (!isUuid(id)) return null
  return isPlausibleFormAge(new Date(Number(opened)), now) ? id : null
}
