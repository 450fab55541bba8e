import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { beforeEach, expect, test } from 'vitest'
import { dayToDb, tokyoDay } from '#app/domain/day.ts'
import { consign } from '#app/features/circulation/consign.server.ts'
import { bookPrintBill } from '#app/features/circulation/book-print-bill.server.ts'
import { correctMovement } from '#app/features/circulation/correct-movement.server.ts'
import { reportRuns, streamRuns } from '#app/features/circulation/report-runs.server.ts'
import { runsCsv } from '#app/features/circulation/runs-csv.server.ts'
import { saveConsignee } from '#app/features/circulation/save-consignee.server.ts'
import { writeStockNote } from '#app/features/circulation/write-stock-note.server.ts'
import { checkBooks } from '#app/features/settlement/check-books.server.ts'
import { postOrder } from '#app/features/settlement/post-order.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { refundOrder } from '#app/features/settlement/refund-order.server.ts'
import { settleConsignment } from '#app/features/settlement/settle-consignment.server.ts'
import { db } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { anEdition, anOrder, anOrganisation, aRun, NOON } from '#tests/support/factories.ts'

const at = { now: NOON }
const DAY = tokyoDay('2026-11-20')

beforeEach(anOrganisation)

async function aSale(copies: number) {
  const order = await anOrder([{ sku: 'MNET-100', copies }])
  const { amountYen } = await db.charge.findUniqueOrThrow({ where: { id: order.chargeId } })
  const on = tokyoDay('2026-11-24')
  await recordPayment({ charge: order.code, amountYen, method: 'bank', on, ref: order.code }, at)
  await postOrder({ order: { code: order.code }, actor: 'test' }, at)
  return order
}

/** Copies go to a bookshop or a stall, which reports what became of them. */
async function aSettled(
  kind: 'bookshop' | 'stall',
  copies: { sent: number; sold: number; returned: number; lost: number },
): Promise<void> {
  const nothing = { contact: null, email: null, phone: null, note: null, address: null, isDisabled: false }
  const consignee = await saveConsignee(
    null,
    { name: kind, kind, commissionPercent: kind === 'stall' ? 0 : 30, locale: 'ja', ...nothing },
    at,
  )
  if (!consignee.ok) throw new Error(consignee.reason)
  const { sent, ...outcome } = copies
  const note = await consign(
    {
      consigneeId: consignee.id,
      sentOn: DAY,
      settleBy: null,
      event: null,
      note: null,
      lines: [{ sku: 'MNET-100', copies: sent }],
      formKey: `send-${kind}`,
    },
    at,
  )
  if (!note.ok) throw new Error(note.reason)
  const cashCountedYen = kind === 'stall' ? outcome.sold * 500 : null
  const lines = [{ sku: 'MNET-100', ...outcome }]
  const formKey = `settle-${kind}`
  expect(
    await settleConsignment(
      { code: note.code, settledOn: DAY, lines, cashCountedYen, note: null, formKey },
      at,
    ),
  ).toMatchObject({ ok: true })
}

const wrongInBooks = async () => (await checkBooks()).checks.filter(({ ok }) => !ok).map(({ name }) => name)

const report = async () => (await reportRuns({ page: 1, perPage: 50, locale: 'ja' }, at)).runs

test('a run whose every copy was followed by hand', async () => {
  // 100 copies at 500 yen, 10 % tax in it, cost 20,000 without tax.
  const { editionId } = await anEdition({ sku: 'MNET-100', copies: 100 })
  await aRun(editionId, { number: 2, copies: 50, on: '2026-11-01' })
  const run = await db.printRun.findFirstOrThrow({ where: { number: 1 } })
  await bookPrintBill({ printRunId: run.id, number: '1', billedOn: DAY, netYen: 20_000, taxYen: 2_000 }, at)
  await aSale(10)
  const back = await aSale(4)
  const note = (formKey: string, what: Parameters<typeof writeStockNote>[0]['what']) =>
    writeStockNote({ sku: 'MNET-100', notedOn: DAY, formKey, what }, at)
  await note('members-1', { kind: 'members', classes: [{ memberClass: 'individual_member', copies: 40 }] })
  await note('gifts-11', { kind: 'complimentary', purpose: 'press', copies: 5 })
  await note('loss-111', { kind: 'loss', how: 'damaged', copies: 3 })
  // Twelve go to a bookshop, which sells five of them at 30 % less, and loses one; seven to a stall, which sells three.
  await aSettled('bookshop', { sent: 12, sold: 5, returned: 4, lost: 1 })
  await aSettled('stall', { sent: 7, sold: 3, returned: 4, lost: 0 })
  // Two gifts were written down by mistake.
  await note('gifts-22', { kind: 'complimentary', purpose: 'sample', copies: 2 })
  const gift = await db.stockMovement.findFirstOrThrow({ where: { purpose: 'sample' } })
  expect(await correctMovement({ movementId: gift.id, reason: '誤記' }, at)).toMatchObject({ ok: true })
  await anOrder([{ sku: 'MNET-100', copies: 45 }])
  // Of the four, one comes back with its money.
  const line = await db.chargeLine.findFirstOrThrow({ where: { chargeId: back.chargeId, kind: 'edition' } })
  const refunded = await refundOrder(
    {
      orderId: back.orderId,
      what: { kind: 'parts', lines: [{ chargeLineId: line.id, posted: 1, restock: true }] },
      way: { kind: 'byHand', method: 'bank', on: tokyoDay('2026-11-24'), ref: 'R-1' },
      reason: null,
    },
    at,
  )
  expect(refunded).toMatchObject({ ok: true })

  const [second, first] = await report()
  expect(second).toMatchObject({ run: 2, printed: 50, onHand: 50, held: 17, sold: 0, sellThrough: 0 })
  expect(first).toMatchObject({
    edition: 'MNET-100',
    title: '見本 MNET-100',
    run: 1,
    printed: 100,
    // 10 and 4 by orders, less the one that came back; 5 by the bookshop and 3 at the stall.
    sold: 21,
    soldOwnShop: 13,
    soldAtStalls: 3,
    soldAtBookshops: 5,
    returned: 1,
    postedToMembers: 40,
    complimentary: 5,
    consigned: 2,
    damagedOrLost: 4,
    onHand: 28,
    held: 28,
    sellThrough: 0.61,
    paidShare: 61 / 66,
    // Without tax as the ledger splits it: 4,546 of the first order's 5,600 yen, 1,818 of the second's 2,300, less 454 of the copy that came
    // back; of the bookshop 1,750 yen with tax, of the stall 1,500.
    revenueYen: 4_546 + 1_818 - 454 + 1_591 + 1_364,
    costYen: 20_000,
    marginYen: 8_865 - 20_000,
    // 11,135 yen are missing; a copy has brought 8,865 / 21 = 422.1 yen.
    copiesToBreakEven: 27,
    monthlyRate: 21 / 6,
    monthsOfCover: 8,
    months: [{ month: '2026-11-01', sold: 21, posted: 40 }],
  })
  expect((await reportRuns({ page: 1, perPage: 1, locale: 'ja' }, at)).sums).toMatchObject({
    ...{ runs: 2, printed: 150, sold: 21, soldOwnShop: 13, soldAtStalls: 3, soldAtBookshops: 5 },
    ...{ postedToMembers: 40, complimentary: 5, consigned: 2, damagedOrLost: 4, onHand: 78, held: 45 },
  })
  expect(await wrongInBooks()).toEqual([])
})

test('a sum of stalls or bookshops that is off by one is found; no sale of theirs is a sale of the other', async () => {
  await anEdition({ sku: 'MNET-100', copies: 20 })
  await aSettled('bookshop', { sent: 5, sold: 2, returned: 0, lost: 0 })
  await aSettled('stall', { sent: 5, sold: 4, returned: 1, lost: 0 })
  expect(await report()).toMatchObject([{ sold: 6, soldOwnShop: 0, soldAtStalls: 4, soldAtBookshops: 2 }])
  await db.printRun.updateMany({
    data: { soldAtStalls: { decrement: 1 }, soldAtBookshops: { increment: 1 } },
  })
  expect(await wrongInBooks()).toEqual(['what stalls and bookshops sold of runs is what they reported'])
  await expect(db.printRun.updateMany({ data: { soldAtStalls: -1 } })).rejects.toThrow(
    'print_runs_sold_elsewhere',
  )
  await db.printRun.updateMany({
    data: { soldAtStalls: { increment: 1 }, soldAtBookshops: { decrement: 1 } },
  })
})

test('a consignee that copies were sent to stays a stall or a bookshop, and may change its name', async () => {
  await anEdition({ sku: 'MNET-100', copies: 20 })
  await aSettled('stall', { sent: 5, sold: 4, returned: 1, lost: 0 })
  await expect(db.consignee.updateMany({ data: { kind: 'bookshop' } })).rejects.toThrow('stays what it is')
  await db.consignee.updateMany({ data: { name: '夏の売り場', kind: 'stall' } })
})

test('what was sold before the sums were there is counted by the migration that brought them', async () => {
  await anEdition({ sku: 'MNET-100', copies: 20 })
  await aSettled('bookshop', { sent: 5, sold: 2, returned: 0, lost: 0 })
  await aSettled('stall', { sent: 5, sold: 4, returned: 1, lost: 0 })
  await aSale(3)
  const before = await report()
  await db.printRun.updateMany({ data: { soldAtStalls: 0, soldAtBookshops: 0 } })
  expect((await report())[0]).toMatchObject({ soldOwnShop: 9 })
  const migration = await readFile('prisma/migrations/20261126103300_run_report/migration.sql', 'utf8')
  const count = /^UPDATE "print_runs"[^;]*;/m.exec(migration)?.[0]
  await db.$executeRawUnsafe(count ?? '')
  expect(await report()).toEqual(before)
})

test('narrowed to issues, to words of titles; the file has every run that the pages have, and no formula', async () => {
  const { titleId } = await anEdition({ sku: 'MNET-100', copies: 3 })
  await anEdition({ sku: 'BOOK-1', copies: 4 })
  await anEdition({ sku: 'BOOK-2', copies: 0 })
  const periodical = await db.periodical.create({ data: { id: newId(), slug: 'm-net', name: 'M-Net' } })
  const issue = { periodicalId: periodical.id, numberFrom: 100, numberTo: 101, datedOn: NOON, titleId }
  await db.issue.create({ data: { id: newId(), ...issue } })
  await db.title.update({ where: { id: titleId }, data: { kind: 'periodical_issue' } })
  await db.titleText.updateMany({ where: { titleId, locale: 'ja' }, data: { name: '=1+1' } })
  const page = (filter: Partial<Parameters<typeof reportRuns>[0]>) =>
    reportRuns({ page: 1, perPage: 1, locale: 'ja', ...filter }, at)
  expect(await page({})).toMatchObject({ pages: 2, sums: { runs: 2, printed: 7, onHand: 7, costYen: 0 } })
  expect((await page({ kind: 'issues' })).runs).toMatchObject([{ edition: 'MNET-100', issue: '100-101' }])
  expect((await page({ kind: 'books' })).runs).toMatchObject([{ edition: 'BOOK-1' }])
  expect((await page({ q: 'book-1' })).sums.runs).toBe(1)
  expect((await page({ q: '%' })).sums.runs).toBe(0)
  const rows = (await text(runsCsv(streamRuns({ locale: 'ja' }, at), 'ja'))).split('\r\n')
  expect(rows).toHaveLength(4)
  expect(rows[2]).toMatch(/^MNET-100,'=1\+1,100-101,1,2007-07-01,3,0,0,/)
})

test('the file is read in batches: each run once, newest first, whatever comes in meanwhile', async () => {
  const editions = [
    await anEdition({ sku: 'BOOK-1', copies: 0 }),
    await anEdition({ sku: 'BOOK-2', copies: 0 }),
  ]
  const day = (number: number): string => `2025-0${(number % 9) + 1}-1${number % 3}`
  await db.printRun.createMany({
    data: editions.flatMap(({ editionId }) =>
      Array.from({ length: 620 }, (_, index) => {
        const receivedOn = dayToDb(tokyoDay(day(index)))
        return { id: newId(), editionId, number: index + 10, state: 'delivered', receivedOn, createdAt: NOON }
      }),
    ),
  })
  const expected = editions
    .flatMap(({ sku }) =>
      Array.from({ length: 620 }, (_, index) => ({ sku, run: index + 10, on: day(index) })),
    )
    .sort((a, b) => b.on.localeCompare(a.on) || a.sku.localeCompare(b.sku) || b.run - a.run)
    .map(({ sku, run }) => `${sku} ${run}`)
  const seen: string[] = []
  for await (const { edition, run } of streamRuns({ locale: 'ja' }, at)) {
    if (seen.length === 3)
      await aRun(editions[0]?.editionId ?? '', { number: 2, copies: 5, on: '2026-11-01' })
    seen.push(`${edition} ${run}`)
  }
  expect(seen).toEqual(expected)
  const last = await reportRuns({ page: 63, perPage: 20, locale: 'ja' }, at)
  expect(last).toMatchObject({ pages: 63, sums: { runs: 1_241, printed: 5 } })
  expect(last.runs).toHaveLength(1)
})
