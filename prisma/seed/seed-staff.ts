import type { Locale } from '#app/domain/locale.ts'
import type { Role } from '#app/domain/roles.ts'
import { db } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

// SAMPLES: made-up people, one in each role. Their sign-in links arrive in the demo's mailbox. A live shop has none of them.
const SAMPLE_STAFF: readonly { email: string; name: string; role: Role; locale: Locale }[] = [
  { email: 'office@example.org', name: '見本 事務', role: 'secretariat', locale: 'ja' },
  { email: 'treasurer@example.org', name: '見本 会計', role: 'treasurer', locale: 'ja' },
  { email: 'admin@example.org', name: '見本 管理', role: 'administrator', locale: 'ja' },
]

/** Gives the demo people who can sign in at the desk. Does nothing where they are already. */
export async function seedStaff({ now }: { now: Date }): Promise<void> {
  await db.staff.createMany({
    data: SAMPLE_STAFF.map((person) => ({ id: newId(), createdAt: now, ...person })),
    skipDuplicates: true,
  })
}
