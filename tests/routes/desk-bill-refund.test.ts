import { beforeEach, describe, expect, test } from 'vitest'
import { tokyoDayOf } from '#app/domain/day.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { action as billAction, loader as billLoader } from '#app/routes/desk/bill.tsx'
import { action, loader } from '#app/routes/desk/bill-refund.tsx'
import { aBill } from '#tests/support/bill-kit.ts'
import { anOrganisation } from '#tests/support/factories.ts'
import { useSandbox } from '#tests/support/sandbox-kit.ts'
import { aDeskVisitor } from '#tests/support/staff.ts'

useSandbox()
beforeEach(anOrganisation)

const today = () => tokyoDayOf(now())
type Visitor = Awaited<ReturnType<typeof aDeskVisitor>>

async function aPaidBill(amountYen = 34_705) {
  const bill = await aBill()
  await recordPayment(
    { charge: bill.reference, amountYen, method: 'bank', on: today(), ref: 'row 1' },
    { now: now() },
  )
  return bill
}

const look = async (visitor: Visitor, reference: string) =>
  (await visitor.get(billLoader, `/desk/bills/${reference}`, { reference })).data.bill

async function send(visitor: Visitor, reference: string, fields: Record<string, string>) {
  const good = { intent: 'confirm', method: 'bank', on: today(), ref: 'OUT 1' }
  const { seen } = await look(visitor, reference)
  return await visitor.post(
    action,
    `/desk/bills/${reference}/refund`,
    { seen, ...good, ...fields },
    { reference },
  )
}

describe('money of a bill that went back, at the desk', () => {
  test('is looked at first, then recorded, and has a credit note', async () => {
    const treasurer = await aDeskVisitor('treasurer')
    const { reference, chargeLineIds } = await aPaidBill()
    const path = `/desk/bills/${reference}/refund`
    const form = (await treasurer.get(loader, path, { reference })).data
    expect(form).toMatchObject({ bill: { surplusYen: 500, paidYen: 34_205, state: 'paid' } })
    const fields = {
      surplus: '500',
      [`amount.${chargeLineIds[1] ?? ''}`]: '１，２０５円',
      reason: '旅費の取り消し',
    }
    const shown = await send(treasurer, reference, { ...fields, intent: 'preview' })
    expect(shown.data).toMatchObject({ totalYen: 1_705, answer: { typed: { surplus: '500' } } })
    expect(await db.refund.count()).toBe(0)
    expect((await send(treasurer, reference, { ...fields, intent: 'edit' })).data).toMatchObject({
      totalYen: null,
      answer: { typed: { reason: '旅費の取り消し' } },
    })
    expect((await send(treasurer, reference, fields)).location).toBe(
      `/desk/bills/${reference}?done=bill-refunded`,
    )
    expect((await send(treasurer, reference, fields)).location).toBe(
      `/desk/bills/${reference}?done=bill-refunded-before`,
    )
    const after = await look(treasurer, reference)
    expect(after).toMatchObject({
      surplusYen: 0,
      refundedYen: 1_205,
      paidYen: 33_000,
      lines: [{ refundedYen: 0 }, { refundedYen: 1_205 }],
      refunds: [{ amountYen: 1_705, surplusYen: 500, staffName: '見本 treasurer', reason: '旅費の取り消し' }],
      tasks: [{ kind: 'overpaid', doneAt: expect.any(Date) }],
    })
    expect(after.mails.map(({ template }) => template)).toContain('bill-refunded')

    const note = await treasurer.post(
      billAction,
      `/desk/bills/${reference}`,
      { intent: 'credit-note', refund: after.refunds[0]?.id ?? '', locale: 'ja' },
      { reference },
    )
    expect(note.location).toMatch(/^\/desk\/documents\//)
    expect((await look(treasurer, reference)).documents).toMatchObject([
      { kind: 'credit_note', totalYen: 1_705 },
    ])
    const strange = { intent: 'credit-note', refund: 'x', locale: 'ja' }
    const refused = await treasurer.post(billAction, `/desk/bills/${reference}`, strange, { reference })
    expect(refused.status).toBe(400)
  })

  test.each([
    [{ surplus: '501' }, 'surplus', 'errors:quantity'],
    [{ surplus: 'all' }, 'surplus', 'deskOrders:payment.amountWrong'],
    [{ surplus: '1', method: 'card' }, 'method', 'errors:choice'],
    [{ surplus: '1', on: '24.11.' }, 'on', 'deskOrders:payment.dayWrong'],
    [{ surplus: '1', on: '2020-01-01' }, 'on', 'deskOrders:refund.dayBeforePayment'],
    [{ surplus: '1', ref: ' ' }, 'ref', 'errors:required'],
  ])('%j is refused at its field', async (fields, field, key) => {
    const treasurer = await aDeskVisitor('treasurer')
    const { reference } = await aPaidBill()
    const answer = await send(treasurer, reference, fields as Record<string, string>)
    expect([answer.status, answer.data.answer]).toMatchObject([422, { problems: { [field]: { key } } }])
    expect(await db.refund.count()).toBe(0)
  })

  test('of nothing, of a bill that is not paid, or from an older form is refused', async () => {
    const treasurer = await aDeskVisitor('treasurer')
    const { reference, chargeLineIds } = await aPaidBill()
    const line = `amount.${chargeLineIds[0] ?? ''}`
    const notice = async (fields: Record<string, string>) => {
      const { status, data } = await send(treasurer, reference, fields)
      return [status, data.answer.notice?.key]
    }
    expect(await notice({})).toEqual([409, 'deskOrders:refund.nothing'])
    expect(await notice({ surplus: '1', seen: 'open-0-0' })).toEqual([409, 'bills:changed'])
    const open = await aBill({ subject: 'L-0002' })
    const unpaid = await send(treasurer, open.reference, { [`amount.${open.chargeLineIds[0] ?? ''}`]: '1' })
    expect([unpaid.status, unpaid.data.answer.notice?.key]).toEqual([409, 'bills:refund.linesNotPaid'])
    expect((await send(treasurer, reference, { [line]: '33001' })).data.answer.problems).toMatchObject({
      [line]: { key: 'errors:quantity', values: { max: 33_000 } },
    })
  })
})
