import { openSecret, sealSecret } from '#app/platform/secret-box.server.ts'

/** Mails whose link is a secret of its own, kept as a hash elsewhere: whoever reads the outbox, or a backup of it, must not find it there. */
const SEALED: ReadonlySet<string> = new Set(['staff-link', 'availability-confirm', 'availability-there'])

type Sealed = { sealed: string }

/** What is stored of a mail's props: the props, or for a mail that lets somebody in a box that only this shop opens. */
export function toPayload<Props extends object>(
  mail: { id: string; template: string },
  props: Props,
): Props | Sealed {
  if (!SEALED.has(mail.template)) return props
  return { sealed: sealSecret(JSON.stringify(props), purposeOf(mail)).toString('base64') }
}

/**
 * The props of a stored mail, as they were given.
 * @throws Error when a sealed one cannot be opened: SESSION_SECRET has changed since
 */
export function fromPayload(mail: { id: string; template: string; payload: unknown }): unknown {
  if (!SEALED.has(mail.template)) return mail.payload
  const opened = openSecret(Buffer.from((mail.payload as Sealed).sealed, 'base64'), purposeOf(mail))
  if (opened === null) throw new Error('a sealed mail cannot be opened')
  return JSON.parse(opened)
}

function purposeOf(mail: { id: string }): string {
  return `mail:${mail.id}`
}
