import type { Locale } from '#app/domain/locale.ts'
import type { Role } from '#app/domain/roles.ts'
import { inTransaction, type Tx } from '#app/platform/db.server.ts'

export type StaffChange = {
  name?: string
  role?: Role
  locale?: Locale
  digest?: boolean
  /** True takes somebody's access away and ends her sessions; false gives it back. */
  disabled?: boolean
  /** Forgets the app that makes her codes: at the next sign-in she sets up another. */
  resetSecondFactor?: true
}

export type ChangeStaffResult =
  { ok: true } | { ok: false; reason: 'not-found' | 'name' | 'last-administrator' }

/**
 * Changes what is known of a colleague. A new role, a reset or the loss of access ends all her sessions. The last administrator cannot be
 * demoted or disabled: nobody could let anybody in again, except by the operator's command.
 */
export async function changeStaff(
  staffId: string,
  change: StaffChange,
  { now }: { now: Date },
): Promise<ChangeStaffResult> {
  const name = change.name?.normalize('NFC').trim()
  if (name !== undefined && (name === '' || name.length > 100)) return { ok: false, reason: 'name' }
  return await inTransaction(async (tx) => {
    const before = await tx.staff.findUnique({ where: { id: staffId } })
    if (!before) return { ok: false, reason: 'not-found' }
    const loses = (change.role !== undefined && change.role !== 'administrator') || change.disabled === true
    if (loses && before.role === 'administrator' && !before.disabledAt && !(await hasAnother(tx, staffId))) {
      return { ok: false, reason: 'last-administrator' }
    }
    const disabledAt =
      change.disabled === undefined ? undefined : change.disabled ? (before.disabledAt ?? now) : null
    await tx.staff.update({
      where: { id: staffId },
      data: {
        ...(name === undefined ? {} : { name }),
        ...(change.role === undefined ? {} : { role: change.role }),
        ...(change.locale === undefined ? {} : { locale: change.locale }),
        ...(change.digest === undefined ? {} : { digest: change.digest }),
        ...(disabledAt === undefined ? {} : { disabledAt }),
        ...(change.resetSecondFactor
          ? { totpSecret: null, totpConfirmedAt: null, totpLastPeriod: null }
          : {}),
      },
    })
    const newRole = change.role !== undefined && change.role !== before.role
    if (newRole || change.disabled || change.resetSecondFactor) {
      await tx.session.updateMany({ where: { staffId, endedAt: null }, data: { endedAt: now } })
    }
    return { ok: true }
  })
}

/** Locks all administrators, so that two who demote each other at once do not both succeed. */
async function hasAnother(tx: Tx, staffId: string): Promise<boolean> {
  const others = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM staff WHERE role = 'administrator' AND disabled_at IS NULL ORDER BY id FOR UPDATE`
  return others.some((other) => other.id !== staffId)
}
