import { text } from 'node:stream/consumers'
import { beforeEach, expect, test } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { bookPrintBill } from '#app/features/circulation/book-print-bill.server.ts'
import { reportRuns, streamRuns } from '#app/features/circulation/report-runs.server.ts'
import { runsCsv } from '#app/features/circulation/runs-csv.server.ts'
import { writeStockNote } from '#app/features/circulation/write-stock-note.server.ts'
import { postOrder } from '#app/features/settlement/post-order.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { refundOrder } from '#app/features/settlement/refund-order.server.ts'
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
  expect(second).toMatchObject({ run: 2, printed: 50, onHand: 50, held: 6, sold: 0, sellThrough: 0 })
  expect(first).toMatchObject({
    edition: 'MNET-100',
    title: '見本 MNET-100',
    run: 1,
    printed: 100,
    sold: 13,
    returned: 1,
    postedToMembers: 40,
    complimentary: 5,
    consigned: 0,
    damagedOrLost: 3,
    onHand: 39,
    held: 39,
    sellThrough: 0.53,
    // Without tax as the ledger splits it: 4,546 of the first order's 5,600 yen, 1,818 of the second's 2,300, less 454 of the copy that came back.
    revenueYen: 4_546 + 1_818 - 454,
    costYen: 20_000,
    monthlyRate: 13 / 6,
    monthsOfCover: 18,
  })
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
