import { dayFromDb } from '#app/domain/day.ts'
import type { DeskOrder, EntryView } from '#app/features/desk/desk-order.ts'
import { db } from '#app/platform/db.server.ts'

/** The entries of an order, or of a bill that no order stands behind, by their days. */
export async function loadEntries(of: { orderId: string } | { chargeId: string }): Promise<EntryView[]> {
  const entries = await db.journalEntry.findMany({
    where: of,
    orderBy: [{ eventOn: 'asc' }, { createdAt: 'asc' }, { id: 'asc' }],
    include: { postings: { orderBy: { position: 'asc' }, include: { accountOf: true } } },
  })
  return entries.map((entry) => ({
    id: entry.id,
    kind: entry.kind,
    eventOn: dayFromDb(entry.eventOn),
    postedOn: dayFromDb(entry.postedOn),
    postings: entry.postings.map(({ accountOf, amountYen }) => ({
      account: `${accountOf.code} ${accountOf.name}`,
      debitYen: Math.max(amountYen, 0),
      creditYen: Math.max(-amountYen, 0),
    })),
  }))
}

/** What an order has moved: money in the ledger, copies in the stock. */
export async function loadOrderBooks(orderId: string): Promise<Pick<DeskOrder, 'entries' | 'movements'>> {
  const [entries, movements] = await Promise.all([
    loadEntries({ orderId }),
    db.stockMovement.findMany({
      where: {
        OR: [
          { shipmentLine: { shipment: { orderId } } },
          { refundLine: { chargeLine: { charge: { order: { id: orderId } } } } },
          { parcelReport: { orderId } },
        ],
      },
      orderBy: [{ recordedAt: 'asc' }, { id: 'asc' }],
      include: {
        edition: { select: { sku: true } },
        printRun: { select: { number: true } },
        staff: { select: { name: true } },
      },
    }),
  ])
  return {
    entries,
    movements: movements.map((movement) => ({
      id: movement.id,
      kind: movement.kind,
      sku: movement.edition.sku,
      run: movement.printRun.number,
      copies: movement.copies,
      movedOn: dayFromDb(movement.movedOn),
      staffName: movement.staff?.name ?? null,
    })),
  }
}
