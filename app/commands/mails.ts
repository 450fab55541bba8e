import { type Command, refused } from '#app/commands/command.ts'
import { UsageError } from '#app/commands/usage.ts'
import { normaliseEmail } from '#app/domain/email.ts'

export const unmarkCommand: Command = {
  path: ['mails', 'unmark'],
  usage: 'mails unmark EMAIL',
  about: 'lets mails go again to an address from which one came back or was reported as spam',
  words: 1,
  prepare({ words }) {
    const email = normaliseEmail(words[0] ?? '')?.toLowerCase()
    if (!email) throw new UsageError(`"${words[0] ?? ''}" is no e-mail address`)
    return async () => {
      const { unmarkAddress } = await import('#app/features/messages/mark-address.server.ts')
      const { inTransaction } = await import('#app/platform/db.server.ts')
      const wasMarked = await inTransaction((tx) => unmarkAddress(tx, email))
      if (!wasMarked)
        return refused({ ok: false, reason: 'not-marked' }, 'Mails to that address are not held back.')
      return { ok: true, json: { ok: true, email }, table: [{ email, marked: false }] }
    }
  },
}
