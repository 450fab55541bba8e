import { beforeEach, describe, expect, it } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { placeOrder } from '#app/features/checkout/place-order.server.ts'
import { expireCharges } from '#app/features/settlement/expire-charges.server.ts'
import { postOrder } from '#app/features/settlement/post-order.server.ts'
import { receiveAndAnnounce } from '#app/features/settlement/receive-run.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { hasDatabaseCode, DB_CODE } from '#app/platform/db-errors.server.ts'
import { db } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { anEdition, anOrder, anOrganisation, details, NOON } from '#tests/support/factories.ts'
import { mails, standing } from '#tests/support/stripe-kit.ts'

const on = tokyoDay('2026-11-24')

beforeEach(anOrganisation)

function tryToBuy(reader: string, wanted: { sku: string; copies: number }[], expectedTotalYen: number) {
  return placeOrder(
    {
      checkoutKey: reader,
      placementKey: `${reader}:1`,
      locale: 'ja',
      details: details(),
      lines: wanted,
      expectedTotalYen,
    },
    { now: NOON },
  )
}

describe('the last copies', () => {
  it('vendurehq/vendure#1738: 50 parallel buyers of one copy: one order, the others hear that it is sold out', async () => {
    const { editionId } = await anEdition({ copies: 1 })
    const wanted = [{ sku: 'MNET-100', copies: 1 }]
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, reader) => tryToBuy(`reader-${reader}`, wanted, 800)),
    )
    expect(results.filter((result) => result.ok)).toHaveLength(1)
    for (const result of results.filter((candidate) => !candidate.ok)) {
      expect(result).toMatchObject({
        reason: 'lines',
        problems: [{ sku: 'MNET-100', reason: 'sold-out', left: 0 }],
      })
    }
    expect(await db.stockLevel.findUniqueOrThrow({ where: { editionId } })).toMatchObject({
      onHand: 1,
      held: 1,
    })
    expect(await db.order.count()).toBe(1)
  }, 60_000)

  it('buyers of two titles in either order do not block each other for good', async () => {
    await anEdition({ sku: 'A-1', copies: 20, priceYen: 100, weightGrams: 50 })
    await anEdition({ sku: 'B-1', copies: 20, priceYen: 100, weightGrams: 50 })
    const one = { sku: 'A-1', copies: 1 }
    const other = { sku: 'B-1', copies: 1 }
    const results = await Promise.all(
      Array.from({ length: 30 }, (_, reader) =>
        tryToBuy(`reader-${reader}`, reader % 2 ? [one, other] : [other, one], 500),
      ),
    )
    expect(results.filter((result) => result.ok)).toHaveLength(20)
  }, 60_000)

  it('the button pressed twice at once makes one order', async () => {
    await anEdition({ copies: 10 })
    const wanted = [{ sku: 'MNET-100', copies: 1 }]
    const results = await Promise.all([1, 2, 3, 4].map(() => tryToBuy('reader-1', wanted, 800)))
    expect(new Set(results.map((result) => result.ok && result.token)).size).toBe(1)
    expect(await db.order.count()).toBe(1)
  })

  it('a price that changed after the confirmation page is not charged', async () => {
    await anEdition({ copies: 10 })
    expect(await tryToBuy('reader-1', [{ sku: 'MNET-100', copies: 1 }], 700)).toEqual({
      ok: false,
      reason: 'price-changed',
      totalYen: 800,
    })
    expect(await db.order.count()).toBe(0)
  })

  it('the database itself refuses what no code should do', async () => {
    const { editionId } = await anEdition({ copies: 2 })
    const order = await anOrder([{ sku: 'MNET-100', copies: 2 }])
    const run = await db.printRun.findFirstOrThrow({ where: { editionId } })
    const noteId = newId()
    const note = { kind: 'complimentary' as const, notedOn: NOON, formKey: 'note', recordedAt: NOON }
    await db.stockNote.create({ data: { id: noteId, ...note } })
    const movement = {
      id: newId(),
      stockNoteId: noteId,
      purpose: 'press' as const,
      editionId,
      printRunId: run.id,
      kind: 'complimentary' as const,
      copies: -1,
      movedOn: NOON,
      recordedAt: NOON,
    }
    const givenAway = await db.stockMovement.create({ data: movement }).catch((error: unknown) => error)
    expect(hasDatabaseCode(givenAway, DB_CODE.copiesHeld)).toBe(true)
    const overHeld = await db.orderLine
      .updateMany({ where: { orderId: order.orderId }, data: { held: 3, copies: 3 } })
      .catch((error: unknown) => error)
    expect(hasDatabaseCode(overHeld, DB_CODE.copiesGone)).toBe(true)
    await expect(db.stockLevel.update({ where: { editionId }, data: { onHand: -1 } })).rejects.toThrow()
    const moved = await db.stockMovement.updateMany({ data: { copies: 5 } }).catch((error: unknown) => error)
    expect(hasDatabaseCode(moved, DB_CODE.appendOnly)).toBe(true)
    const unbalanced = await db
      .$transaction([
        db.journalEntry.create({
          data: {
            id: newId(),
            causeKey: 'x',
            kind: 'x',
            eventOn: NOON,
            postedOn: NOON,
            memo: '',
            createdAt: NOON,
          },
        }),
      ])
      .catch((error: unknown) => error)
    expect(hasDatabaseCode(unbalanced, DB_CODE.unbalanced)).toBe(true)
    // A loss books the truth even below what is held.
    await db.stockMovement.create({ data: { ...movement, id: newId(), kind: 'lost' } })
    expect(await standing(order.orderId)).toMatchObject({ onHand: 1, held: 2 })
    await recordPayment(
      { charge: order.code, amountYen: 1_300, method: 'cash', on, ref: 'C-1' },
      { now: NOON },
    )
    expect(await postOrder({ order: { code: order.code }, actor: 'test' }, { now: NOON })).toEqual({
      ok: false,
      reason: 'short',
    })
  })
})

describe('pre-orders', () => {
  it('are taken up to the limit, and a run serves the oldest payment first', async () => {
    const noose = { sku: 'NOOSE-2', copies: 0, preorderLimit: 6, state: 'forthcoming' as const }
    const { editionId } = await anEdition(noose)
    const first = await anOrder([{ sku: 'NOOSE-2', copies: 2 }])
    const second = await anOrder([{ sku: 'NOOSE-2', copies: 2 }])
    const unpaid = await anOrder([{ sku: 'NOOSE-2', copies: 2 }])
    expect(await tryToBuy('late', [{ sku: 'NOOSE-2', copies: 1 }], 800)).toMatchObject({
      ok: false,
      reason: 'lines',
    })
    // The second reader pays first.
    for (const [order, hour] of [
      [second, 4],
      [first, 5],
    ] as const) {
      await recordPayment(
        { charge: order.code, amountYen: 1_300, method: 'bank', on, ref: order.code },
        { now: new Date(`2026-11-24T0${hour}:00:00Z`) },
      )
    }
    const run = { sku: 'NOOSE-2', copies: 3, run: 1, receivedOn: on }
    const received = await receiveAndAnnounce(run, { now: NOON })
    expect(received).toMatchObject({ ok: true, onHand: 3, held: 3 })
    expect(await receiveAndAnnounce(run, { now: NOON })).toEqual({ ok: false, reason: 'run-exists' })
    const lines = await db.orderLine.findMany({ select: { orderId: true, held: true, preordered: true } })
    const held = (id: string) => lines.find((line) => line.orderId === id)
    expect(held(second.orderId)).toMatchObject({ held: 2, preordered: 0 })
    expect(held(first.orderId)).toMatchObject({ held: 1, preordered: 1 })
    expect(held(unpaid.orderId)).toMatchObject({ held: 0, preordered: 2 })
    expect((await mails()).filter((mail) => mail === 'preorder-ready')).toHaveLength(2)
    expect(await db.edition.findUniqueOrThrow({ where: { id: editionId } })).toMatchObject({
      state: 'on_sale',
    })
    await receiveAndAnnounce({ ...run, run: 2, copies: 10 }, { now: NOON })
    expect(await db.stockLevel.findUniqueOrThrow({ where: { editionId } })).toMatchObject({
      onHand: 13,
      held: 6,
      preordered: 0,
    })
    expect(await expireCharges({ now: new Date('2027-02-01T00:00:00Z') })).toBe(1)
    expect(await db.stockLevel.findUniqueOrThrow({ where: { editionId } })).toMatchObject({ held: 4 })
  })
})
