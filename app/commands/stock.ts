import { day, needed, positiveInteger } from '#app/commands/arguments.ts'
import { type Command, refused } from '#app/commands/command.ts'
import { tokyoDayOf } from '#app/domain/day.ts'
import type { ReceiveRunResult } from '#app/features/stock/receive-run.server.ts'
import { now } from '#app/platform/clock.server.ts'

const REFUSALS = {
  'unknown-edition': 'There is no edition of that code: see stock list.',
  'not-print': 'That edition is not printed.',
  'run-exists': 'That run of the edition has been received already.',
  withdrawn: 'That edition is withdrawn.',
  cancelled: 'That run was cancelled.',
  'no-copies': 'A delivery has at least one copy.',
  'overs-above-copies': 'The overs are part of the copies: there cannot be more of them.',
} as const

function whyNotReceived(result: Extract<ReceiveRunResult, { ok: false }>): string {
  if (result.reason !== 'beyond-order') return REFUSALS[result.reason]
  return `${result.undeclared} copies are more than was ordered: declare them with --overs.`
}

export const receiveCommand: Command = {
  path: ['stock', 'receive'],
  usage: 'stock receive EDITION COPIES --run N [--on DAY] [--overs N] [--spoils N] [--cost YEN [--tax YEN]]',
  about: 'a print run comes in; waiting pre-orders are served, oldest payment first',
  words: 2,
  flags: ['run', 'on', 'overs', 'spoils', 'cost', 'tax'],
  prepare({ words, flags }) {
    const input = {
      sku: (words[0] ?? '').toUpperCase(),
      copies: positiveInteger(words[1], 'COPIES'),
      run: positiveInteger(needed(flags.run, '--run'), '--run'),
      ...(flags.overs === undefined ? {} : { overs: positiveInteger(flags.overs, '--overs') }),
      ...(flags.spoils === undefined ? {} : { spoils: positiveInteger(flags.spoils, '--spoils') }),
      ...(flags.cost === undefined ? {} : { costYen: positiveInteger(flags.cost, '--cost') }),
      ...(flags.tax === undefined ? {} : { costTaxYen: positiveInteger(flags.tax, '--tax') }),
    }
    const on = flags.on === undefined ? undefined : day(flags.on, '--on')
    return async () => {
      const { receiveAndAnnounce } = await import('#app/features/settlement/receive-run.server.ts')
      const at = now()
      const result = await receiveAndAnnounce({ ...input, receivedOn: on ?? tokyoDayOf(at) }, { now: at })
      if (!result.ok) return refused(result, whyNotReceived(result))
      const served = result.served.reduce((sum, line) => sum + line.copies, 0)
      return {
        ok: true,
        json: result,
        table: [
          {
            edition: input.sku,
            run: input.run,
            copies: input.copies,
            preordersServed: served,
            onHand: result.onHand,
            held: result.held,
          },
        ],
      }
    }
  },
}

export const stockListCommand: Command = {
  path: ['stock', 'list'],
  usage: 'stock list',
  about: 'every printed edition: runs, on hand, held, free, pre-ordered, sold',
  words: 0,
  prepare() {
    return async () => {
      const { listStock } = await import('#app/features/stock/list-stock.server.ts')
      const editions = await listStock()
      const table = editions.map(({ name: _name, nameLanguage: _of, language: _language, ...row }) => row)
      return { ok: true, json: { editions }, table }
    }
  },
}
