import { dayFromDb, type TokyoDay } from '#app/domain/day.ts'
import { pickText, type Locale } from '#app/domain/locale.ts'
import { copiesToCome, type PrintRunState } from '#app/domain/print-run.ts'
import { salesCurve, type CurvePoint } from '#app/domain/sales-curve.ts'
import { heldByRun, type EditionState } from '#app/domain/stock.ts'
import type { Places } from '#app/features/desk/copies/run-words.ts'
import { db } from '#app/platform/db.server.ts'

export type RunView = {
  id: string
  sku: string
  name: string
  nameLanguage: string
  editionState: EditionState
  number: number
  state: PrintRunState
  copiesOrdered: number | null
  copies: number
  overs: number
  spoils: number
  toCome: number
  printer: string | null
  orderedOn: TokyoDay | null
  expectedOn: TokyoDay | null
  quotedYen: number | null
  costYen: number | null
  costTaxYen: number
  note: string | null
  places: Places
  held: number
  returned: number
  /** Its sales, month by month. */
  curve: CurvePoint[]
  deliveries: {
    id: string
    deliveredOn: TokyoDay
    copies: number
    overs: number
    spoils: number
    note: string | null
    staffName: string | null
  }[]
  bills: {
    id: string
    billedOn: TokyoDay
    number: string
    netYen: number
    taxYen: number
    staffName: string | null
  }[]
}

/** One run of an edition, with its deliveries and bills, oldest first. Null where there is none. */
export async function loadRun(
  sku: string,
  number: number,
  { locale, today }: { locale: Locale; today: TokyoDay },
): Promise<RunView | null> {
  const staff = { select: { name: true } }
  const run = await db.printRun.findFirst({
    where: { number, edition: { sku } },
    include: {
      edition: { include: { title: { include: { texts: true } }, stock: true } },
      deliveries: { orderBy: [{ deliveredOn: 'asc' }, { recordedAt: 'asc' }], include: { staff } },
      months: true,
      bills: { orderBy: [{ billedOn: 'asc' }, { recordedAt: 'asc' }], include: { staff } },
    },
  })
  if (!run) return null
  const named = pickText(run.edition.title.texts, locale)?.text
  const siblings = await db.printRun.findMany({
    where: { editionId: run.editionId, receivedOn: { not: null } },
    orderBy: [{ receivedOn: 'asc' }, { number: 'asc' }],
    select: { id: true, onHand: true },
  })
  const held = heldByRun(
    run.edition.stock?.held ?? 0,
    siblings.map(({ id, onHand }) => ({ printRunId: id, onHand })),
  )
  const day = (on: Date | null): TokyoDay | null => on && dayFromDb(on)
  const { soldAtStalls, soldAtBookshops, postedToMembers, complimentary, consigned, damagedOrLost, onHand } =
    run
  return {
    id: run.id,
    sku,
    name: named?.name ?? sku,
    nameLanguage: named?.locale ?? locale,
    editionState: run.edition.state,
    number,
    state: run.state,
    copiesOrdered: run.copiesOrdered,
    copies: run.copies,
    overs: run.overs,
    spoils: run.spoils,
    toCome: copiesToCome(run),
    printer: run.printer,
    orderedOn: day(run.orderedOn),
    expectedOn: day(run.expectedOn),
    quotedYen: run.quotedYen,
    costYen: run.costYen,
    costTaxYen: run.costTaxYen,
    note: run.note,
    places: {
      printed: run.copies,
      soldOwnShop: run.sold - soldAtStalls - soldAtBookshops,
      soldAtStalls,
      soldAtBookshops,
      postedToMembers,
      complimentary,
      consigned,
      damagedOrLost,
      onHand,
    },
    held: held.get(run.id) ?? 0,
    returned: run.returned,
    curve: run.receivedOn
      ? salesCurve(
          run.months.map((one) => ({
            month: dayFromDb(one.month),
            sold: one.sold,
            posted: one.postedToMembers,
          })),
          dayFromDb(run.receivedOn),
          today,
        )
      : [],
    deliveries: run.deliveries.map(({ id, deliveredOn, copies, overs, spoils, note, staff: by }) => {
      return {
        id,
        deliveredOn: dayFromDb(deliveredOn),
        copies,
        overs,
        spoils,
        note,
        staffName: by?.name ?? null,
      }
    }),
    bills: run.bills.map(({ id, billedOn, number: of, netYen, taxYen, staff: by }) => {
      return { id, billedOn: dayFromDb(billedOn), number: of, netYen, taxYen, staffName: by?.name ?? null }
    }),
  }
}
