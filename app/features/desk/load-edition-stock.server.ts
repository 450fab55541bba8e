import { dayFromDb, type TokyoDay } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import type { PrintRunState } from '#app/domain/print-run.ts'
import { isCorrectable } from '#app/features/circulation/correct-movement.server.ts'
import type { NoteClass, NotePurpose } from '#app/features/desk/copies/note-form.ts'
import type { MovementKind } from '#app/features/desk/movement-words.ts'
import { listStock, type ListedStock } from '#app/features/stock/list-stock.server.ts'
import { db } from '#app/platform/db.server.ts'

const PER_PAGE = 50
const CONSIGNMENT = { select: { code: true, consignee: { select: { name: true } } } } as const
/** The orders that wait longest; the list of orders has the rest. */
const MOST_ORDERS = 100

export type EditionStock = {
  edition: ListedStock
  runs: {
    number: number
    state: PrintRunState
    /** Something of it is still to come. */
    isOpen: boolean
    copiesOrdered: number | null
    copies: number
    onHand: number
    receivedOn: TokyoDay | null
    costYen: number | null
  }[]
  movements: {
    id: string
    kind: MovementKind
    run: number
    copies: number
    movedOn: TokyoDay
    staffName: string | null
    /** Of copies that were given or posted: to whom. */
    purpose: NotePurpose | null
    memberClass: NoteClass | null
    orderCode: string | null
    /** The note of consignment, or the count, that it was written by. */
    consignment: { code: string; name: string } | null
    countCode: string | null
    note: string | null
    /** Was it taken back, and may it be? */
    isCorrection: boolean
    isCorrectable: boolean
  }[]
  pages: number
  /** Orders to which copies are promised, oldest first. */
  orders: { code: string; held: number; preordered: number; placedAt: Date }[]
}

/** A printed edition's stock: its runs, newest movements first, and who waits for copies. Null for any other code. */
export async function loadEditionStock(
  sku: string,
  { locale, page }: { locale: Locale; page: number },
): Promise<EditionStock | null> {
  const known = await db.edition.findUnique({ where: { sku, format: 'print' }, select: { id: true } })
  const edition = known && (await listStock({ q: sku, locale })).find((one) => one.edition === sku)
  if (!edition) return null
  const where = { editionId: known.id }
  const [runs, movements, total, orders] = await Promise.all([
    db.printRun.findMany({ where, orderBy: { number: 'desc' } }),
    loadMovements(known.id, page),
    db.stockMovement.count({ where }),
    db.orderLine.findMany({
      where: { ...where, OR: [{ held: { gt: 0 } }, { preordered: { gt: 0 } }] },
      orderBy: [{ order: { placedAt: 'asc' } }, { id: 'asc' }],
      take: MOST_ORDERS,
      select: { held: true, preordered: true, order: { select: { code: true, placedAt: true } } },
    }),
  ])
  return {
    edition,
    runs: runs.map(({ number, state, copiesOrdered, copies, onHand, receivedOn, costYen }) => ({
      number,
      state,
      isOpen: state === 'planned' || state === 'ordered',
      copiesOrdered,
      copies,
      onHand,
      receivedOn: receivedOn && dayFromDb(receivedOn),
      costYen,
    })),
    movements,
    pages: Math.max(1, Math.ceil(total / PER_PAGE)),
    orders: orders.map(({ order, ...copies }) => ({ ...order, ...copies })),
  }
}

async function loadMovements(editionId: string, page: number): Promise<EditionStock['movements']> {
  const order = { select: { code: true } }
  const rows = await db.stockMovement.findMany({
    where: { editionId },
    orderBy: [{ recordedAt: 'desc' }, { id: 'desc' }],
    skip: (page - 1) * PER_PAGE,
    take: PER_PAGE,
    include: {
      printRun: { select: { number: true } },
      staff: { select: { name: true } },
      shipmentLine: { select: { shipment: { select: { order } } } },
      refundLine: { select: { chargeLine: { select: { charge: { select: { order } } } } } },
      parcelReport: { select: { order } },
      stockNote: { select: { recipient: true, reason: true } },
      consignmentLine: { select: { consignment: CONSIGNMENT } },
      settlementLine: { select: { settlement: { select: { consignment: CONSIGNMENT } } } },
      countLine: { select: { count: { select: { code: true } } } },
      correctedBy: { select: { id: true } },
    },
  })
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    run: row.printRun.number,
    copies: row.copies,
    movedOn: dayFromDb(row.movedOn),
    staffName: row.staff?.name ?? null,
    purpose: row.purpose,
    memberClass: row.memberClass,
    consignment: consignmentOf(row),
    countCode: row.countLine?.count.code ?? null,
    orderCode:
      (row.shipmentLine?.shipment.order ?? row.refundLine?.chargeLine.charge.order ?? row.parcelReport?.order)
        ?.code ?? null,
    note: [row.note, row.stockNote?.recipient, row.stockNote?.reason].filter(Boolean).join(' · ') || null,
    isCorrection: row.correctsId !== null,
    isCorrectable: isCorrectable(row) && row.correctedBy === null,
  }))
}

type NotedConsignment = { code: string; consignee: { name: string } }

function consignmentOf(row: {
  consignmentLine: { consignment: NotedConsignment } | null
  settlementLine: { settlement: { consignment: NotedConsignment } } | null
}): { code: string; name: string } | null {
  const noted = row.consignmentLine?.consignment ?? row.settlementLine?.settlement.consignment
  return noted ? { code: noted.code, name: noted.consignee.name } : null
}
