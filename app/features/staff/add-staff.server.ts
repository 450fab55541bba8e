import { normaliseEmail } from '#app/domain/email.ts'
import type { Locale } from '#app/domain/locale.ts'
import type { Role } from '#app/domain/roles.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

export type AddStaffResult =
  { ok: true; staffId: string; email: string } | { ok: false; reason: 'email' | 'name' | 'email-used' }

/** Lets somebody in: from now on she can have a link mailed. */
export async function addStaff(
  input: { email: string; name: string; role: Role; locale: Locale },
  { now }: { now: Date },
): Promise<AddStaffResult> {
  const email = normaliseEmail(input.email)?.toLowerCase()
  if (!email) return { ok: false, reason: 'email' }
  const name = input.name.normalize('NFC').trim()
  if (name === '' || name.length > 100) return { ok: false, reason: 'name' }
  const staffId = newId()
  return await inTransaction(async (tx) => {
    const { count } = await tx.staff.createMany({
      data: [{ id: staffId, email, name, role: input.role, locale: input.locale, createdAt: now }],
      skipDuplicates: true,
    })
    return count === 0 ? { ok: false, reason: 'email-used' } : { ok: true, staffId, email }
  })
}
