import { z } from 'zod'
import {
  fitsLine,
  settlementMoney,
  settleRuns,
  stillOut,
  type SettledCopies,
} from '#app/domain/consignment.ts'
import { addDays, dayToDb, isTokyoDay, startOfDay, tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import { billPostings, cashDifferencePostings } from '#app/domain/ledger.ts'
import { pickText, type Locale } from '#app/domain/locale.ts'
import { loadOrganisation, type Organisation } from '#app/features/catalogue/organisation.server.ts'
import { bookLoss } from '#app/features/circulation/write-stock-note.server.ts'
import { queueBillMail } from '#app/features/payments/bill-mail.server.ts'
import { billCharge } from '#app/features/payments/bill-charge.server.ts'
import { writeEntry } from '#app/features/payments/write-entry.server.ts'
import { settleIn } from '#app/features/settlement/settle.server.ts'
import { lockRuns } from '#app/features/stock/lock-runs.server.ts'
import { writeRunRevenue, type Earning } from '#app/features/stock/write-run-revenue.server.ts'
import type { Prisma } from '#app/generated/prisma/client.ts'
import { currentStaffId } from '#app/platform/actor.server.ts'
import { DB_CODE, hasDatabaseCode } from '#app/platform/db-errors.server.ts'
import { db, inTransaction, sqlRows, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

const Copies = z.number().int().min(0).max(100_000)

const Input = z.object({
  code: z.string(),
  settledOn: z.custom<TokyoDay>(isTokyoDay),
  lines: z.array(z.object({ sku: z.string(), sold: Copies, returned: Copies, lost: Copies })).max(100),
  /** Of a stall: what lies in the cash box, without its float. */
  cashCountedYen: z.number().int().min(0).max(100_000_000).nullable(),
  note: z.string().trim().max(1000).nullable(),
  /** How many settlements the note had when the form was made; not asked when absent. */
  seenSettlements: z.number().int().optional(),
  formKey: z.string().min(8).max(200),
})

export type SettleConsignmentInput = z.input<typeof Input>
export type SettleConsignmentResult =
  | {
      ok: true
      isNew: boolean
      chargeId: string | null
      askedYen: number
      /** Counted less expected: what the cash box has too much or too little. */
      differenceYen: number
    }
  | { ok: false; reason: 'not-found' | 'closed' | 'changed' | 'nothing' | 'day' | 'cash-needed' }
  | { ok: false; reason: 'unknown-line'; sku: string }
  | { ok: false; reason: 'too-many'; sku: string; out: number }

/**
 * Settles what a consignee reported, in part or whole: sold copies become a charge (their price less its share), copies that come back go to
 * their own runs, lost ones are written off. A stall's charge is paid at once in cash, and what its box has too much or too little is
 * booked by itself. The note is closed when nothing is out any more. One transaction; the same form sent twice settles once.
 * @throws z.ZodError when the figures make no sense
 */
export async function settleConsignment(
  input: SettleConsignmentInput,
  { now }: { now: Date },
): Promise<SettleConsignmentResult> {
  const report = Input.parse(input)
  const organisation = await loadOrganisation()
  try {
    return await inTransaction((tx) => write(tx, report, { organisation, now }))
  } catch (error) {
    if (hasDatabaseCode(error, DB_CODE.unique)) {
      const known = await db.consignmentSettlement.findUnique({ where: { formKey: report.formKey } })
      if (known) {
        const askedYen = known.grossYen - known.commissionYen
        const differenceYen = known.cashCountedYen === null ? 0 : known.cashCountedYen - askedYen
        return { ok: true, isNew: false, chargeId: known.chargeId, askedYen, differenceYen }
      }
    }
    throw error
  }
}

/** Whether the settlement of this form is booked already: it was sent twice. */
export async function isSettledBy(formKey: string): Promise<boolean> {
  return (await db.consignmentSettlement.count({ where: { formKey } })) > 0
}

type Report = z.output<typeof Input>
type Context = { organisation: Organisation; now: Date }

async function write(tx: Tx, report: Report, context: Context): Promise<SettleConsignmentResult> {
  const { now } = context
  await sqlRows(tx, 'SELECT 1 FROM consignments WHERE code = $1 FOR UPDATE', [report.code])
  const known = await tx.consignmentSettlement.count({ where: { formKey: report.formKey } })
  if (known > 0) throw Object.assign(new Error('sent twice'), { code: DB_CODE.unique })
  const note = await loadNote(tx, report.code)
  if (!note) return { ok: false, reason: 'not-found' }
  if (note.state === 'settled') return { ok: false, reason: 'closed' }
  if ((report.seenSettlements ?? note._count.settlements) !== note._count.settlements) {
    return { ok: false, reason: 'changed' }
  }
  const isStall = note.consignee.kind === 'stall'
  if (report.settledOn > tokyoDayOf(now) || dayToDb(report.settledOn) < note.sentOn) {
    return { ok: false, reason: 'day' }
  }
  const chosen: Chosen[] = []
  for (const { sku, ...copies } of report.lines) {
    const line = note.lines.find(({ edition }) => edition.sku === sku)
    if (!line || chosen.some((one) => one.line === line)) return { ok: false, reason: 'unknown-line', sku }
    if (!fitsLine(line, copies)) return { ok: false, reason: 'too-many', sku, out: stillOut(line) }
    if (copies.sold + copies.returned + copies.lost > 0) chosen.push({ line, copies })
  }
  if (chosen.length === 0) return { ok: false, reason: 'nothing' }
  const money = settlementMoney(
    chosen.map(({ line, copies }) => ({ unitYen: line.unitYen, sold: copies.sold })),
    note.commissionPercent,
  )
  const askedYen = money.grossYen - money.commissionYen
  if (isStall && report.cashCountedYen === null) return { ok: false, reason: 'cash-needed' }

  const charge = askedYen > 0 ? await bill(tx, note, { chosen, money, report, now }) : null
  const settlementId = newId()
  await tx.consignmentSettlement.create({
    data: {
      id: settlementId,
      consignmentId: note.id,
      number: note._count.settlements + 1,
      settledOn: dayToDb(report.settledOn),
      grossYen: money.grossYen,
      commissionYen: money.commissionYen,
      cashCountedYen: isStall ? report.cashCountedYen : null,
      chargeId: charge?.chargeId ?? null,
      note: report.note || null,
      formKey: report.formKey,
      staffId: currentStaffId(),
      recordedAt: now,
    },
  })
  await moveCopies(tx, settlementId, { chosen, net: charge?.net ?? [], report, memo: note.code, now })
  if (charge && isStall) await payInCash(tx, charge.chargeId, { askedYen, settlementId, report, context })
  const differenceYen = isStall ? (report.cashCountedYen ?? 0) - askedYen : 0
  if (differenceYen !== 0) {
    await writeEntry(tx, {
      causeKey: `cash-difference:${settlementId}`,
      kind: 'cash-difference',
      eventOn: report.settledOn,
      memo: note.code,
      postings: cashDifferencePostings(differenceYen),
      now,
    })
  }
  if (charge && !isStall) await queueBillMail(tx, charge.chargeId, context)
  await closeWhenDone(tx, note.id)
  return { ok: true, isNew: true, chargeId: charge?.chargeId ?? null, askedYen, differenceYen }
}

async function loadNote(tx: Tx, code: string) {
  return await tx.consignment.findUnique({
    where: { code },
    include: {
      consignee: true,
      _count: { select: { settlements: true } },
      lines: {
        orderBy: { editionId: 'asc' },
        include: { edition: { select: { sku: true, titleId: true, title: { select: { texts: true } } } } },
      },
    },
  })
}

type LoadedNote = NonNullable<Awaited<ReturnType<typeof loadNote>>>
type Chosen = { line: LoadedNote['lines'][number]; copies: SettledCopies }
type Money = ReturnType<typeof settlementMoney>

/** Asks for the sold copies. @returns the charge, and what each of the chosen lines earns without tax */
async function bill(
  tx: Tx,
  note: LoadedNote,
  { chosen, money, report, now }: { chosen: readonly Chosen[]; money: Money; report: Report; now: Date },
): Promise<{ chargeId: string; net: number[] }> {
  const { consignee } = note
  const locale = consignee.locale as Locale
  const isStall = consignee.kind === 'stall'
  const lines = chosen.flatMap(({ line, copies }, index) => {
    const amountYen = money.lines[index]?.amountYen ?? 0
    if (amountYen === 0) return []
    const named = pickText(line.edition.title.texts, locale)?.text
    const { taxRate, edition } = line
    return [
      {
        index,
        kind: 'consignment' as const,
        description: named?.name ?? edition.sku,
        textLanguage: named?.locale ?? locale,
        quantity: copies.sold,
        unitYen: line.unitYen,
        amountYen,
        taxRate,
        titleId: edition.titleId,
      },
    ]
  })
  const { chargeId } = await billCharge(
    tx,
    {
      payer: {
        name: consignee.name,
        email: isStall ? null : consignee.email,
        address: consignee.address as Prisma.InputJsonObject | null,
        locale,
      },
      subject: note.code,
      lines: lines.map(({ index: _index, ...line }) => line),
      dueOn: isStall ? report.settledOn : addDays(report.settledOn, note.daysToPay),
      method: isStall ? 'cash' : 'bank',
      eventOn: report.settledOn,
      memo: note.code,
    },
    { now },
  )
  return { chargeId, net: netOfChosen(chosen.length, lines) }
}

/** What the ledger books of each chosen line to its title: sales postings come line by line, in the order of the bill's rates. */
function netOfChosen(
  count: number,
  lines: readonly {
    index: number
    kind: 'consignment'
    amountYen: number
    taxRate: number
    titleId: string
  }[],
): number[] {
  const net = Array.from({ length: count }, () => 0)
  for (const line of lines) {
    const sales = billPostings(lines.map((one) => ({ ...one, titleId: String(one.index) })))
    const posting = sales.find(
      ({ account, titleId }) => account === 'sales' && titleId === String(line.index),
    )
    net[line.index] = -(posting?.amountYen ?? 0)
  }
  return net
}

async function moveCopies(
  tx: Tx,
  settlementId: string,
  context: { chosen: readonly Chosen[]; net: readonly number[]; report: Report; memo: string; now: Date },
): Promise<void> {
  const { chosen, net, report, memo, now } = context
  const earnings: Earning[] = []
  for (const [index, { line, copies }] of chosen.entries()) {
    const settlementLineId = newId()
    const runs = await lockRuns(tx, line.editionId)
    const out = await copiesOut(tx, line.id)
    const parts = settleRuns(out, copies)
    await tx.consignmentSettlementLine.create({
      data: { id: settlementLineId, settlementId, consignmentLineId: line.id, ...copies },
    })
    const movement = (
      printRunId: string,
      kind: 'consignee_sold' | 'consignment_return' | 'lost',
      moved: number,
    ) => ({
      id: newId(),
      editionId: line.editionId,
      printRunId,
      kind,
      copies: moved,
      settlementLineId,
      staffId: currentStaffId(),
      movedOn: dayToDb(report.settledOn),
      recordedAt: now,
    })
    await tx.stockMovement.createMany({
      data: parts.flatMap((part) => {
        const { printRunId } = part
        if (part.kind === 'sold') return [movement(printRunId, 'consignee_sold', -part.copies)]
        // What is lost there comes home on paper, to be written off like any other.
        const home = movement(printRunId, 'consignment_return', part.copies)
        return part.kind === 'returned' ? [home] : [home, movement(printRunId, 'lost', -part.copies)]
      }),
    })
    const lost = parts.filter(({ kind }) => kind === 'lost')
    await bookLoss(tx, runs, lost, {
      cause: `settlement:${settlementLineId}`,
      memo,
      on: report.settledOn,
      now,
    })
    const sold = parts.filter(({ kind }) => kind === 'sold')
    earnings.push({ cause: { settlementLineId }, parts: sold, netYen: net[index] ?? 0 })
  }
  await writeRunRevenue(tx, earnings, { earnedOn: report.settledOn, now })
}

/** Per run what is still out of a line, in the order it was sent. */
async function copiesOut(
  tx: Tx,
  consignmentLineId: string,
): Promise<{ printRunId: string; copies: number }[]> {
  return await tx.$queryRaw<{ printRunId: string; copies: number }[]>`
    SELECT m.print_run_id AS "printRunId",
           sum(CASE m.kind WHEN 'consignee_sold' THEN m.copies WHEN 'lost' THEN 0 ELSE -m.copies END)::int AS copies
    FROM stock_movements m JOIN print_runs r ON r.id = m.print_run_id
    LEFT JOIN consignment_settlement_lines s ON s.id = m.settlement_line_id
    WHERE coalesce(m.consignment_line_id, s.consignment_line_id) = ${consignmentLineId}::uuid
    GROUP BY m.print_run_id, r.received_on, r.number ORDER BY r.received_on, r.number`
}

async function payInCash(
  tx: Tx,
  chargeId: string,
  {
    askedYen,
    settlementId,
    report,
    context,
  }: { askedYen: number; settlementId: string; report: Report; context: Context },
): Promise<void> {
  await settleIn(
    tx,
    chargeId,
    {
      sourceKey: `cash:stall:${settlementId}`,
      method: 'cash',
      amount: askedYen,
      currency: 'jpy',
      receivedAt: startOfDay(report.settledOn),
      receivedOn: report.settledOn,
      belongsToCharge: true,
      confirmed: true,
    },
    context,
  )
}

async function closeWhenDone(tx: Tx, consignmentId: string): Promise<void> {
  const lines = await tx.consignmentLine.findMany({ where: { consignmentId } })
  if (lines.some((line) => stillOut(line) > 0)) return
  await tx.consignment.update({ where: { id: consignmentId }, data: { state: 'settled' } })
}
