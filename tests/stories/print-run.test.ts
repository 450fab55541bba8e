import { beforeEach, describe, expect, test } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { bookPrintBill } from '#app/features/circulation/book-print-bill.server.ts'
import { correctMovement } from '#app/features/circulation/correct-movement.server.ts'
import { cancelRun, changeRun, closeRun, planRun } from '#app/features/circulation/plan-run.server.ts'
import { writeStockNote } from '#app/features/circulation/write-stock-note.server.ts'
import { deliverRun } from '#app/features/settlement/deliver-run.server.ts'
import { postOrder } from '#app/features/settlement/post-order.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { setPreorderLimit } from '#app/features/stock/set-preorder-limit.server.ts'
import { db } from '#app/platform/db.server.ts'
import { anEdition, anOrder, anOrganisation, NOON } from '#tests/support/factories.ts'

const DAY = tokyoDay('2026-11-20')
const at = { now: NOON }
let keys = 0
const formKey = (): string => `form-${(keys += 1)}-key`

beforeEach(anOrganisation)

async function aForthcoming(copies = 900): Promise<string> {
  await anEdition({ sku: 'NOOSE-2', copies: 0, state: 'forthcoming' })
  const planned = await planRun({ sku: 'NOOSE-2', copies, printer: '見本印刷', quotedYen: 90_000 }, at)
  if (!planned.ok) throw new Error(planned.reason)
  return planned.printRunId
}

function deliver(
  printRunId: string,
  copies: number,
  more: { overs?: number; spoils?: number; isLast?: boolean } = {},
) {
  return deliverRun(
    { printRunId, deliveredOn: DAY, copies, overs: 0, spoils: 0, formKey: formKey(), ...more },
    at,
  )
}

const runNow = async () => await db.printRun.findFirstOrThrow({ orderBy: { number: 'desc' } })
const level = async () => await db.stockLevel.findFirstOrThrow()

async function aPaid(copies: number, now = NOON) {
  const order = await anOrder([{ sku: 'NOOSE-2', copies }], { now })
  const { amountYen } = await db.charge.findUniqueOrThrow({ where: { id: order.chargeId } })
  const paid = {
    charge: order.code,
    amountYen,
    method: 'cash' as const,
    on: tokyoDay('2026-11-24'),
    ref: order.code,
  }
  await recordPayment(paid, { now })
  return order
}

describe('a run that is planned', () => {
  test('is ordered, comes in parts with overs and spoils, and is delivered when all is there', async () => {
    const id = await aForthcoming()
    expect(await runNow()).toMatchObject({
      state: 'planned',
      copiesOrdered: 900,
      copies: 0,
      quotedYen: 90_000,
    })
    const ordered = { copies: 1_000, printer: '見本印刷', orderedOn: DAY }
    expect(await changeRun(id, ordered)).toEqual({ ok: true })
    expect(await deliver(id, 600, { spoils: 7 })).toMatchObject({ ok: true, onHand: 600 })
    expect(await runNow()).toMatchObject({ state: 'ordered', copies: 600, spoils: 7, onHand: 600 })
    expect(await deliver(id, 430)).toEqual({ ok: false, reason: 'beyond-order', undeclared: 30 })
    expect(await runNow(), 'nothing half-booked').toMatchObject({ copies: 600 })
    expect(await deliver(id, 430, { overs: 30 })).toMatchObject({ ok: true, onHand: 1_030 })
    expect(await runNow()).toMatchObject({ state: 'delivered', copies: 1_030, overs: 30 })
    expect(await deliver(id, 1)).toEqual({ ok: false, reason: 'run-exists' })
    expect(await db.edition.findFirstOrThrow()).toMatchObject({ state: 'on_sale' })
  })

  test('the same form twice, at once, is one delivery', async () => {
    const id = await aForthcoming()
    const input = { printRunId: id, deliveredOn: DAY, copies: 100, overs: 0, spoils: 0, formKey: formKey() }
    const results = await Promise.all([1, 2, 3].map(() => deliverRun(input, at)))
    expect(results.every(({ ok }) => ok)).toBe(true)
    expect(await level()).toMatchObject({ onHand: 100 })
  })

  test('can be given up while nothing has come, and closed short afterwards', async () => {
    const id = await aForthcoming()
    expect(await cancelRun(id)).toEqual({ ok: true })
    expect(await deliver(id, 10)).toEqual({ ok: false, reason: 'cancelled' })
    const next = await planRun({ sku: 'NOOSE-2', copies: 100 }, at)
    expect(next).toMatchObject({ ok: true, number: 2 })
    const { printRunId = '' } = next.ok ? next : {}
    await deliver(printRunId, 90)
    expect(await cancelRun(printRunId)).toEqual({ ok: false, reason: 'delivered' })
    expect(await changeRun(printRunId, { copies: 80 })).toEqual({
      ok: false,
      reason: 'below-delivered',
      delivered: 90,
    })
    expect(await closeRun(printRunId)).toEqual({ ok: true })
    expect(await runNow()).toMatchObject({ state: 'delivered', copies: 90 })
  })

  test('takes pre-orders up to a limit it can bear; delivery turns them into holds, oldest payment first', async () => {
    const id = await aForthcoming(10)
    expect(await setPreorderLimit('NOOSE-2', 11)).toEqual({ ok: false, reason: 'above-to-come', toCome: 10 })
    expect(await setPreorderLimit('NOOSE-2', 10)).toEqual({ ok: true })
    const late = await anOrder([{ sku: 'NOOSE-2', copies: 4 }])
    const paid = await aPaid(5, new Date(NOON.getTime() + 3_600_000))
    await expect(anOrder([{ sku: 'NOOSE-2', copies: 2 }])).rejects.toThrow('sold-out')
    expect(await cancelRun(id)).toEqual({ ok: false, reason: 'promised', promised: 9 })
    expect(await changeRun(id, { copies: 8 })).toEqual({ ok: false, reason: 'promised', promised: 1 })
    await deliver(id, 7)
    const held = async (orderId: string) => await db.orderLine.findFirstOrThrow({ where: { orderId } })
    expect(await held(paid.orderId)).toMatchObject({ held: 5, preordered: 0 })
    expect(await held(late.orderId)).toMatchObject({ held: 2, preordered: 2 })
    expect(await level(), 'no more can be promised than are to come').toMatchObject({
      preorderLimit: 3,
      preordered: 2,
    })
    await deliver(id, 3)
    expect(await level()).toMatchObject({ onHand: 10, held: 9, preordered: 0, preorderLimit: 0 })
  })
})

describe('what it costs', () => {
  test('is billed, with its tax apart, once, also later; credits never exceed it', async () => {
    const id = await aForthcoming()
    await deliver(id, 900)
    const bill = { printRunId: id, number: '2026-77', billedOn: DAY, netYen: 90_000, taxYen: 9_000 }
    expect(await bookPrintBill(bill, at)).toEqual({ ok: true })
    expect(await bookPrintBill({ ...bill, number: '２０２６－７７' }, at)).toEqual({
      ok: false,
      reason: 'known',
    })
    expect(await bookPrintBill({ ...bill, number: '2', netYen: -90_001, taxYen: 0 }, at)).toEqual({
      ok: false,
      reason: 'below-zero',
    })
    expect(await bookPrintBill({ ...bill, number: '2', netYen: -10, taxYen: 1 }, at)).toEqual({
      ok: false,
      reason: 'tax-sign',
    })
    expect(await bookPrintBill({ ...bill, number: '2', netYen: -1_000, taxYen: -100 }, at)).toEqual({
      ok: true,
    })
    expect(await runNow()).toMatchObject({ costYen: 89_000, costTaxYen: 8_900 })
    const sums = await db.posting.groupBy({
      by: ['account'],
      _sum: { amountYen: true },
      orderBy: { account: 'asc' },
    })
    expect(sums.map(({ account, _sum }) => [account, _sum.amountYen])).toEqual([
      ['input_tax', 8_900],
      ['payables', -97_900],
      ['printing_costs', 89_000],
    ])
  })
})

describe('copies that leave without a sale', () => {
  async function aStock(): Promise<string> {
    const id = await aForthcoming(100)
    await deliver(id, 100)
    await bookPrintBill({ printRunId: id, number: '1', billedOn: DAY, netYen: 10_000, taxYen: 1_000 }, at)
    return id
  }
  const note = (what: Parameters<typeof writeStockNote>[0]['what'], more = {}) =>
    writeStockNote({ sku: 'NOOSE-2', notedOn: DAY, formKey: formKey(), what, ...more }, at)

  test('are given away and posted to members, never below what is held', async () => {
    await aStock()
    await anOrder([{ sku: 'NOOSE-2', copies: 10 }])
    expect(
      await note(
        { kind: 'complimentary', purpose: 'legal_deposit', copies: 1 },
        { recipient: '国立国会図書館' },
      ),
    ).toMatchObject({ ok: true })
    const classes = [
      { memberClass: 'individual_member' as const, copies: 50 },
      { memberClass: 'organizational_subscriber' as const, copies: 28 },
    ]
    expect(await note({ kind: 'members', classes })).toMatchObject({ ok: true, missing: 0 })
    expect(await note({ kind: 'complimentary', purpose: 'press', copies: 12 })).toEqual({
      ok: false,
      reason: 'too-many',
      left: 11,
    })
    expect(await note({ kind: 'member_return', memberClass: 'individual_member', copies: 3 })).toMatchObject({
      ok: true,
    })
    expect(await note({ kind: 'member_return', memberClass: 'individual_member', copies: 76 })).toEqual({
      ok: false,
      reason: 'too-many',
      left: 75,
    })
    expect(await runNow()).toMatchObject({ complimentary: 1, postedToMembers: 75, onHand: 24, sold: 0 })
  })

  test('a loss books the truth below what is held, moves its cost, and a task names the orders that are short', async () => {
    await aStock()
    await aPaid(20)
    const short = await anOrder([{ sku: 'NOOSE-2', copies: 10 }])
    expect(await note({ kind: 'loss', how: 'damaged', copies: 71 }, { reason: '水漏れ' })).toMatchObject({
      ok: true,
      missing: 1,
    })
    expect(await level()).toMatchObject({ onHand: 29, held: 30 })
    expect(await db.task.findFirstOrThrow({ where: { kind: 'short-after-count' } })).toMatchObject({
      orderId: short.orderId,
      details: { edition: 'NOOSE-2', missing: 1, orders: [short.code] },
    })
    expect(await note({ kind: 'loss', how: 'lost', copies: 30 })).toEqual({
      ok: false,
      reason: 'too-many',
      left: 29,
    })
    const loss = await db.posting.findFirstOrThrow({ where: { account: 'stock_losses' } })
    expect(loss.amountYen).toBe(7_100)
  })

  test('the same form twice is one note', async () => {
    await aStock()
    const what = { kind: 'complimentary' as const, purpose: 'author' as const, copies: 2 }
    const input = { sku: 'NOOSE-2', notedOn: DAY, formKey: formKey(), what }
    const results = await Promise.all([1, 2, 3].map(() => writeStockNote(input, at)))
    expect(results.filter((result) => result.ok && result.isNew)).toHaveLength(1)
    expect(await runNow()).toMatchObject({ complimentary: 2 })
  })

  test('what was wrong is taken back by its opposite, once, cost and all', async () => {
    const id = await aStock()
    await note({ kind: 'loss', how: 'lost', copies: 30 })
    const lost = await db.stockMovement.findFirstOrThrow({ where: { kind: 'lost' } })
    expect(await correctMovement({ movementId: lost.id, reason: '棚の奥にあった' }, at)).toMatchObject({
      ok: true,
    })
    expect(await correctMovement({ movementId: lost.id, reason: 'x' }, at)).toEqual({
      ok: false,
      reason: 'corrected',
    })
    expect(await runNow()).toMatchObject({ onHand: 100, damagedOrLost: 0 })
    const sum = await db.posting.aggregate({ where: { account: 'stock_losses' }, _sum: { amountYen: true } })
    expect(sum._sum.amountYen).toBe(0)
    const received = await db.stockMovement.findFirstOrThrow({ where: { kind: 'received' } })
    await anOrder([{ sku: 'NOOSE-2', copies: 1 }])
    expect(await correctMovement({ movementId: received.id, reason: '数え違い' }, at)).toEqual({
      ok: false,
      reason: 'gone',
      left: 99,
    })
    const order = await aPaid(1)
    await postOrder({ order: { code: order.code }, actor: 'test' }, at)
    const sold = await db.stockMovement.findFirstOrThrow({ where: { kind: 'sold' } })
    expect(await correctMovement({ movementId: sold.id, reason: 'x' }, at)).toEqual({
      ok: false,
      reason: 'not-correctable',
    })
    expect(await db.printRun.findUniqueOrThrow({ where: { id } })).toMatchObject({ sold: 1, revenueYen: 455 })
  })
})
