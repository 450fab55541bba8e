import { beforeEach, describe, expect, it } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { cancelOrder } from '#app/features/settlement/cancel-order.server.ts'
import { expireCharges } from '#app/features/settlement/expire-charges.server.ts'
import { postOrder } from '#app/features/settlement/post-order.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { db } from '#app/platform/db.server.ts'
import { anEdition, anOrder, anOrganisation, NOON } from '#tests/support/factories.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'

const on = tokyoDay('2026-11-24')

beforeEach(anOrganisation)

async function level(editionId: string): Promise<{ onHand: number; held: number }> {
  const { onHand, held } = await db.stockLevel.findUniqueOrThrow({ where: { editionId } })
  return { onHand, held }
}

async function pay(code: string, amountYen: number, ref: string) {
  const result = await recordPayment({ charge: code, amountYen, method: 'bank', on, ref }, { now: NOON })
  if (!result.ok) throw new Error(result.reason)
  return result
}

describe('an order by bank transfer', () => {
  it('is placed, paid and posted: copies and ledger agree', async () => {
    const mnet = await anEdition({ sku: 'MNET-100', priceYen: 500, copies: 10 })
    const book = await anEdition({ sku: 'PROPOSALS-JA', priceYen: 1_575, copies: 3 })
    const order = await anOrder([
      { sku: 'MNET-100', copies: 2 },
      { sku: 'PROPOSALS-JA', copies: 1 },
    ])
    expect(await level(mnet.editionId)).toEqual({ onHand: 10, held: 2 })
    expect(await ledgerTable()).toBe('day | fact | account | debit | credit')

    await pay(order.code, 2_875, 'A-1')
    expect(await level(mnet.editionId)).toEqual({ onHand: 10, held: 2 })
    const posted = await postOrder(
      { order: { code: order.code }, actor: 'test', trackingNumber: '1234-5678-9012' },
      { now: NOON },
    )
    expect(posted).toMatchObject({ ok: true, remaining: 0 })
    expect(await level(mnet.editionId)).toEqual({ onHand: 8, held: 0 })
    expect(await level(book.editionId)).toEqual({ onHand: 2, held: 0 })
    expect(await ledgerTable()).toMatchInlineSnapshot(`
      "day        | fact     | account         | debit | credit
      2026-11-24 | payment  | bank            |  2875 |       
                 |          | advances        |       |   2875
      2026-11-24 | shipment | advances        |  2875 |       
                 |          | sales           |       |    909
                 |          | sales           |       |   1432
                 |          | shipping_income |       |    273
                 |          | output_tax      |       |    261"
    `)
    const mails = await db.outboxMail.findMany({ orderBy: { createdAt: 'asc' }, select: { template: true } })
    expect(mails.map((mail) => mail.template)).toEqual(['order-received', 'order-paid', 'order-posted'])
  })

  it('posted in two parcels earns the price and the tax of one', async () => {
    await anEdition({ sku: 'MNET-100', priceYen: 333, copies: 10 })
    const order = await anOrder([{ sku: 'MNET-100', copies: 3 }])
    await pay(order.code, 1_299, 'A-1')
    for (let parcel = 0; parcel < 3; parcel += 1) {
      const lines = [{ sku: 'MNET-100', copies: 1 }]
      expect(
        await postOrder({ order: { code: order.code }, lines, actor: 'test' }, { now: NOON }),
      ).toMatchObject({ ok: true })
    }
    expect(await postOrder({ order: { code: order.code }, actor: 'test' }, { now: NOON })).toEqual({
      ok: false,
      reason: 'nothing-to-post',
    })
    expect(await ledgerTable()).toMatchInlineSnapshot(`
      "day        | fact     | account         | debit | credit
      2026-11-24 | payment  | bank            |  1299 |       
                 |          | advances        |       |   1299
      2026-11-24 | shipment | advances        |   633 |       
                 |          | sales           |       |    303
                 |          | shipping_income |       |    273
                 |          | output_tax      |       |     57
      2026-11-24 | shipment | advances        |   333 |       
                 |          | sales           |       |    303
                 |          | output_tax      |       |     30
      2026-11-24 | shipment | advances        |   333 |       
                 |          | sales           |       |    302
                 |          | output_tax      |       |     31"
    `)
  })

  it('part payment waits, the rest covers it, an excess stays as surplus', async () => {
    await anEdition({ copies: 10 })
    const order = await anOrder([{ sku: 'MNET-100', copies: 1 }])
    expect((await pay(order.code, 500, 'A-1')).settlement).toMatchObject({ covers: false, missingYen: 300 })
    expect(await postOrder({ order: { code: order.code }, actor: 'test' }, { now: NOON })).toEqual({
      ok: false,
      reason: 'not-paid',
    })
    expect((await pay(order.code, 400, 'A-2')).settlement).toMatchObject({ covers: true, surplusYen: 100 })
    expect(await ledgerTable()).toMatchInlineSnapshot(`
      "day        | fact    | account  | debit | credit
      2026-11-24 | payment | bank     |   500 |       
                 |         | advances |       |    500
      2026-11-24 | payment | bank     |   400 |       
                 |         | advances |       |    300
                 |         | surplus  |       |    100"
    `)
    const tasks = await db.task.findMany({ select: { kind: true } })
    expect(tasks).toEqual([{ kind: 'overpaid' }])
    const mails = await db.outboxMail.findMany({ orderBy: { createdAt: 'asc' }, select: { template: true } })
    expect(mails.map((mail) => mail.template).sort()).toEqual(
      ['order-overpaid', 'order-paid', 'order-part-paid', 'order-received'].sort(),
    )
  })

  it('the same statement line recorded twice is one payment, the same reference for another sum is refused', async () => {
    await anEdition({ copies: 10 })
    const order = await anOrder([{ sku: 'MNET-100', copies: 1 }])
    await pay(order.code, 800, 'A-1')
    expect((await pay(order.code, 800, ' A-1 ')).isNew).toBe(false)
    const other = await recordPayment(
      { charge: order.code, amountYen: 900, method: 'bank', on, ref: 'A-1' },
      { now: NOON },
    )
    expect(other).toEqual({ ok: false, reason: 'reference-used' })
    expect(await db.payment.count()).toBe(1)
  })

  it('pretix/pretix#827: stays open over the banking lag, then expires once and gives its copies back', async () => {
    const mnet = await anEdition({ copies: 10 })
    const order = await anOrder([{ sku: 'MNET-100', copies: 4 }])
    // Due on Tuesday 8 December; three business days later is Friday 11 December.
    await expireCharges({ now: new Date('2026-12-11T14:59:59Z') })
    expect(await level(mnet.editionId)).toEqual({ onHand: 10, held: 4 })
    expect(await expireCharges({ now: new Date('2026-12-11T15:00:00Z') })).toBe(1)
    expect(await expireCharges({ now: new Date('2026-12-12T15:00:00Z') })).toBe(0)
    expect(await level(mnet.editionId)).toEqual({ onHand: 10, held: 0 })
    expect(await ledgerTable()).toBe('day | fact | account | debit | credit')

    // pretix/pretix#74: money that comes after all is kept, told and given to a person to decide.
    const late = await recordPayment(
      { charge: order.code, amountYen: 2_300, method: 'postal', on: tokyoDay('2026-12-14'), ref: 'P-9' },
      { now: new Date('2026-12-14T03:00:00Z') },
    )
    expect(late).toMatchObject({ ok: true, settlement: { task: 'paid-after-hold-gone', surplusYen: 2_300 } })
    expect(await level(mnet.editionId)).toEqual({ onHand: 10, held: 0 })
    expect(await ledgerTable()).toMatchInlineSnapshot(`
      "day        | fact    | account | debit | credit
      2026-12-14 | payment | postal  |  2300 |       
                 |         | surplus |       |   2300"
    `)
  })

  it('a part-paid order that expires gives the money back its owner and opens a task', async () => {
    await anEdition({ copies: 10 })
    const order = await anOrder([{ sku: 'MNET-100', copies: 1 }])
    await pay(order.code, 500, 'A-1')
    expect(await cancelOrder({ code: order.code, by: 'reader' }, { now: NOON })).toEqual({
      ok: false,
      reason: 'money-arrived',
    })
    expect(await expireCharges({ now: new Date('2026-12-20T00:00:00Z') })).toBe(1)
    expect(await ledgerTable()).toMatchInlineSnapshot(`
      "day        | fact        | account  | debit | credit
      2026-11-24 | payment     | bank     |   500 |       
                 |             | advances |       |    500
      2026-12-20 | unallocated | advances |   500 |       
                 |             | surplus  |       |    500"
    `)
    expect(await db.task.findMany({ select: { kind: true } })).toEqual([{ kind: 'part-paid-expired' }])
  })
})
