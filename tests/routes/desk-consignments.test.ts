import { beforeEach, describe, expect, test } from 'vitest'
import { ROLES } from '#app/domain/roles.ts'
import { checkBooks } from '#app/features/settlement/check-books.server.ts'
import { db } from '#app/platform/db.server.ts'
import { action as consigneeAction, loader as consigneeLoader } from '#app/routes/desk/consignee.tsx'
import { loader as consigneesLoader } from '#app/routes/desk/consignees.tsx'
import { action as newAction, loader as newLoader } from '#app/routes/desk/consignment-new.tsx'
import {
  action as takeBackAction,
  loader as takeBackLoader,
} from '#app/routes/desk/consignment-take-back.tsx'
import { action as settleAction, loader as noteLoader } from '#app/routes/desk/consignment.tsx'
import { loader as notesLoader } from '#app/routes/desk/consignments.tsx'
import { anEdition, anOrganisation } from '#tests/support/factories.ts'
import { aVisitor, type Visitor } from '#tests/support/route-kit.ts'
import { useSandbox } from '#tests/support/sandbox-kit.ts'
import { aDeskVisitor } from '#tests/support/staff.ts'

useSandbox()

beforeEach(async () => {
  await anOrganisation()
  await anEdition({ sku: 'MNET-100', copies: 10, priceYen: 500 })
  await anEdition({ sku: 'BOOK-1', copies: 5, priceYen: 1_000 })
})

const SHOP = {
  name: '見本書店',
  kind: 'bookshop',
  percent: '30',
  days: '30',
  email: 'shop@books.example.org',
}
const STALL = { name: '6月ワークショップ', kind: 'stall' }
const SENT = '2026-11-01'
const SETTLED = '2026-11-20'

/** One person at one browser, who keeps consignees and sends and settles notes. */
async function aDesk(role: (typeof ROLES)[number] = 'secretariat') {
  const staff = await aDeskVisitor(role)
  const keep = (fields: Record<string, string>, id = 'new') =>
    staff.post(consigneeAction, `/desk/consignees/${id}`, fields, { id })
  const send = (fields: Record<string, string>) => staff.post(newAction, '/desk/consignments/new', fields)
  return { staff, keep, send }
}

type Desk = Awaited<ReturnType<typeof aDesk>>

/** A consignee that has six copies of one edition and two of the other. */
async function aNote(desk: Desk, consignee: Record<string, string> = SHOP) {
  expect((await desk.keep(consignee)).status).toBe(303)
  const { id } = await db.consignee.findFirstOrThrow()
  const fields = {
    formKey: 'form-key-send',
    consignee: id,
    sentOn: SENT,
    'sku.0': 'MNET-100',
    'copies.0': '６',
    'sku.3': 'book-1',
    'copies.3': '2',
  }
  const answer = await desk.send(fields)
  const code = /\/desk\/consignments\/(.+)\?saved/.exec(answer.response?.headers.get('Location') ?? '')?.[1]
  if (!code) throw new Error(`not sent: ${JSON.stringify(answer.data)}`)
  return { id, code, fields, ...settling(desk.staff, code) }
}

function settling(staff: Visitor, code: string) {
  const url = `/desk/consignments/${code}`
  const page = async () => (await staff.get(noteLoader, url, { code })).data
  return {
    page,
    settle: (fields: Record<string, string>, intent = 'book') =>
      staff.post(settleAction, url, { settledOn: SETTLED, intent, ...fields }, { code }),
    /** The hidden fields of the form, as the page has them now. */
    opened: async () => {
      const { consignment, formKey } = await page()
      return { formKey, seen: String(consignment.settlements.length) }
    },
  }
}

async function stockOf(sku: string) {
  const { onHand, consigned, sold, damagedOrLost } = await db.printRun.findFirstOrThrow({
    where: { edition: { sku } },
  })
  return { onHand, consigned, sold, damagedOrLost }
}

async function wrongInBooks(): Promise<string[]> {
  return (await checkBooks()).checks.filter(({ ok }) => !ok).map(({ name }) => name)
}

async function balanceOf(account: 'cash' | 'sales' | 'stock_losses'): Promise<number> {
  const { _sum } = await db.posting.aggregate({ where: { account }, _sum: { amountYen: true } })
  return _sum.amountYen ?? 0
}

describe('copies at a bookshop', () => {
  test('are sent, reported in parts and billed less its share; what comes back is in stock, what is lost is written off', async () => {
    const desk = await aDesk()
    const note = await aNote(desk)
    for (const sku of ['MNET-100', 'BOOK-1']) {
      const sent = sku === 'MNET-100' ? { onHand: 4, consigned: 6 } : { onHand: 3, consigned: 2 }
      expect(await stockOf(sku)).toMatchObject(sent)
    }
    const first = { ...(await note.opened()), 'sold.MNET-100': '3', 'returned.BOOK-1': '1' }
    const checked = await note.settle(first, 'check')
    expect(checked.data).toMatchObject({
      answer: null,
      check: {
        lines: [
          { sku: 'BOOK-1', returned: 1 },
          { sku: 'MNET-100', sold: 3 },
        ],
      },
    })
    expect(await db.consignmentSettlement.count(), 'only looked at').toBe(0)
    expect((await note.settle(first)).response?.headers.get('Location')).toBe(
      `/desk/consignments/${note.code}?saved`,
    )
    const charge = await db.charge.findFirstOrThrow({ include: { payer: true } })
    expect(charge).toMatchObject({ terms: 'billed', state: 'open', amountYen: 1_050 })
    expect(charge.payer).toMatchObject({
      name: '見本書店',
      email: 'shop@books.example.org',
      subject: note.code,
    })
    expect((await note.page()).consignment).toMatchObject({
      state: 'open',
      settlements: [{ chargeReference: charge.reference, staffName: '見本 secretariat', grossYen: 1_500 }],
    })
    const rest = { 'sold.BOOK-1': '1', 'returned.MNET-100': '2', 'lost.MNET-100': '1' }
    expect((await note.settle({ ...(await note.opened()), ...rest })).status).toBe(303)
    expect(await stockOf('MNET-100')).toEqual({ onHand: 6, consigned: 0, sold: 3, damagedOrLost: 1 })
    expect(await stockOf('BOOK-1')).toEqual({ onHand: 4, consigned: 0, sold: 1, damagedOrLost: 0 })
    expect((await note.page()).consignment.state).toBe('settled')
    expect(await wrongInBooks()).toEqual([])
    const { consignments } = (await desk.staff.get(notesLoader, '/desk/consignments')).data
    expect(consignments).toMatchObject([{ code: note.code, isOpen: false, sent: 8, sold: 4, out: 0 }])
  })

  test('are out again when the treasurer takes a settlement back, with a reason; the secretariat may not', async () => {
    const desk = await aDesk()
    const note = await aNote(desk)
    expect((await note.settle({ ...(await note.opened()), 'sold.MNET-100': '3' })).status).toBe(303)
    const { code } = note
    const at = { code, number: '1' }
    const url = `/desk/consignments/${code}/settlements/1`
    expect((await note.page()).mayTakeBack).toBe(false)
    expect((await desk.staff.post(takeBackAction, url, { reason: '誤記' }, at)).status).toBe(403)
    const { staff } = await aDesk('treasurer')
    expect((await staff.get(takeBackLoader, url, at)).data).toMatchObject({
      consignment: { mayTakeBack: 1 },
      settlement: { lines: [{ sku: 'MNET-100', sold: 3 }], isTakenBack: false },
    })
    expect(await staff.post(takeBackAction, url, { reason: ' ' }, at)).toMatchObject({
      status: 422,
      data: { problems: { reason: { key: 'errors:required' } } },
    })
    const taken = await staff.post(takeBackAction, url, { reason: '誤記' }, at)
    expect(taken.location).toBe(`/desk/consignments/${code}?saved`)
    expect((await staff.post(takeBackAction, url, { reason: '誤記' }, at)).status, 'pressed twice').toBe(303)
    expect((await note.page()).consignment).toMatchObject({
      state: 'open',
      mayTakeBack: null,
      settlements: [{ isTakenBack: true }, { takesBack: 1, note: '誤記', staffName: '見本 treasurer' }],
    })
    expect(await stockOf('MNET-100')).toMatchObject({ onHand: 4, consigned: 6, sold: 0 })
    expect(await wrongInBooks()).toEqual([])
    const again = { ...at, number: '2' }
    const refused = await staff.post(takeBackAction, url.replace(/1$/, '2'), { reason: '誤記' }, again)
    expect(refused).toMatchObject({
      status: 409,
      data: { notice: { key: 'deskConsign:takeBack.notNewest' } },
    })
    const none = staff.get(takeBackLoader, url.replace(/1$/, '7'), { code, number: '7' })
    expect((await none).status).toBe(404)
  })

  test('stay with what they were sent to: it may get another name, but a bookshop becomes no stall', async () => {
    const desk = await aDesk()
    const note = await aNote(desk)
    const changed = await desk.keep({ ...SHOP, kind: 'stall' }, note.id)
    expect(changed).toMatchObject({
      status: 422,
      data: { problems: { kind: { key: 'deskConsign:kindFixed' } } },
    })
    expect((await desk.keep({ ...SHOP, name: '見本書店 本店' }, note.id)).status).toBe(303)
    expect(await db.consignee.findFirstOrThrow()).toMatchObject({ kind: 'bookshop', name: '見本書店 本店' })
  })

  test('leave once when the form is sent twice, and only as many as are free', async () => {
    const desk = await aDesk()
    const note = await aNote(desk)
    const again = await desk.send(note.fields)
    expect(again.response?.headers.get('Location')).toBe(`/desk/consignments/${note.code}?saved`)
    expect(await db.consignment.count()).toBe(1)
    const { 'sku.3': _sku, 'copies.3': _copies, ...one } = note.fields
    const refused = await desk.send({ ...one, formKey: 'form-key-more', 'copies.0': '5', event: '読書会' })
    expect(refused.status).toBe(422)
    expect(refused.data).toMatchObject({
      typed: { 'copies.0': '5', event: '読書会', consignee: note.id },
      problems: { 'copies.0': { key: 'deskCopies:note.tooMany', values: { left: 4 } } },
    })
  })

  test('what is wrong with a new note is said at its field, and nothing leaves', async () => {
    const desk = await aDesk()
    await desk.keep(SHOP)
    const { id } = await db.consignee.findFirstOrThrow()
    const good = { formKey: 'form-key-1', consignee: id, sentOn: SENT, 'sku.1': 'MNET-100', 'copies.1': '2' }
    const cases: [Record<string, string>, string[]][] = [
      [{ consignee: '' }, ['consignee']],
      [{ consignee: 'nobody' }, ['consignee']],
      [{ sentOn: '2099-01-01' }, ['sentOn']],
      [{ sentOn: 'yesterday' }, ['sentOn']],
      [{ settleBy: '2026-10-31' }, ['settleBy']],
      [{ 'copies.1': '0' }, ['copies.1']],
      [{ 'copies.1': '1.5' }, ['copies.1']],
      [{ 'sku.1': '' }, ['sku.1']],
      [{ 'sku.1': '', 'copies.1': '' }, ['sku.0']],
      [{ 'sku.1': 'NONE' }, ['sku.1']],
      [{ 'sku.2': 'MNET-100', 'copies.2': '1' }, ['sku.2']],
      [{ sentOn: '2000-01-01' }, ['sku.1']],
      [{ event: 'あ'.repeat(201) }, ['event']],
      [{ note: 'あ'.repeat(1001) }, ['note']],
    ]
    for (const [change, fields] of cases) {
      const { status, data } = await desk.send({ ...good, ...change })
      expect({ change, status, fields: Object.keys(data.problems) }).toEqual({ change, status: 422, fields })
      expect(data.typed).toMatchObject(change)
    }
    expect(await db.consignment.count()).toBe(0)
    expect((await desk.send({ ...good, formKey: '' })).status).toBe(400)
  })

  test('a report sent twice is one, and the second press is told that it is booked', async () => {
    const note = await aNote(await aDesk())
    const report = { ...(await note.opened()), 'sold.MNET-100': '4' }
    for (const _press of [1, 2]) {
      // Two are out by now: the figure would not fit a second time.
      expect((await note.settle(report)).response?.headers.get('Location')).toContain('?saved')
    }
    expect(await db.charge.count()).toBe(1)
    expect(await stockOf('MNET-100')).toMatchObject({ sold: 4, consigned: 2 })
  })

  test('two people with the same report: the second hears of the first, and decides by sending again', async () => {
    const mine = await aNote(await aDesk())
    const hers = settling((await aDesk('treasurer')).staff, mine.code)
    const report = { 'sold.MNET-100': '2', 'sold.BOOK-1': '2' }
    const [myForm, herForm] = [await mine.opened(), await hers.opened()]
    expect((await mine.settle({ ...myForm, ...report }, 'check')).status).toBe(200)
    expect((await hers.settle({ ...herForm, ...report })).status).toBe(303)
    for (const intent of ['check', 'book']) {
      const refused = await mine.settle({ ...myForm, ...report }, intent)
      expect(refused.status).toBe(409)
      expect(refused.data).toMatchObject({
        answer: { typed: report, notice: { key: 'deskConsign:changedMeanwhile' } },
        check: null,
      })
    }
    expect(await stockOf('MNET-100')).toMatchObject({ sold: 2, consigned: 4 })
    const again = { ...myForm, seen: '1', 'sold.MNET-100': '1' }
    expect((await mine.settle(again)).status, 'it was another report').toBe(303)
    const one = { 'sold.MNET-100': '1' }
    const [myNext, herNext] = [await mine.opened(), await hers.opened()]
    const answers = await Promise.all([
      mine.settle({ ...myNext, ...one }),
      hers.settle({ ...herNext, ...one }),
    ])
    expect(answers.map(({ status }) => status).toSorted(), 'at the same moment').toEqual([303, 409])
    const last = await hers.opened()
    await mine.settle({ ...(await mine.opened()), 'returned.MNET-100': '2' })
    const late = await hers.settle({ ...last, 'returned.MNET-100': '2' })
    expect(late.status).toBe(409)
    expect(late.data.answer?.notice).toEqual({ key: 'deskConsign:closed' })
    expect(await stockOf('MNET-100')).toMatchObject({ onHand: 6, sold: 4, consigned: 0 })
    expect(await wrongInBooks()).toEqual([])
  })

  test('what is wrong with a report is said at its field, with everything typed', async () => {
    const note = await aNote(await aDesk())
    const form = await note.opened()
    const cases: [Record<string, string>, string[]][] = [
      [{ 'sold.MNET-100': '4', 'returned.MNET-100': '3' }, ['returned.MNET-100']],
      [{ 'sold.MNET-100': '-1' }, ['sold.MNET-100']],
      [{ 'lost.BOOK-1': 'x' }, ['lost.BOOK-1']],
      [{ 'sold.MNET-100': '1', settledOn: '2026-10-31' }, ['settledOn']],
      [{ 'sold.MNET-100': '1', settledOn: '2099-01-01' }, ['settledOn']],
    ]
    for (const [typed, fields] of cases) {
      const { status, data } = await note.settle({ ...form, ...typed })
      const problems = Object.keys(data.answer?.problems ?? {})
      expect({ typed, status, problems }).toEqual({ typed, status: 422, problems: fields })
      expect(data.answer?.typed).toMatchObject(typed)
    }
    expect((await note.settle(form)).data.answer?.notice).toEqual({ key: 'deskConsign:nothing' })
    expect(await db.consignmentSettlement.count()).toBe(0)
    expect(await stockOf('MNET-100')).toMatchObject({ onHand: 4, consigned: 6 })
  })
})

describe('copies at a stall', () => {
  test('what did not come back was sold: cash is booked as counted, and nothing is owed', async () => {
    const note = await aNote(await aDesk(), STALL)
    const form = await note.opened()
    const refused = await note.settle({ ...form, 'returned.MNET-100': '2', 'lost.MNET-100': '1' })
    expect(refused.status).toBe(422)
    expect(Object.keys(refused.data.answer?.problems ?? {}).toSorted()).toEqual(['cash', 'returned.BOOK-1'])
    const home = { 'returned.MNET-100': '2', 'lost.MNET-100': '1', 'returned.BOOK-1': '1', cash: '2,400' }
    const checked = await note.settle({ ...form, ...home }, 'check')
    expect(checked.data.check).toMatchObject({
      lines: [
        { sku: 'BOOK-1', sold: 1 },
        { sku: 'MNET-100', sold: 3, returned: 2, lost: 1 },
      ],
      cashCountedYen: 2_400,
    })
    for (const _press of [1, 2]) expect((await note.settle({ ...form, ...home })).status).toBe(303)
    expect(await db.charge.findMany()).toMatchObject([{ state: 'covered', method: 'cash', amountYen: 2_500 }])
    expect(await balanceOf('cash'), 'a hundred yen are missing').toBe(2_400)
    expect(await stockOf('MNET-100')).toEqual({ onHand: 6, consigned: 0, sold: 3, damagedOrLost: 1 })
    expect(await stockOf('BOOK-1')).toEqual({ onHand: 4, consigned: 0, sold: 1, damagedOrLost: 0 })
    expect((await note.page()).consignment.state).toBe('settled')
    expect(await db.outboxMail.count(), 'a stall gets no mail').toBe(0)
    expect(await wrongInBooks()).toEqual([])
  })
})

describe('a consignee', () => {
  test('is kept as typed; an address that is emptied is gone', async () => {
    const { staff, keep } = await aDesk()
    const address = { postalCode: '151-0053', prefecture: '東京都', city: '渋谷区', street: '代々木1-2-3' }
    expect((await keep({ ...SHOP, ...address })).status).toBe(303)
    const { id } = await db.consignee.findFirstOrThrow()
    const shown = async () =>
      (await staff.get(consigneeLoader, `/desk/consignees/${id}`, { id })).data.consignee?.typed
    expect(await shown()).toMatchObject({ ...SHOP, city: '渋谷区' })
    expect((await keep({ ...SHOP, percent: '25' }, id)).status).toBe(303)
    expect(await shown()).toEqual({ ...SHOP, percent: '25', locale: 'ja' })
    const { consignees } = (await staff.get(consigneesLoader, '/desk/consignees')).data
    expect(consignees).toMatchObject([{ name: '見本書店', commissionPercent: 25, copiesOut: 0 }])
  })

  test('what is wrong is said at its field; one that has copies is not closed', async () => {
    const desk = await aDesk()
    const { id } = await aNote(desk)
    const cases: [Record<string, string>, string[]][] = [
      [{ name: ' ' }, ['name']],
      [{ name: 'あ'.repeat(121) }, ['name']],
      [{ percent: '101' }, ['percent']],
      [{ percent: '' }, ['percent']],
      [{ days: '181' }, ['days']],
      [{ days: '' }, ['days']],
      [{ days: '-1' }, ['days']],
      [{ email: 'shop at example' }, ['email']],
      [{ contact: 'あ'.repeat(121) }, ['contact']],
      [{ phone: '0'.repeat(41) }, ['phone']],
      [{ note: 'あ'.repeat(1001) }, ['note']],
      [{ postalCode: '1510053' }, ['prefecture', 'city', 'street']],
    ]
    for (const [change, fields] of cases) {
      const { status, data } = await desk.keep({ ...SHOP, name: '別の書店', ...change })
      const problems = Object.keys(data.problems).toSorted()
      expect({ change, status, problems }).toEqual({ change, status: 422, problems: fields.toSorted() })
      expect(data.typed).toMatchObject(change)
    }
    expect((await desk.keep(SHOP)).data.problems, 'a form sent twice').toHaveProperty('name')
    expect(await db.consignee.count()).toBe(1)
    const closed = await desk.keep({ ...SHOP, isDisabled: 'on' }, id)
    expect(closed.data.problems).toEqual({ isDisabled: { key: 'deskConsign:copiesOut' } })
  })

  test('and its notes are for everybody at the desk and for nobody else; an address that names nothing is not found', async () => {
    expect(
      (await aVisitor().post(consigneeAction, '/desk/consignees/new', SHOP, { id: 'new' })).location,
    ).toBe('/desk/sign-in')
    expect((await aVisitor().post(newAction, '/desk/consignments/new', {})).location).toBe('/desk/sign-in')
    expect(await db.consignee.count()).toBe(0)
    for (const role of ROLES) {
      const { staff, keep } = await aDesk(role)
      expect((await keep({ ...SHOP, name: `見本書店 ${role}` })).status).toBe(303)
      expect((await staff.get(newLoader, '/desk/consignments/new')).data.editions).toHaveLength(2)
      const none = { code: 'C-NONE' }
      expect((await staff.get(noteLoader, '/desk/consignments/C-NONE', none)).status).toBe(404)
      expect((await keep(SHOP, 'none')).status).toBe(404)
    }
  })
})
