import { sqlRows, type Tx } from '#app/platform/db.server.ts'

export type AddressMark = 'bounced' | 'complained' | 'suppressed'

/**
 * What lets somebody in goes out whatever came back from her address before: a mailbox that was full for a day, or one press on "spam", must not
 * lock out the only person who could put it right.
 */
const NEVER_HELD_BACK: readonly string[] = ['staff-link']

/** Whether mails of this kind are held back from marked addresses. */
export function isHeldBack(template: string): boolean {
  return !NEVER_HELD_BACK.includes(template)
}

/** The form in which marked addresses are kept: providers report them in the case they like. */
export function addressKey(email: string): string {
  return email.trim().toLowerCase()
}

/** Sends nothing more to an address, links to sign in aside: mails that still wait for it are suppressed. Returns whether it is marked only now. */
export async function markAddress(
  tx: Tx,
  mark: { email: string; reason: AddressMark; now: Date },
): Promise<boolean> {
  const email = addressKey(mark.email)
  const { count } = await tx.mailAddress.createMany({
    data: { email, reason: mark.reason, markedAt: mark.now },
    skipDuplicates: true,
  })
  await tx.outboxMail.updateMany({
    where: {
      state: 'pending',
      toEmail: { equals: email, mode: 'insensitive' },
      template: { notIn: [...NEVER_HELD_BACK] },
    },
    data: { state: 'suppressed' },
  })
  return count === 1
}

/** Lets mails go to an address again; what was held back meanwhile stays so. Returns whether it was marked. */
export async function unmarkAddress(tx: Tx, email: string): Promise<boolean> {
  const { count } = await tx.mailAddress.deleteMany({ where: { email: addressKey(email) } })
  return count > 0
}

/** Whether mails to an address are held back. */
export async function isMarked(tx: Tx, email: string): Promise<boolean> {
  const marks = await sqlRows(tx, 'SELECT 1 FROM mail_addresses WHERE email = $1', [addressKey(email)])
  return marks.length > 0
}
