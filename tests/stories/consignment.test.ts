import { beforeEach, describe, expect, test } from 'vitest'
import { dayFromDb, tokyoDay } from '#app/domain/day.ts'
import { consign, type ConsignInput } from '#app/features/circulation/consign.server.ts'
import { saveConsignee, type ConsigneeInput } from '#app/features/circulation/save-consignee.server.ts'
import { loadConsignment } from '#app/features/desk/consignments/load-consignment.server.ts'
import { issueBill } from '#app/features/documents/issue-bill.server.ts'
import { checkBooks } from '#app/features/settlement/check-books.server.ts'
import { refundBill } from '#app/features/settlement/refund-bill.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import {
  settleConsignment,
  type SettleConsignmentInput,
} from '#app/features/settlement/settle-consignment.server.ts'
import { takeBackSettlement } from '#app/features/settlement/take-back-settlement.server.ts'
import { db } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { anEdition, anOrder, anOrganisation, aRun, NOON } from '#tests/support/factories.ts'

const at = { now: NOON }
const SENT = tokyoDay('2026-11-01')
const SETTLED = tokyoDay('2026-11-23')
let keys = 0
const formKey = (): string => `form-${(keys += 1)}-key`

beforeEach(async () => {
  await anOrganisation()
  const { editionId } = await anEdition({ sku: 'MNET-100', copies: 6, priceYen: 525 })
  await aRun(editionId, { number: 2, copies: 20, on: '2026-10-01' })
  await anEdition({ sku: 'BOOK-1', copies: 5, priceYen: 1_000 })
})

async function aConsignee(changes: Partial<ConsigneeInput> = {}): Promise<string> {
  const saved = await saveConsignee(
    null,
    {
      name: '見本書店',
      kind: 'bookshop',
      commissionPercent: 30,
      contact: null,
      email: 'shop@books.example.org',
      phone: null,
      locale: 'ja',
      note: null,
      address: null,
      isDisabled: false,
      ...changes,
    },
    at,
  )
  if (!saved.ok) throw new Error(saved.reason)
  return saved.id
}

function send(consigneeId: string, lines: ConsignInput['lines'], more: Partial<ConsignInput> = {}) {
  return consign(
    {
      consigneeId,
      sentOn: SENT,
      settleBy: null,
      event: null,
      note: null,
      lines,
      formKey: formKey(),
      ...more,
    },
    at,
  )
}

async function sent(consigneeId: string, lines: ConsignInput['lines']): Promise<string> {
  const note = await send(consigneeId, lines)
  if (!note.ok) throw new Error(note.reason)
  return note.code
}

function settle(
  code: string,
  lines: { sku: string; sold?: number; returned?: number; lost?: number }[],
  more: Partial<SettleConsignmentInput> = {},
) {
  return settleConsignment(
    {
      code,
      settledOn: SETTLED,
      lines: lines.map((line) => ({ sold: 0, returned: 0, lost: 0, ...line })),
      cashCountedYen: null,
      note: null,
      formKey: formKey(),
      ...more,
    },
    at,
  )
}

const runs = async () => {
  const rows = await db.printRun.findMany({
    where: { edition: { sku: 'MNET-100' } },
    orderBy: { number: 'asc' },
  })
  return rows.map(({ onHand, consigned, sold, damagedOrLost }) => ({
    onHand,
    consigned,
    sold,
    damagedOrLost,
  }))
}

describe('a bookshop', () => {
  test('gets copies, reports what it sold, is billed less its share, and sends the rest back to their own runs', async () => {
    const code = await sent(await aConsignee(), [{ sku: 'MNET-100', copies: 10 }])
    expect(await runs()).toEqual([
      { onHand: 0, consigned: 6, sold: 0, damagedOrLost: 0 },
      { onHand: 16, consigned: 4, sold: 0, damagedOrLost: 0 },
    ])
    const first = await settle(code, [{ sku: 'MNET-100', sold: 3 }])
    expect(first).toMatchObject({ ok: true, askedYen: 1_575 - 472, differenceYen: 0 })
    const charge = await db.charge.findFirstOrThrow({ include: { payer: true, lines: true } })
    expect(charge).toMatchObject({
      terms: 'billed',
      state: 'open',
      amountYen: 1_103,
      payer: { name: '見本書店', subject: code },
      lines: [{ kind: 'consignment', quantity: 3, amountYen: 1_103 }],
    })
    expect(await db.outboxMail.count({ where: { template: 'bill-issued' } })).toBe(1)
    await settle(code, [{ sku: 'MNET-100', sold: 4, returned: 2, lost: 1 }])
    expect(await runs()).toEqual([
      { onHand: 0, consigned: 0, sold: 6, damagedOrLost: 0 },
      { onHand: 18, consigned: 0, sold: 1, damagedOrLost: 1 },
    ])
    expect(await db.consignment.findFirstOrThrow()).toMatchObject({ state: 'settled' })
    expect(await settle(code, [{ sku: 'MNET-100', sold: 1 }])).toEqual({ ok: false, reason: 'closed' })
    const paid = {
      charge: charge.reference,
      amountYen: 1_103,
      method: 'bank' as const,
      on: SETTLED,
      ref: 'B-1',
    }
    expect(await recordPayment(paid, at)).toMatchObject({ ok: true, isNew: true })
    expect(await db.charge.findUniqueOrThrow({ where: { id: charge.id } })).toMatchObject({
      state: 'covered',
    })
    const earned = await db.printRun.aggregate({ _sum: { revenueYen: true } })
    const sales = await db.posting.aggregate({ where: { account: 'sales' }, _sum: { amountYen: true } })
    expect(earned._sum.revenueYen).toBe(-(sales._sum.amountYen ?? 0))
  })

  test('gets nothing that is promised to readers, nothing twice, nothing without a price or after its closing', async () => {
    const consigneeId = await aConsignee()
    await anOrder([{ sku: 'BOOK-1', copies: 3 }])
    expect(
      await send(consigneeId, [
        { sku: 'MNET-100', copies: 1 },
        { sku: 'BOOK-1', copies: 3 },
      ]),
    ).toEqual({
      ok: false,
      reason: 'too-many',
      sku: 'BOOK-1',
      left: 2,
    })
    expect((await runs())[0]?.onHand, 'nothing half-booked').toBe(6)
    const twice = [1, 2].map(() => ({ sku: 'BOOK-1', copies: 1 }))
    expect(await send(consigneeId, twice)).toMatchObject({ reason: 'twice' })
    expect(await send(consigneeId, [{ sku: 'NONE', copies: 1 }])).toMatchObject({ reason: 'unknown-edition' })
    expect(
      await send(consigneeId, [{ sku: 'BOOK-1', copies: 1 }], { sentOn: tokyoDay('2000-01-01') }),
    ).toMatchObject({
      reason: 'no-price',
    })
    expect(
      await send(consigneeId, [{ sku: 'BOOK-1', copies: 1 }], { settleBy: tokyoDay('2026-10-01') }),
    ).toMatchObject({
      reason: 'settle-before-sent',
    })
    const one = [{ sku: 'BOOK-1', copies: 1 }]
    const same = { formKey: formKey() }
    const results = await Promise.all([1, 2].map(() => send(consigneeId, one, same)))
    expect(new Set(results.map((result) => (result.ok ? result.code : ''))).size, 'one form, one note').toBe(
      1,
    )
    expect(
      await saveConsignee(consigneeId, { ...(await current(consigneeId)), isDisabled: true }, at),
    ).toEqual({
      ok: false,
      reason: 'copies-out',
    })
  })

  test('pays within the days that its note says, whatever is agreed later', async () => {
    const consigneeId = await aConsignee({ daysToPay: 45 })
    const code = await sent(consigneeId, [{ sku: 'MNET-100', copies: 4 }])
    await saveConsignee(consigneeId, { ...(await current(consigneeId)), daysToPay: 60 }, at)
    const settled = await settle(code, [{ sku: 'MNET-100', sold: 1 }])
    if (!settled.ok || !settled.chargeId) throw new Error('not billed')
    const due = tokyoDay('2027-01-07')
    const charge = await db.charge.findUniqueOrThrow({ where: { id: settled.chargeId } })
    expect(charge.dueOn && dayFromDb(charge.dueOn)).toBe(due)
    const bill = await issueBill({ chargeId: settled.chargeId, locale: 'ja', actor: 'test' }, at)
    if (!bill.ok) throw new Error(bill.reason)
    expect(await db.document.findUnique({ where: { id: bill.documentId } })).toMatchObject({
      payload: { kind: 'invoice', dueOn: due },
    })
    const next = await sent(consigneeId, [{ sku: 'MNET-100', copies: 1 }])
    expect(await loadConsignment(next, { locale: 'ja' })).toMatchObject({ daysToPay: 60 })
    await expect(aConsignee({ name: '遅い書店', daysToPay: 181 })).rejects.toThrow()
    const refused = db.consignee.update({ where: { id: consigneeId }, data: { daysToPay: 181 } })
    await expect(refused).rejects.toThrow('consignees_days_to_pay')
  })

  test('is asked at once where it has no days, and for 30 days when nobody has said how many', async () => {
    const due = async (consigneeId: string) => {
      const settled = await settle(await sent(consigneeId, [{ sku: 'MNET-100', copies: 1 }]), [
        { sku: 'MNET-100', sold: 1 },
      ])
      if (!settled.ok || !settled.chargeId) throw new Error('not billed')
      const charge = await db.charge.findUniqueOrThrow({ where: { id: settled.chargeId } })
      return charge.dueOn && dayFromDb(charge.dueOn)
    }
    expect(await due(await aConsignee({ daysToPay: 0 }))).toBe(SETTLED)
    expect(await due(await aConsignee({ name: '新書店' }))).toBe('2026-12-23')
  })

  test('reports no more than it has; the same report twice is one', async () => {
    const code = await sent(await aConsignee(), [{ sku: 'MNET-100', copies: 4 }])
    expect(await settle(code, [{ sku: 'MNET-100', sold: 3, returned: 2 }])).toEqual({
      ok: false,
      reason: 'too-many',
      sku: 'MNET-100',
      out: 4,
    })
    expect(await settle(code, [{ sku: 'BOOK-1', sold: 1 }])).toMatchObject({ reason: 'unknown-line' })
    expect(await settle(code, [{ sku: 'MNET-100' }])).toEqual({ ok: false, reason: 'nothing' })
    expect(
      await settle(code, [{ sku: 'MNET-100', sold: 1 }], { settledOn: tokyoDay('2026-10-31') }),
    ).toMatchObject({
      reason: 'day',
    })
    const same = { formKey: formKey() }
    const results = await Promise.all([1, 2, 3].map(() => settle(code, [{ sku: 'MNET-100', sold: 2 }], same)))
    expect(results.filter((result) => result.ok && result.isNew)).toHaveLength(1)
    expect(await db.charge.count()).toBe(1)
    const together = await Promise.all([1, 2].map(() => settle(code, [{ sku: 'MNET-100', sold: 2 }])))
    expect(together.filter(({ ok }) => ok)).toHaveLength(1)
  })
})

describe('a stall at an event', () => {
  test('copies taken, copies back, cash counted: paid at once, and the difference is shown and booked', async () => {
    const stall = await aConsignee({ name: '6月ワークショップ', kind: 'stall', commissionPercent: 30 })
    const code = await sent(stall, [
      { sku: 'MNET-100', copies: 8 },
      { sku: 'BOOK-1', copies: 3 },
    ])
    const back = [
      { sku: 'MNET-100', sold: 5, returned: 3 },
      { sku: 'BOOK-1', sold: 2, returned: 1 },
    ]
    expect(await settle(code, back)).toEqual({ ok: false, reason: 'cash-needed' })
    expect(await settle(code, back, { cashCountedYen: 4_525 })).toMatchObject({
      ok: true,
      askedYen: 5 * 525 + 2_000,
      differenceYen: -100,
    })
    expect(await db.charge.findFirstOrThrow()).toMatchObject({
      state: 'covered',
      method: 'cash',
      amountYen: 4_625,
    })
    const cash = await db.posting.aggregate({ where: { account: 'cash' }, _sum: { amountYen: true } })
    expect(cash._sum.amountYen, 'the books have what lies in the box').toBe(4_525)
    expect(await db.outboxMail.count()).toBe(0)
  })

  test('that sold nothing has no charge; money in the box is still booked', async () => {
    const stall = await aConsignee({ name: 'フォーラム', kind: 'stall' })
    const code = await sent(stall, [{ sku: 'BOOK-1', copies: 3 }])
    expect(await settle(code, [{ sku: 'BOOK-1', returned: 3 }], { cashCountedYen: 500 })).toMatchObject({
      ok: true,
      chargeId: null,
      differenceYen: 500,
    })
    expect(await db.posting.findFirstOrThrow({ where: { account: 'cash' } })).toMatchObject({
      amountYen: 500,
    })
  })
})

describe('a settlement that was written by mistake', () => {
  const takeBack = (code: string, number: number) =>
    takeBackSettlement({ code, number, reason: '部数の読みちがい' }, at)

  test('is undone by its opposite: copies, bill, income and losses are as before, and the note is settled anew', async () => {
    const code = await sent(await aConsignee(), [{ sku: 'MNET-100', copies: 10 }])
    await settle(code, [{ sku: 'MNET-100', sold: 1 }])
    const before = { runs: await runs(), balances: await balances() }
    const wrong = await settle(code, [{ sku: 'MNET-100', sold: 5, returned: 3, lost: 1 }])
    if (!wrong.ok || !wrong.chargeId) throw new Error('not settled')
    expect(await db.consignment.findFirstOrThrow()).toMatchObject({ state: 'settled' })

    expect(await takeBack(code, 1)).toEqual({ ok: false, reason: 'not-newest' })
    expect(await takeBack(code, 2)).toEqual({ ok: true, isNew: true })
    expect({ runs: await runs(), balances: await balances() }).toEqual(before)
    expect(await db.charge.findUniqueOrThrow({ where: { id: wrong.chargeId } })).toMatchObject({
      state: 'cancelled',
    })
    expect(await db.outboxMail.count({ where: { template: 'bill-cancelled' } })).toBe(1)
    expect(await db.consignment.findFirstOrThrow({ include: { lines: true } })).toMatchObject({
      state: 'open',
      lines: [{ sent: 10, sold: 1, returned: 0, lost: 0 }],
    })

    expect(await takeBack(code, 2), 'pressed twice').toEqual({ ok: true, isNew: false })
    expect(await takeBack(code, 3), 'what takes back stays').toEqual({ ok: false, reason: 'not-newest' })
    expect(await takeBack(code, 9)).toEqual({ ok: false, reason: 'not-found' })
    expect(await settle(code, [{ sku: 'MNET-100', sold: 6, returned: 3 }])).toMatchObject({ ok: true })
    expect((await takeBack(code, 1)).ok, 'the one before it is not the newest').toBe(false)
    expect((await checkBooks()).checks.filter(({ ok }) => !ok)).toEqual([])
  })

  test('stays when it is paid, or when what came back with it is gone', async () => {
    const code = await sent(await aConsignee(), [{ sku: 'BOOK-1', copies: 5 }])
    await settle(code, [{ sku: 'BOOK-1', returned: 4 }])
    await anOrder([{ sku: 'BOOK-1', copies: 2 }])
    expect(await takeBack(code, 1)).toEqual({ ok: false, reason: 'gone', sku: 'BOOK-1', left: 2 })
    const sold = await settle(code, [{ sku: 'BOOK-1', sold: 1 }])
    const charge = await db.charge.findFirstOrThrow({ where: { id: (sold.ok && sold.chargeId) || '' } })
    const money = {
      charge: charge.reference,
      amountYen: 100,
      method: 'bank' as const,
      on: SETTLED,
      ref: 'B-2',
    }
    expect(await recordPayment(money, at)).toMatchObject({ ok: true })
    expect(await takeBack(code, 2)).toEqual({ ok: false, reason: 'paid' })
    expect(await db.consignmentSettlement.count()).toBe(2)
  })

  test('of a stall that sold nothing takes the money of the box with it; pressed by two people at once it is taken back once', async () => {
    const stall = await aConsignee({ name: 'フォーラム', kind: 'stall' })
    const code = await sent(stall, [{ sku: 'BOOK-1', copies: 3 }])
    await settle(code, [{ sku: 'BOOK-1', returned: 3 }], { cashCountedYen: 500 })
    const taken = await Promise.all([1, 2, 3].map(() => takeBack(code, 1)))
    expect(taken.filter((one) => one.ok && one.isNew)).toHaveLength(1)
    const cash = await db.posting.aggregate({ where: { account: 'cash' }, _sum: { amountYen: true } })
    expect(cash._sum.amountYen).toBe(0)
  })

  test('of a stall that sold is taken back once the money of its bill is out of the box again', async () => {
    const stall = await aConsignee({ name: '6月ワークショップ', kind: 'stall' })
    const code = await sent(stall, [{ sku: 'MNET-100', copies: 8 }])
    const before = { runs: await runs(), balances: await balances() }
    const wrong = await settle(code, [{ sku: 'MNET-100', sold: 5, returned: 3 }], { cashCountedYen: 2_600 })
    if (!wrong.ok || !wrong.chargeId) throw new Error('not settled')
    expect(await takeBack(code, 1)).toEqual({ ok: false, reason: 'paid' })
    const { lines } = await db.charge.findUniqueOrThrow({
      where: { id: wrong.chargeId },
      include: { lines: true },
    })
    const back = await refundBill(
      {
        chargeId: wrong.chargeId,
        lines: lines.map(({ id, amountYen }) => ({ chargeLineId: id, amountYen })),
        surplusYen: 0,
        reason: null,
        way: { method: 'cash', on: tokyoDay('2026-11-24'), ref: 'BOX-1' },
      },
      at,
    )
    expect(back.ok).toBe(true)
    expect(await takeBack(code, 1)).toEqual({ ok: true, isNew: true })
    expect(await runs()).toEqual(before.runs)
    const { sales, sales_returns: returns, ...left } = await balances()
    expect([left, (sales ?? 0) + (returns ?? 0)]).toEqual([before.balances, 0])
    expect((await checkBooks()).checks.filter(({ ok }) => !ok)).toEqual([])
  })

  test('is taken back as it was written, or the database refuses', async () => {
    const code = await sent(await aConsignee(), [{ sku: 'BOOK-1', copies: 3 }])
    await settle(code, [{ sku: 'BOOK-1', sold: 2 }])
    const settlement = await db.consignmentSettlement.findFirstOrThrow({ include: { lines: true } })
    const line = settlement.lines[0]
    if (!line) throw new Error('no line')
    const { id: _id, lines: _lines, chargeId: _charge, ...figures } = settlement
    const taking = { ...figures, id: newId(), number: 2, reversesId: settlement.id, formKey: formKey() }
    const negative = { grossYen: -settlement.grossYen, commissionYen: -settlement.commissionYen }
    await expect(db.consignmentSettlement.create({ data: taking })).rejects.toThrow(
      'consignment_settlements_yen',
    )
    await db.consignmentSettlement.create({ data: { ...taking, ...negative } })
    const less = { ...line, id: newId(), settlementId: taking.id, sold: -1 }
    await expect(db.consignmentSettlementLine.create({ data: less })).rejects.toThrow('as it was written')
    const inForce = { ...less, settlementId: settlement.id, sold: -2 }
    await expect(db.consignmentSettlementLine.create({ data: inForce })).rejects.toThrow('as it was written')
  })
})

/** What stands on each account, without those that are even. */
async function balances(): Promise<Record<string, number>> {
  const sums = await db.posting.groupBy({ by: ['account'], _sum: { amountYen: true } })
  const left = sums.map(({ account, _sum }) => [account, _sum.amountYen ?? 0] as const)
  return Object.fromEntries(left.filter(([, yen]) => yen !== 0))
}

async function current(id: string): Promise<ConsigneeInput> {
  const { name, kind, commissionPercent } = await db.consignee.findUniqueOrThrow({ where: { id } })
  const nothing = { contact: null, email: null, phone: null, note: null, address: null }
  return { name, kind, commissionPercent, locale: 'ja', isDisabled: false, ...nothing }
}
