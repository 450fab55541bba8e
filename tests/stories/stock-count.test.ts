import { beforeEach, describe, expect, test } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { bookCount } from '#app/features/circulation/book-count.server.ts'
import { bookPrintBill } from '#app/features/circulation/book-print-bill.server.ts'
import { enterCount } from '#app/features/circulation/enter-count.server.ts'
import { cancelCount, startCount } from '#app/features/circulation/start-count.server.ts'
import { postOrder } from '#app/features/settlement/post-order.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { db } from '#app/platform/db.server.ts'
import { anEdition, anOrder, anOrganisation, aRun, NOON } from '#tests/support/factories.ts'

const at = { now: NOON }
const DAY = tokyoDay('2026-11-20')

beforeEach(async () => {
  await anOrganisation()
  const { editionId } = await anEdition({ sku: 'MNET-100', copies: 10 })
  await aRun(editionId, { number: 2, copies: 20, on: '2026-11-01' })
  await anEdition({ sku: 'BOOK-1', copies: 5 })
})

async function aCount(): Promise<string> {
  const started = await startCount({ note: null }, at)
  if (!started.ok) throw new Error('not started')
  return started.code
}

const onHandOf = async (sku: string) =>
  (await db.stockLevel.findFirstOrThrow({ where: { edition: { sku } } })).onHand

async function lineOf(sku: string) {
  return await db.stockCountLine.findFirstOrThrow({ where: { edition: { sku } } })
}

async function enter(code: string, sku: string, counted: number) {
  const [{ version }, onHand] = [await lineOf(sku), await onHandOf(sku)]
  return await enterCount({ code, sku, counted, seenVersion: version, seenOnHand: onHand }, at)
}

const because = async (sku: string, reason: 'lost' | 'damaged' | 'found' | 'miscounted') => {
  return { sku, reason, note: null, version: (await lineOf(sku)).version }
}

async function aPaidOrder(copies: number) {
  const order = await anOrder([{ sku: 'MNET-100', copies }])
  const { amountYen } = await db.charge.findUniqueOrThrow({ where: { id: order.chargeId } })
  const on = tokyoDay('2026-11-24')
  await recordPayment({ charge: order.code, amountYen, method: 'cash', on, ref: order.code }, at)
  return order
}

describe('a stock-taking', () => {
  test('is booked as one document: movements by reason, run by run, and what the missing copies had cost', async () => {
    const run = await db.printRun.findFirstOrThrow({ where: { number: 1, edition: { sku: 'MNET-100' } } })
    await bookPrintBill({ printRunId: run.id, number: '1', billedOn: DAY, netYen: 1_000, taxYen: 0 }, at)
    const code = await aCount()
    expect(await enter(code, 'MNET-100', 27)).toEqual({ ok: true, difference: -3 })
    expect(await enter(code, 'BOOK-1', 6)).toEqual({ ok: true, difference: 1 })
    expect(await onHandOf('MNET-100'), 'nothing is booked yet').toBe(30)
    expect(await bookCount({ code, reasons: [await because('MNET-100', 'lost')] }, at)).toEqual({
      ok: false,
      reason: 'reason-needed',
      sku: 'BOOK-1',
    })
    const reasons = [await because('MNET-100', 'lost'), await because('BOOK-1', 'found')]
    expect(await bookCount({ code, reasons }, at)).toEqual({ ok: true, differences: 2, missing: 0 })
    expect(await bookCount({ code, reasons }, at), 'once').toEqual({ ok: false, reason: 'closed' })
    expect(await onHandOf('MNET-100')).toBe(27)
    expect(await onHandOf('BOOK-1')).toBe(6)
    const runs = await db.printRun.findMany({ orderBy: [{ edition: { sku: 'asc' } }, { number: 'asc' }] })
    expect(runs.map(({ onHand, damagedOrLost }) => [onHand, damagedOrLost])).toEqual([
      [6, -1],
      [7, 3],
      [20, 0],
    ])
    const entries = await db.journalEntry.findMany({
      where: { kind: 'stock-loss' },
      include: { postings: true },
    })
    expect(entries).toHaveLength(1)
    expect(entries[0]?.postings.find(({ account }) => account === 'stock_losses')?.amountYen).toBe(300)
  })

  test('does not stop sales: what leaves while it goes on is no difference', async () => {
    const order = await aPaidOrder(4)
    const code = await aCount()
    expect(await enter(code, 'MNET-100', 29)).toMatchObject({ difference: -1 })
    await postOrder({ order: { code: order.code }, actor: 'test' }, at)
    expect(await onHandOf('MNET-100')).toBe(26)
    await bookCount({ code, reasons: [await because('MNET-100', 'damaged')] }, at)
    expect(await onHandOf('MNET-100')).toBe(25)
  })

  test('copies that leave between looking and writing are told, and nothing is saved', async () => {
    const order = await aPaidOrder(4)
    const code = await aCount()
    const seen = { code, sku: 'MNET-100', counted: 30, seenVersion: 0, seenOnHand: 30 }
    await postOrder({ order: { code: order.code }, actor: 'test' }, at)
    expect(await enterCount(seen, at)).toEqual({
      ok: false,
      reason: 'moved',
      seen: 30,
      onHand: 26,
      version: 0,
    })
    expect(await lineOf('MNET-100')).toMatchObject({ counted: null })
    expect(await enterCount({ ...seen, counted: 26, seenOnHand: 26 }, at)).toEqual({
      ok: true,
      difference: 0,
    })
  })

  test('two people at one shelf: the second hears what the first has counted', async () => {
    const code = await aCount()
    const form = { code, sku: 'BOOK-1', seenVersion: 0, seenOnHand: 5 }
    const results = await Promise.all([4, 3].map((counted) => enterCount({ ...form, counted }, at)))
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    const { counted, version } = await lineOf('BOOK-1')
    expect(results.find(({ ok }) => !ok)).toMatchObject({ reason: 'counted', counted, version: 1 })
    // Who wanted to book the earlier figure hears of the later one.
    const reasons = [await because('BOOK-1', 'lost')]
    expect(await enterCount({ ...form, counted: 2, seenVersion: version }, at)).toMatchObject({ ok: true })
    expect(await bookCount({ code, reasons }, at)).toEqual({ ok: false, reason: 'changed', sku: 'BOOK-1' })
  })

  test('is one at a time; two who begin at once share it; one given up books nothing', async () => {
    const results = await Promise.all([1, 2].map(() => startCount({ note: '年末' }, at)))
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    const code = results[0]?.code ?? ''
    expect(results[1]?.code).toBe(code)
    await enter(code, 'BOOK-1', 0)
    expect(await cancelCount(code)).toEqual({ ok: true })
    expect(await cancelCount(code)).toEqual({ ok: false, reason: 'closed' })
    expect(await enter(code, 'BOOK-1', 1)).toEqual({ ok: false, reason: 'closed' })
    expect(await onHandOf('BOOK-1')).toBe(5)
    expect((await startCount({ note: null }, at)).ok).toBe(true)
  })

  test('books the truth below what is held, and a task names the orders that are short', async () => {
    const order = await aPaidOrder(10)
    const code = await aCount()
    await enter(code, 'MNET-100', 8)
    const booked = await bookCount({ code, reasons: [await because('MNET-100', 'lost')] }, at)
    expect(booked).toEqual({ ok: true, differences: 1, missing: 2 })
    expect(await db.task.findFirstOrThrow()).toMatchObject({
      kind: 'short-after-count',
      orderId: order.orderId,
      details: { edition: 'MNET-100', missing: 2, orders: [order.code] },
    })
  })

  test('what was sold out meanwhile is counted again; nothing is half-booked', async () => {
    const code = await aCount()
    await enter(code, 'MNET-100', 1)
    await enter(code, 'BOOK-1', 4)
    const order = await aPaidOrder(5)
    await postOrder({ order: { code: order.code }, actor: 'test' }, at)
    const reasons = [await because('MNET-100', 'lost'), await because('BOOK-1', 'lost')]
    expect(await bookCount({ code, reasons }, at)).toEqual({
      ok: false,
      reason: 'count-again',
      sku: 'MNET-100',
    })
    expect(await onHandOf('BOOK-1')).toBe(5)
    expect(await db.stockMovement.count({ where: { countLineId: { not: null } } })).toBe(0)
  })

  test('a count and sales at once keep the equation and nothing goes below zero', async () => {
    const orders = await Promise.all([1, 2, 3, 4].map(() => aPaidOrder(2)))
    const code = await aCount()
    await Promise.all([
      enter(code, 'MNET-100', 25),
      ...orders.map((order) => postOrder({ order: { code: order.code }, actor: 'test' }, at)),
    ])
    const line = await lineOf('MNET-100')
    if (line.counted !== null) await bookCount({ code, reasons: [await because('MNET-100', 'lost')] }, at)
    const sum = await db.printRun.aggregate({
      where: { edition: { sku: 'MNET-100' } },
      _sum: { copies: true, sold: true, damagedOrLost: true, onHand: true },
    })
    const { copies, sold, damagedOrLost, onHand } = sum._sum
    expect(sold).toBe(8)
    expect((sold ?? 0) + (damagedOrLost ?? 0) + (onHand ?? 0)).toBe(copies)
  })
})
