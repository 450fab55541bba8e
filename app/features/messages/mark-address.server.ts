import { sqlRows, type Tx } from '#app/platform/db.server.ts'

export type AddressMark = 'bounced' | 'complained' | 'suppressed'

/** The form in which marked addresses are kept: providers report them in the case they like. */
export function addressKey(email: string): string {
  return email.trim().toLowerCase()
}

/** Sends nothing more to an address: mails that still wait for it are suppressed. Returns whether it is marked only now. */
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
    where: { state: 'pending', toEmail: { equals: email, mode: 'insensitive' } },
    data: { state: 'suppressed' },
  })
  return count === 1
}

/** Whether mails to an address are held back. */
export async function isMarked(tx: Tx, email: string): Promise<boolean> {
  const marks = await sqlRows(tx, 'SELECT 1 FROM mail_addresses WHERE email = $1', [addressKey(email)])
  return marks.length > 0
}
