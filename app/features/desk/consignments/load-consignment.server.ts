import { stillOut } from '#app/domain/consignment.ts'
import { dayFromDb, tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import { pickText, type Locale } from '#app/domain/locale.ts'
import type { ConsignmentView } from '#app/features/desk/consignments/consignment.ts'
import { newestInForce } from '#app/features/settlement/take-back-settlement.server.ts'
import { db } from '#app/platform/db.server.ts'

/** A consignment note with its lines and settlements. Null where there is none. */
export async function loadConsignment(
  code: string,
  { locale }: { locale: Locale },
): Promise<ConsignmentView | null> {
  const staff = { select: { name: true } }
  const note = await db.consignment.findUnique({
    where: { code },
    include: {
      consignee: true,
      staff,
      lines: {
        orderBy: { edition: { sku: 'asc' } },
        include: { edition: { select: { sku: true, title: { select: { texts: true } } } } },
      },
      settlements: {
        orderBy: { number: 'asc' },
        include: {
          staff,
          charge: { select: { reference: true } },
          reverses: { select: { number: true } },
          reversedBy: { select: { id: true } },
          lines: { include: { consignmentLine: { select: { edition: { select: { sku: true } } } } } },
        },
      },
    },
  })
  if (!note) return null
  return {
    code,
    consigneeId: note.consigneeId,
    consignee: note.consignee.name,
    isStall: note.consignee.kind === 'stall',
    commissionPercent: note.commissionPercent,
    daysToPay: note.daysToPay,
    event: note.event,
    sentOn: dayFromDb(note.sentOn),
    settleBy: note.settleBy && dayFromDb(note.settleBy),
    state: note.state,
    note: note.note,
    staffName: note.staff?.name ?? null,
    lines: note.lines.map((line) => {
      const named = pickText(line.edition.title.texts, locale)?.text
      const { unitYen, sent, sold, returned, lost } = line
      return {
        sku: line.edition.sku,
        name: named?.name ?? line.edition.sku,
        nameLanguage: named?.locale ?? locale,
        unitYen,
        sent,
        sold,
        returned,
        lost,
        out: stillOut(line),
      }
    }),
    settlements: note.settlements.map(({ settledOn, staff: by, charge, ...row }) => ({
      number: row.number,
      settledOn: dayFromDb(settledOn),
      grossYen: row.grossYen,
      commissionYen: row.commissionYen,
      cashCountedYen: row.cashCountedYen,
      chargeId: row.chargeId,
      chargeReference: charge?.reference ?? null,
      staffName: by?.name ?? null,
      note: row.note,
      isTakenBack: row.reversedBy !== null,
      takesBack: row.reverses?.number ?? null,
      lines: row.lines.map(({ consignmentLine, sold, returned, lost }) => ({
        sku: consignmentLine.edition.sku,
        sold,
        returned,
        lost,
      })),
    })),
    mayTakeBack: newestInForce(note.settlements)?.number ?? null,
  }
}

export type ListedConsignment = {
  code: string
  consignee: string
  event: string | null
  sentOn: TokyoDay
  settleBy: TokyoDay | null
  isOverdue: boolean
  isOpen: boolean
  sent: number
  sold: number
  out: number
}

/** Open notes first, the one to be settled soonest at the top; then settled ones, the newest first. */
export async function listConsignments({ now }: { now: Date }): Promise<ListedConsignment[]> {
  const notes = await db.consignment.findMany({
    orderBy: [{ state: 'asc' }, { settleBy: { sort: 'asc', nulls: 'last' } }, { sentOn: 'desc' }],
    take: 500,
    include: { consignee: { select: { name: true } }, lines: true },
  })
  const today = tokyoDayOf(now)
  return notes.map((note) => {
    const settleBy = note.settleBy && dayFromDb(note.settleBy)
    const isOpen = note.state === 'open'
    return {
      code: note.code,
      consignee: note.consignee.name,
      event: note.event,
      sentOn: dayFromDb(note.sentOn),
      settleBy,
      isOverdue: isOpen && settleBy !== null && settleBy < today,
      isOpen,
      sent: note.lines.reduce((sum, line) => sum + line.sent, 0),
      sold: note.lines.reduce((sum, line) => sum + line.sold, 0),
      out: note.lines.reduce((sum, line) => sum + stillOut(line), 0),
    }
  })
}
