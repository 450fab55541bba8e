import { positiveInteger } from '#app/commands/arguments.ts'
import { type Command, refused } from '#app/commands/command.ts'
import { UsageError } from '#app/commands/usage.ts'
import { normaliseOrderCode } from '#app/domain/order-code.ts'
import type { CancelOrderResult } from '#app/features/settlement/cancel-order.server.ts'
import type { PostOrderResult } from '#app/features/settlement/post-order.server.ts'
import { now } from '#app/platform/clock.server.ts'

function orderCode(text: string | undefined): string {
  const code = normaliseOrderCode(text ?? '')
  if (!code) throw new UsageError(`"${text ?? ''}" is no order code: it looks like K7M2-9QXA`)
  return code
}

/** `MNET-100:2,MANUAL-2007` is two copies of one and one of the other. */
function parcel(text: string): { sku: string; copies: number }[] {
  return text.split(',').map((part) => {
    const [sku, copies, ...rest] = part.trim().split(':')
    if (!sku || rest.length > 0) throw new UsageError(`--lines takes EDITION:COPIES,…, not "${text}"`)
    return { sku: sku.toUpperCase(), copies: copies === undefined ? 1 : positiveInteger(copies, 'copies') }
  })
}

export const postCommand: Command = {
  path: ['orders', 'post'],
  usage: 'orders post ORDER [--lines EDITION:COPIES,…] [--tracking NUMBER]',
  about: 'a parcel leaves: copies out of stock, the sale booked, the reader told',
  words: 1,
  flags: ['lines', 'tracking'],
  prepare({ words, flags }) {
    const code = orderCode(words[0])
    const lines = flags.lines === undefined ? undefined : parcel(flags.lines)
    return async () => {
      const { postOrder } = await import('#app/features/settlement/post-order.server.ts')
      const result = await postOrder(
        {
          order: { code },
          actor: 'operator',
          ...(lines ? { lines } : {}),
          ...(flags.tracking === undefined ? {} : { trackingNumber: flags.tracking }),
        },
        { now: now() },
      )
      if (!result.ok) return refused(result, whyNotPosted(result))
      return { ok: true, json: result, table: result.posted.map((line) => ({ order: code, ...line })) }
    }
  },
}

const CHANGED = 'Something has happened to the order meanwhile: look at it again.'

function whyNotPosted(result: Extract<PostOrderResult, { ok: false }>): string {
  switch (result.reason) {
    case 'not-found':
      return 'There is no such order.'
    case 'not-paid':
      return 'The order is not paid, so nothing is posted.'
    case 'nothing-to-post':
      return 'Nothing of this order is waiting to be posted.'
    case 'tracking-malformed':
      return 'A tracking number has 8 to 30 letters and digits.'
    case 'tracking-used':
      return 'That tracking number is on another parcel already.'
    case 'short':
      return 'There are fewer copies in stock than this order holds: count the stock first.'
    case 'line-unknown':
      return `${result.sku} is not in this order.`
    case 'line-not-held':
      return `Of ${result.sku} this order has ${result.held} copies ready to post.`
    case 'changed':
      return CHANGED
  }
}

export const cancelCommand: Command = {
  path: ['orders', 'cancel'],
  usage: 'orders cancel ORDER',
  about: 'end an unpaid order and give its copies back',
  words: 1,
  prepare({ words }) {
    const code = orderCode(words[0])
    return async () => {
      const { cancelOrder } = await import('#app/features/settlement/cancel-order.server.ts')
      const result = await cancelOrder({ code, by: 'shop' }, { now: now() })
      if (!result.ok) return refused(result, whyNotCancelled(result))
      return { ok: true, json: result, table: [{ order: code, state: 'cancelled' }] }
    }
  },
}

function whyNotCancelled(result: Extract<CancelOrderResult, { ok: false }>): string {
  switch (result.reason) {
    case 'not-found':
      return 'There is no such order.'
    case 'paid':
      return 'The order is paid: refund it at Stripe or by bank instead.'
    case 'money-arrived':
      return 'Part of the money has come: refund it instead.'
    case 'posted':
      return 'Part of it has been posted: what comes back is refunded, or the rest is still owed.'
    case 'changed':
      return CHANGED
    case 'voucher-out':
      return 'A konbini voucher is out and could still be paid.'
    case 'already-closed':
      return 'The order has ended already.'
    case 'stripe-unreachable':
      return 'Stripe could not be reached, so the order stays. Try again.'
  }
}

export const listCommand: Command = {
  path: ['orders', 'list'],
  usage: 'orders list [--limit N]',
  about: 'the newest orders and where they stand',
  words: 0,
  flags: ['limit'],
  prepare({ flags }) {
    const limit = flags.limit === undefined ? 20 : positiveInteger(flags.limit, '--limit')
    return async () => {
      const { listOrders } = await import('#app/features/checkout/list-orders.server.ts')
      const orders = await listOrders({ limit: Math.min(limit, 1000) })
      return { ok: true, json: { orders }, table: orders }
    }
  },
}
