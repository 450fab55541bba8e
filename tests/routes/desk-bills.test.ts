import { beforeEach, describe, expect, test } from 'vitest'
import { db } from '#app/platform/db.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { tokyoDayOf } from '#app/domain/day.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { action, loader } from '#app/routes/desk/bill.tsx'
import { action as payAction, loader as payLoader } from '#app/routes/desk/bill-payment.tsx'
import { loader as listLoader } from '#app/routes/desk/bills.tsx'
import { loader as documentLoader } from '#app/routes/desk/document.tsx'
import { loader as documentsLoader } from '#app/routes/desk/documents.tsx'
import { loader as homeLoader } from '#app/routes/desk/home.tsx'
import { loader as tasksLoader } from '#app/routes/desk/tasks.tsx'
import { aBill, LECTURE_BILL } from '#tests/support/bill-kit.ts'
import { tokyoDay } from '#app/domain/day.ts'
import { anOrganisation } from '#tests/support/factories.ts'
import { useSandbox } from '#tests/support/sandbox-kit.ts'
import { aDeskVisitor } from '#tests/support/staff.ts'

useSandbox()
beforeEach(anOrganisation)

const today = () => tokyoDayOf(now())

type Visitor = Awaited<ReturnType<typeof aDeskVisitor>>

const open = (visitor: Visitor, reference: string) =>
  visitor.get(loader, `/desk/bills/${reference}`, { reference })

const press = (visitor: Visitor, reference: string, fields: Record<string, string>) =>
  visitor.post(action, `/desk/bills/${reference}`, fields, { reference })

function pay(visitor: Visitor, reference: string, fields: Record<string, string>) {
  const good = { amount: '34205', method: 'bank', on: today(), ref: 'row 1' }
  return visitor.post(payAction, `/desk/bills/${reference}/payment`, { ...good, ...fields }, { reference })
}

async function seenBy(visitor: Visitor, reference: string): Promise<string> {
  return (await open(visitor, reference)).data.bill.seen
}

describe('the bills that no order stands behind', () => {
  test('stand in a list with what is open, narrowed by state, payer and code', async () => {
    const office = await aDeskVisitor('secretariat')
    const paid = await aBill({ subject: 'L-0001' })
    await recordPayment(
      { charge: paid.reference, amountYen: 34_205, method: 'bank', on: today(), ref: 'a' },
      { now: now() },
    )
    await aBill({ subject: 'C-0002', payer: { ...LECTURE_BILL.payer, name: '見本書店' } })
    await aBill({ subject: 'L-0003', dueOn: tokyoDay('2020-01-31') })
    const list = async (query: string) => (await office.get(listLoader, `/desk/bills${query}`)).data.list
    expect(await list('')).toMatchObject({ total: 3, openYen: 68_410, pages: 1 })
    const codes = async (query: string) => (await list(query)).bills.map(({ subject }) => subject).toSorted()
    expect(await codes('')).toEqual(['C-0002', 'L-0001', 'L-0003'])
    expect(await codes('?state=paid')).toEqual(['L-0001'])
    expect(await codes('?state=open')).toEqual(['C-0002', 'L-0003'])
    expect(await codes('?state=overdue')).toEqual(['L-0003'])
    expect(await codes('?state=cancelled')).toEqual([])
    expect(await codes('?q=見本書店')).toEqual(['C-0002'])
    expect(await codes('?q=l0003')).toEqual(['L-0003'])
    expect(await codes(`?q=${paid.reference}`)).toEqual(['L-0001'])
    expect((await office.get(homeLoader, '/desk')).data).toMatchObject({ overdue: 0, otherOverdue: 1 })
  })

  test('each have a page with what happened', async () => {
    const office = await aDeskVisitor('secretariat')
    const { reference } = await aBill()
    await recordPayment(
      { charge: 'L-7K2M', amountYen: 35_000, method: 'postal', on: today(), ref: 'p. 3' },
      { now: now() },
    )
    const { data } = await open(office, reference)
    expect(data.bill).toMatchObject({
      subject: 'L-7K2M',
      state: 'paid',
      amountYen: 34_205,
      openYen: 0,
      surplusYen: 795,
      payer: { name: '見本市役所', email: 'city@example.org' },
      lines: [{ description: '講師派遣料' }, { description: '交通費' }],
      payments: [{ amount: 35_000, method: 'postal', note: 'p. 3', surplusYen: 795 }],
      entries: [{ kind: 'bill' }, { kind: 'payment' }],
      mails: [{ template: 'bill-money', toEmail: 'city@example.org' }],
      tasks: [{ kind: 'overpaid', bill: { reference, subject: 'L-7K2M' } }],
      canCancel: false,
    })
    const tasks = await office.get(tasksLoader, '/desk/tasks')
    expect(tasks.data.list.tasks).toMatchObject([
      { kind: 'overpaid', orderCode: null, bill: { reference, subject: 'L-7K2M' } },
    ])
    for (const none of ['12345678', 'x', '../orders']) expect((await open(office, none)).status).toBe(404)
  })

  test('give out their papers, which lead back to them', async () => {
    const office = await aDeskVisitor('secretariat')
    const { reference } = await aBill()
    const issued = await press(office, reference, { intent: 'invoice', locale: 'ja' })
    const path = issued.location ?? ''
    expect([issued.status, path]).toEqual([303, expect.stringMatching(/^\/desk\/documents\/[\da-f-]{36}$/)])
    const id = path.split('/').at(-1) ?? ''
    const { data } = await office.get(documentLoader, path, { id })
    expect(data).toMatchObject({ orderCode: null, bill: { reference, subject: 'L-7K2M' } })
    const listed = await office.get(documentsLoader, '/desk/documents')
    expect(listed.data.papers).toMatchObject([{ bill: { reference }, recipient: '見本市役所' }])
    expect((await open(office, reference)).data.bill.documents).toMatchObject([{ kind: 'invoice' }])
    const early = await press(office, reference, { intent: 'receipt', locale: 'ja' })
    expect([early.status, early.data]).toEqual([409, 'bills:paper.refused'])
    expect((await press(office, reference, { intent: 'invoice', locale: 'xx' })).status).toBe(400)
    expect((await press(office, reference, { intent: 'other' })).status).toBe(400)
  })
})

describe('money for a bill', () => {
  test('is recorded by the treasurer, by the rules of an order', async () => {
    const treasurer = await aDeskVisitor('treasurer')
    const { reference } = await aBill()
    const page = await treasurer.get(payLoader, `/desk/bills/${reference}/payment`, { reference })
    const { seen } = page.data.bill
    const wrong = await pay(treasurer, reference, { seen, amount: '34000', ref: ' ' })
    expect([wrong.status, wrong.data]).toMatchObject([
      422,
      { problems: { sure: expect.anything(), ref: expect.anything() }, typed: { amount: '34000' } },
    ])
    const paid = await pay(treasurer, reference, { seen })
    expect([paid.status, paid.location]).toEqual([303, `/desk/bills/${reference}?done=recorded`])
    const twice = await pay(treasurer, reference, { seen })
    // Nothing is missing any more, so the same amount has to be confirmed; then it is the same payment.
    expect(twice.status).toBe(422)
    const sure = await pay(treasurer, reference, { seen, sure: 'on' })
    expect(sure.location).toBe(`/desk/bills/${reference}?done=recorded-before`)
    expect(await db.payment.count()).toBe(1)
  })

  test('from an older state of it is refused, with everything typed kept', async () => {
    const treasurer = await aDeskVisitor('treasurer')
    const { reference } = await aBill()
    const seen = await seenBy(treasurer, reference)
    await pay(treasurer, reference, { seen, amount: '205', sure: 'on', ref: 'row 1' })
    const late = await pay(treasurer, reference, { seen, amount: '34000', ref: 'row 2' })
    expect([late.status, late.data]).toMatchObject([
      409,
      { notice: { key: 'bills:changed' }, typed: { amount: '34000', ref: 'row 2' } },
    ])
    expect(await db.payment.count()).toBe(1)
  })
})

describe('a bill', () => {
  test('is cancelled by the treasurer, who says that she is sure', async () => {
    const office = await aDeskVisitor('secretariat')
    const treasurer = await aDeskVisitor('treasurer')
    const { reference, chargeId } = await aBill()
    const seen = await seenBy(treasurer, reference)
    expect((await press(office, reference, { intent: 'cancel', sure: 'on', seen })).status).toBe(403)
    const unsure = await press(treasurer, reference, { intent: 'cancel', seen })
    expect([unsure.status, unsure.data]).toEqual([422, 'bills:cancel.sureMissing'])
    const done = await press(treasurer, reference, { intent: 'cancel', sure: 'on', seen })
    expect(done.location).toBe(`/desk/bills/${reference}?done=bill-cancelled`)
    expect((await open(office, reference)).data).toMatchObject({ bill: { state: 'cancelled', openYen: 0 } })
    const again = await press(treasurer, reference, { intent: 'cancel', sure: 'on', seen })
    expect([again.status, again.data]).toEqual([409, 'bills:cancel.alreadyClosed'])
    const log = await db.auditEntry.findFirst({ where: { tableName: 'charges', rowId: chargeId } })
    expect(log).toMatchObject({ staffId: treasurer.staffId, after: { state: 'cancelled' } })
  })
})
