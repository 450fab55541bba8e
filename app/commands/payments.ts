import { day, needed, oneOf, positiveInteger } from '#app/commands/arguments.ts'
import { EARLIEST_BOOKING } from '#app/domain/booking-day.ts'
import { type Command, refused } from '#app/commands/command.ts'
import type { RecordPaymentResult } from '#app/features/settlement/record-payment.server.ts'
import { now } from '#app/platform/clock.server.ts'

export const recordCommand: Command = {
  path: ['payments', 'record'],
  usage: 'payments record CHARGE AMOUNT --method bank|postal|cash --on DAY --ref TEXT',
  about:
    'money seen on a statement or in the cash box; CHARGE is the payment reference, the order code, or a code such as L-7K2M',
  words: 2,
  flags: ['method', 'on', 'ref'],
  prepare({ words, flags }) {
    const input = {
      charge: words[0] ?? '',
      amountYen: positiveInteger(words[1], 'AMOUNT'),
      method: oneOf(flags.method, ['bank', 'postal', 'cash'], '--method'),
      on: day(flags.on, '--on'),
      ref: needed(flags.ref, '--ref'),
    }
    return async () => {
      const { recordPayment } = await import('#app/features/settlement/record-payment.server.ts')
      const result = await recordPayment(input, { now: now() })
      if (!result.ok) return refused(result, whyNot(result))
      const { settlement } = result
      return {
        ok: true,
        json: result,
        table: [
          {
            for: result.orderCode ?? result.subject,
            recorded: result.isNew ? 'new' : 'known already',
            allocatedYen: settlement?.allocateYen ?? '',
            missingYen: settlement?.missingYen ?? '',
            surplusYen: settlement?.surplusYen ?? '',
          },
        ],
      }
    }
  },
}

function whyNot(result: Extract<RecordPaymentResult, { ok: false }>): string {
  switch (result.reason) {
    case 'unknown-charge':
      return 'No order or bill has this payment reference or code.'
    case 'several-charges':
      return 'Several bills have this code: name the payment reference of one.'
    case 'reference-used':
      return 'This reference stands for another payment already.'
    case 'day-in-future':
      return 'The day has not come yet.'
    case 'day-too-early':
      return `No money is booked before ${EARLIEST_BOOKING}.`
    case 'amount':
      return 'AMOUNT must be 1 to 100,000,000 yen.'
    case 'reference-missing':
      return '--ref must say which line of the statement it is.'
    case 'changed':
      return 'Something has happened to it meanwhile: look at it again.'
  }
}
