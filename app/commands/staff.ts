import { type Command, refused } from '#app/commands/command.ts'
import { UsageError } from '#app/commands/usage.ts'
import { isLocale } from '#app/domain/locale.ts'
import { isRole, ROLES } from '#app/domain/roles.ts'
import { now } from '#app/platform/clock.server.ts'

export const addStaffCommand: Command = {
  path: ['staff', 'add'],
  usage: 'staff add EMAIL --name NAME [--role secretariat|treasurer|administrator] [--language ja|en|ko|tl]',
  about: 'lets somebody into the desk; an administrator unless --role says otherwise',
  words: 1,
  flags: ['name', 'role', 'language'],
  prepare({ words, flags }) {
    const email = words[0] ?? ''
    if (!flags.name) throw new UsageError('--name is missing: how colleagues see this person')
    const { name } = flags
    const role = flags.role ?? 'administrator'
    if (!isRole(role)) throw new UsageError(`--role is one of ${ROLES.join(', ')}, not "${role}"`)
    const locale = flags.language ?? 'ja'
    if (!isLocale(locale)) throw new UsageError(`--language is one of ja, en, ko, tl, not "${locale}"`)
    return async () => {
      const { addStaff } = await import('#app/features/staff/add-staff.server.ts')
      const result = await addStaff({ email, name, role, locale }, { now: now() })
      if (!result.ok) return refused(result, WHY_NOT_ADDED[result.reason])
      return { ok: true, json: { ...result, role }, table: [{ email: result.email, name, role }] }
    }
  },
}

const WHY_NOT_ADDED = {
  email: 'That is no e-mail address.',
  name: 'A name has 1 to 100 characters.',
  'email-used': 'Somebody with that address is on the staff already.',
}

export const listStaffCommand: Command = {
  path: ['staff', 'list'],
  usage: 'staff list',
  about: 'who may come in, in which role, and whether codes are set up',
  words: 0,
  prepare() {
    return async () => {
      const { listStaff } = await import('#app/features/staff/list-staff.server.ts')
      const staff = (await listStaff()).map(({ email, name, role, disabledAt, hasSecondFactor }) => ({
        email,
        name,
        role,
        access: disabledAt === null,
        codes: hasSecondFactor,
      }))
      return { ok: true, json: { staff }, table: staff }
    }
  },
}

export const resetSecondFactorCommand: Command = {
  path: ['staff', 'reset-codes'],
  usage: 'staff reset-codes EMAIL',
  about: 'for a lost telephone: the next sign-in sets one-time codes up anew; ends all sessions',
  words: 1,
  prepare({ words }) {
    const email = (words[0] ?? '').toLowerCase()
    return async () => {
      const { changeStaff } = await import('#app/features/staff/change-staff.server.ts')
      const { findStaff } = await import('#app/features/staff/list-staff.server.ts')
      const staff = await findStaff(email)
      if (!staff)
        return refused({ ok: false, reason: 'not-found' }, 'Nobody with that address is on the staff.')
      await changeStaff(staff.id, { resetSecondFactor: true }, { now: now() })
      return { ok: true, json: { ok: true, email }, table: [{ email, codes: false }] }
    }
  },
}
