import { db } from '#app/platform/db.server.ts'

/**
 * All that a reader, the secretariat and the treasurer can see of a shop with few orders, in an order of its own and without what
 * differs from one run to the next: ids, codes and instants. Two runs that ended the same have the same dump. The news that a voucher
 * is out is left out: a shop that hears of the voucher and its payment together rightly tells of the payment only.
 */
export async function dumpShop(): Promise<Record<string, unknown>> {
  const orders = await db.order.findMany({ include: { charge: true, lines: true, events: true } })
  const payments = await db.payment.findMany({ include: { allocations: true } })
  const entries = await db.journalEntry.findMany({ include: { postings: { orderBy: { position: 'asc' } } } })
  return {
    orders: sorted(
      orders.map(({ charge, lines, events }) => ({
        charge: [charge.state, charge.method, charge.amountYen, charge.allocatedYen, charge.refundedYen],
        lines: sorted(
          lines.map((line) => [line.copies, line.held, line.preordered, line.posted, line.released]),
        ),
        events: sorted(events.map((event) => event.kind).filter((kind) => kind !== 'voucher')),
      })),
    ),
    payments: sorted(
      payments.map((payment) => [
        payment.method,
        payment.amount,
        payment.currency,
        payment.allocatedYen,
        payment.refundedYen,
        payment.feeYen,
        payment.confirmed,
        payment.receivedOn,
        payment.allocations.map((allocation) => allocation.amountYen),
      ]),
    ),
    entries: sorted(
      entries.map((entry) => [
        entry.kind,
        entry.eventOn,
        entry.postings.map((posting) => [posting.account, posting.amountYen]),
      ]),
    ),
    movements: sorted(await db.stockMovement.findMany({ select: { kind: true, copies: true } })),
    stock: sorted(await db.stockLevel.findMany({ select: { onHand: true, held: true, preordered: true } })),
    mails: sorted(
      (await db.outboxMail.findMany()).map((mail) => mail.template).filter((name) => name !== 'voucher'),
    ),
    tasks: sorted(await db.task.findMany({ select: { kind: true } })),
  }
}

function sorted<T>(values: readonly T[]): T[] {
  return values
    .map((value) => ({ value, text: JSON.stringify(value) }))
    .sort((a, b) => (a.text < b.text ? -1 : Number(a.text > b.text)))
    .map(({ value }) => value)
}
