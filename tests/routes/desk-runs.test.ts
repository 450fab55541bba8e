import { beforeEach, describe, expect, test } from 'vitest'
import { db } from '#app/platform/db.server.ts'
import { action as movementAction, loader as movementLoader } from '#app/routes/desk/movement.tsx'
import { action as newAction, loader as newLoader } from '#app/routes/desk/run-new.tsx'
import { action as runAction, loader as runLoader } from '#app/routes/desk/run.tsx'
import { action as noteAction, loader as noteLoader } from '#app/routes/desk/stock-note.tsx'
import { anEdition, anOrder, anOrganisation } from '#tests/support/factories.ts'
import { useSandbox } from '#tests/support/sandbox-kit.ts'
import { aDeskVisitor } from '#tests/support/staff.ts'

useSandbox()

beforeEach(async () => {
  await anOrganisation()
  await anEdition({ sku: 'MNET-100', copies: 10 })
})

const sku = 'MNET-100'

async function aDesk() {
  const staff = await aDeskVisitor('secretariat')
  const plan = (fields: Record<string, string>) =>
    staff.post(newAction, `/desk/stock/${sku}/runs/new`, fields, { sku })
  const run = (number: string, fields: Record<string, string>) =>
    staff.post(runAction, `/desk/stock/${sku}/runs/${number}`, fields, { sku, number })
  const note = (kind: string, fields: Record<string, string>) =>
    staff.post(
      noteAction,
      `/desk/stock/${sku}/notes/${kind}`,
      { formKey: 'form-key-1', ...fields },
      { sku, kind },
    )
  return { staff, plan, run, note }
}

describe('a print run at the desk', () => {
  test('is planned, ordered, delivered in parts and billed, each step shown and under the name of who did it', async () => {
    const { staff, plan, run } = await aDesk()
    const planned = await plan({ copies: '５００', printer: '見本印刷', quoted: '¥45,000' })
    expect(planned.response?.headers.get('Location')).toBe('/desk/stock/MNET-100/runs/2?saved')
    expect((await run('2', { intent: 'plan', copies: '520', orderedOn: '2026-11-20' })).status).toBe(303)
    const delivery = {
      copies: '530',
      overs: '10',
      spoils: '3',
      deliveredOn: '2026-11-22',
      formKey: 'form-key-2',
    }
    const checked = await run('2', { ...delivery, intent: 'check' })
    expect(checked.data).toMatchObject({ answer: null, check: { copies: 530, overs: 10, spoils: 3 } })
    expect(await db.printRunDelivery.count({ where: { formKey: 'form-key-2' } }), 'only looked at').toBe(0)
    for (const _press of [1, 2]) expect((await run('2', { ...delivery, intent: 'deliver' })).status).toBe(303)
    const bill = { intent: 'bill', number: 'A-1', billedOn: '2026-11-23', net: '46,000', tax: '4,600' }
    expect((await run('2', bill)).status).toBe(303)
    const { data } = await staff.get(runLoader, `/desk/stock/${sku}/runs/2`, { sku, number: '2' })
    expect(data.run).toMatchObject({
      state: 'delivered',
      copies: 530,
      overs: 10,
      spoils: 3,
      costYen: 46_000,
      costTaxYen: 4_600,
      places: { printed: 530, onHand: 530, soldOwnShop: 0, soldAtStalls: 0, soldAtBookshops: 0 },
      deliveries: [{ copies: 530, staffName: '見本 secretariat' }],
      bills: [{ number: 'A-1', netYen: 46_000 }],
    })
  })

  test('what is wrong is said at its field, and nothing is half-done', async () => {
    const { plan, run } = await aDesk()
    expect((await plan({ copies: '0' })).data.problems).toHaveProperty('copies')
    await plan({ copies: '100' })
    const delivery = { intent: 'deliver', copies: '101', deliveredOn: '2026-11-22', formKey: 'form-key-2' }
    const beyond = await run('2', delivery)
    expect(beyond.status).toBe(422)
    expect(beyond.data.answer).toMatchObject({
      typed: { copies: '101' },
      problems: { overs: { key: 'deskCopies:delivery.beyond', values: { undeclared: 1 } } },
    })
    expect((await run('2', { ...delivery, copies: '0' })).data.answer?.problems).toHaveProperty('copies')
    expect((await run('2', { ...delivery, copies: '-5' })).data.answer?.problems).toHaveProperty('copies')
    expect((await run('2', { ...delivery, deliveredOn: '2099-01-01' })).data.answer?.problems).toHaveProperty(
      'deliveredOn',
    )
    expect((await run('2', { intent: 'cancel' })).data.answer?.problems).toHaveProperty('sure')
    const bill = { intent: 'bill', number: 'A-1', billedOn: '2026-11-23', net: '100', tax: '-1' }
    expect((await run('2', bill)).data.answer?.problems).toHaveProperty('tax')
    expect(await db.stockLevel.findFirstOrThrow()).toMatchObject({ onHand: 10 })
    expect((await run('2', { intent: 'cancel', sure: 'on' })).status).toBe(303)
    expect((await run('2', { ...delivery, copies: '1' })).data.answer?.problems).toHaveProperty('copies')
    expect((await run('9', delivery)).status).toBe(404)
  })
})

describe('copies that leave without a sale', () => {
  test('are given, posted and written off; a second press of the same form does nothing', async () => {
    const { staff, note } = await aDesk()
    const gift = { copies: '2', purpose: 'press', recipient: '見本新聞', on: '2026-11-20' }
    for (const _press of [1, 2]) expect((await note('complimentary', gift)).status).toBe(303)
    const members = {
      formKey: 'form-key-3',
      individual_member: '3',
      organizational_subscriber: '1',
      on: '2026-11-20',
    }
    expect((await note('members', members)).status).toBe(303)
    expect(await db.printRun.findFirstOrThrow()).toMatchObject({
      complimentary: 2,
      postedToMembers: 4,
      onHand: 4,
    })
    await anOrder([{ sku, copies: 3 }])
    const loss = { formKey: 'form-key-4', copies: '2', how: 'damaged', reason: '雨漏り', on: '2026-11-20' }
    const lost = await note('loss', loss)
    expect(lost.response?.headers.get('Location')).toBe('/desk/stock/MNET-100?saved&short=1')
    expect(await db.task.count({ where: { kind: 'short-after-count' } })).toBe(1)
    const url = `/desk/stock/${sku}/notes/nonsense`
    expect((await staff.get(noteLoader, url, { sku, kind: 'nonsense' })).status).toBe(404)
  })

  test('what is wrong is said at its field', async () => {
    const { note } = await aDesk()
    const on = '2026-11-20'
    const problems = async (kind: string, fields: Record<string, string>) =>
      Object.keys((await note(kind, fields)).data.problems)
    expect(await problems('complimentary', { on, copies: '1.5', purpose: 'press' })).toEqual(['copies'])
    expect(await problems('complimentary', { on, copies: '-1', purpose: 'bribe' })).toEqual(['copies'])
    expect(await problems('complimentary', { on, copies: '1', purpose: 'bribe' })).toEqual(['purpose'])
    expect(await problems('complimentary', { on, copies: '11', purpose: 'press' })).toEqual(['copies'])
    expect(await problems('complimentary', { on: '2099-01-01', copies: '1', purpose: 'press' })).toEqual([
      'on',
    ])
    expect(await problems('members', { on })).toEqual(['individual_member'])
    expect(await problems('members', { on, individual_member: 'x' })).toEqual(['individual_member'])
    expect(await problems('member-return', { on, copies: '1', memberClass: 'individual_member' })).toEqual([
      'copies',
    ])
    expect(await problems('loss', { on, copies: '1', how: 'lost' })).toEqual(['reason'])
    expect(await db.stockNote.count()).toBe(0)
  })

  test('a movement is taken back by its opposite, with a reason, once', async () => {
    const { staff, note } = await aDesk()
    await note('complimentary', { copies: '2', purpose: 'author', on: '2026-11-20' })
    const given = await db.stockMovement.findFirstOrThrow({ where: { kind: 'complimentary' } })
    const url = `/desk/stock/${sku}/movements/${given.id}`
    const params = { sku, id: given.id }
    expect((await staff.get(movementLoader, url, params)).data.movement).toMatchObject({
      copies: -2,
      isCorrectable: true,
    })
    expect((await staff.post(movementAction, url, { reason: ' ' }, params)).data.problems).toHaveProperty(
      'reason',
    )
    expect((await staff.post(movementAction, url, { reason: '送らなかった' }, params)).status).toBe(303)
    expect((await staff.post(movementAction, url, { reason: '二度目' }, params)).status).toBe(422)
    expect(await db.printRun.findFirstOrThrow()).toMatchObject({ complimentary: 0, onHand: 10 })
    expect((await staff.get(movementLoader, url, { sku, id: 'x' })).status).toBe(404)
    expect((await staff.get(newLoader, '/desk/stock/NONE/runs/new', { sku: 'NONE' })).status).toBe(404)
  })
})
