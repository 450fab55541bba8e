import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { addDays, dayToDb, tokyoDayOf } from '#app/domain/day.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { setClock, setClockOffset } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { loader as noteLoader } from '#app/routes/desk/delivery-note.ts'
import * as paper from '#app/routes/desk/document.tsx'
import { loader as fileLoader } from '#app/routes/desk/document-file.ts'
import * as newPaper from '#app/routes/desk/document-new.tsx'
import { loader as listLoader } from '#app/routes/desk/documents.tsx'
import * as newOrder from '#app/routes/desk/order-new.tsx'
import * as newQuote from '#app/routes/desk/quote-new.tsx'
import { anEdition, anOrder, anOrganisation, NOON } from '#tests/support/factories.ts'
import { aDeskVisitor } from '#tests/support/staff.ts'
import { typed } from '#tests/support/typed.ts'

type Staff = Awaited<ReturnType<typeof aDeskVisitor>>

const today = tokyoDayOf(NOON)

beforeEach(async () => {
  setClock(NOON)
  await anOrganisation()
  await anEdition({ sku: 'MNET-100', copies: 20 })
})
afterAll(() => setClockOffset(0))

async function aPaidOrder() {
  const order = await anOrder([{ sku: 'MNET-100', copies: 2 }])
  const { reference, amountYen } = await db.charge.findUniqueOrThrow({ where: { id: order.chargeId } })
  await recordPayment(
    { charge: reference, amountYen, method: 'bank', on: today, ref: 'row 1' },
    { now: NOON },
  )
  return order
}

async function issue(staff: Staff, code: string, fields: Record<string, string>) {
  return await staff.post(newPaper.action, `/desk/documents/new?order=${code}`, { locale: 'ja', ...fields })
}

function idOf(location: string | null): string {
  return location?.split('/').at(-1) ?? ''
}

const quote = {
  recipient: '見本大学図書館',
  address: '〒000-0000 東京都見本区1-1\r\n附属図書館 受入係',
  country: 'JP',
  'sku-1': 'mnet-100',
  'copies-1': '１２',
  validUntil: addDays(today, 30),
  locale: 'ja',
}

describe('papers of an order', () => {
  test('a receipt is issued, handed out again as 再発行, and downloaded', async () => {
    const order = await aPaidOrder()
    const staff = await aDeskVisitor('secretariat')
    const issued = await issue(staff, order.code, { what: 'receipt', name: '株式会社見本' })
    expect(issued.status).toBe(303)
    const id = idOf(issued.location)
    const again = await staff.post(paper.action, `/desk/documents/${id}`, { intent: 'reissue' }, { id })
    expect(again.status).toBe(303)
    const { data } = await staff.get(paper.loader, `/desk/documents/${id}`, { id })
    expect(data.paper).toMatchObject({
      code: 'R2026-00001',
      payload: { recipient: { name: '株式会社見本' } },
      issues: [{ number: 1, staffName: '見本 secretariat' }, { number: 2 }],
    })
    expect([data.canVoid, data.orderCode]).toEqual([false, order.code])
    for (const number of [1, 2]) {
      const file = await staff.get(fileLoader, `/desk/documents/${id}/file?issue=${number}`, { id })
      expect((await file.response?.text())?.slice(0, 5)).toBe('%PDF-')
      expect(file.headers.get('Cache-Control')).toBe('private, no-store')
    }
    for (const number of ['3', '0', 'x', '1e3']) {
      const file = await staff.get(fileLoader, `/desk/documents/${id}/file?issue=${number}`, { id })
      expect(file.status).toBe(404)
    }
  })

  test('a receipt in another name needs the first one voided, by the treasurer, with a reason', async () => {
    const order = await aPaidOrder()
    const secretary = await aDeskVisitor('secretariat')
    const id = idOf((await issue(secretary, order.code, { what: 'receipt', name: '山田' })).location)
    const other = await issue(secretary, order.code, { what: 'receipt', name: '田中' })
    expect([other.status, other.data]).toMatchObject([
      422,
      { field: 'name', key: 'deskWork:paper.nameFixed', typed: '田中' },
    ])
    const path = `/desk/documents/${id}`
    const tooLow = await secretary.post(paper.action, path, { intent: 'void', reason: 'wrong name' }, { id })
    expect(tooLow.status).toBe(403)
    const treasurer = await aDeskVisitor('treasurer')
    const noReason = await treasurer.post(paper.action, path, { intent: 'void', reason: ' ' }, { id })
    expect([noReason.status, noReason.data]).toMatchObject([422, { problem: 'deskWork:paper.reasonMissing' }])
    const both = await Promise.all(
      [1, 2].map(() => treasurer.post(paper.action, path, { intent: 'void', reason: 'wrong name' }, { id })),
    )
    expect(both.map(({ status }) => status).toSorted()).toEqual([303, 422])
    expect((await secretary.post(paper.action, path, { intent: 'reissue' }, { id })).status).toBe(409)
    const fresh = await issue(secretary, order.code, { what: 'receipt', name: '田中' })
    const freshId = idOf(fresh.location)
    const { data } = await secretary.get(paper.loader, `/desk/documents/${freshId}`, { id: freshId })
    expect(data.paper.code).toBe('R2026-00002')
  })

  test.each([
    ['of an order that is not paid', { what: 'receipt', name: 'x' }, 422],
    ['a bill of an order that is not billed', { what: 'invoice' }, 422],
    ['a credit note of no refund', { what: 'credit_note', refund: 'x' }, 400],
    ['of no kind', { what: 'x' }, 400],
    ['in no language', { what: 'receipt', locale: 'xx' }, 400],
  ])('%s is refused, and no number is used up', async (_what, fields, status) => {
    const order = await anOrder([{ sku: 'MNET-100', copies: 1 }])
    const staff = await aDeskVisitor('secretariat')
    expect((await issue(staff, order.code, fields)).status).toBe(status)
    expect(await db.documentCounter.count()).toBe(0)
  })

  test('are not found for an order or a parcel that is none', async () => {
    const staff = await aDeskVisitor('secretariat')
    const unnamed = await staff.get(newPaper.loader, '/desk/documents/new')
    expect([unnamed.status, unnamed.location]).toEqual([302, '/desk/orders'])
    for (const query of ['?order=', '?order=K7M2-9QXA', '?order=%00']) {
      expect((await staff.get(newPaper.loader, `/desk/documents/new${query}`)).status).toBe(404)
    }
    expect((await staff.get(noteLoader, '/desk/delivery-notes/none', { id: 'none' })).status).toBe(404)
    expect((await staff.get(paper.loader, '/desk/documents/none', { id: 'none' })).status).toBe(404)
  })
})

describe('a quote', () => {
  test('states today’s prices and postage, and is listed with its last day', async () => {
    const staff = await aDeskVisitor('secretariat')
    const made = await staff.post(newQuote.action, '/desk/quotes/new', quote)
    expect(made.status).toBe(303)
    const id = idOf(made.location)
    const { data } = await staff.get(paper.loader, `/desk/documents/${id}`, { id })
    expect(data.paper).toMatchObject({
      code: 'Q2026-00001',
      // Twelve at 500 yen, and postage of a parcel above a kilogram.
      totalYen: 6_600,
      payload: { recipient: { address: ['〒000-0000 東京都見本区1-1', '附属図書館 受入係'] } },
    })
    const list = await staff.get(listLoader, '/desk/documents?kind=quote&year=2026&void=no')
    expect(list.data.papers).toMatchObject([{ code: 'Q2026-00001', validUntil: quote.validUntil }])
    for (const query of ['kind=receipt', 'year=2025', 'void=yes']) {
      expect((await staff.get(listLoader, `/desk/documents?${query}`)).data.papers).toEqual([])
    }
  })

  test.each([
    ['no name', { recipient: ' ' }, ['recipient']],
    ['no lines', { 'sku-1': '', 'copies-1': '' }, ['sku-1']],
    ['an unknown item', { 'sku-1': 'NONE' }, ['sku-1']],
    ['copies that are no number', { 'copies-1': 'many' }, ['copies-1']],
    ['more copies than there are', { 'copies-1': '21' }, ['copies-1']],
    ['an item twice', { 'sku-2': 'MNET-100', 'copies-2': '1' }, ['sku-2']],
    ['a day gone by', { validUntil: addDays(today, -1) }, ['validUntil']],
    ['a day that is none', { validUntil: '2026-02-30' }, ['validUntil']],
    ['a country that is none', { country: 'XX' }, ['country']],
    ['too long a note', { note: 'x'.repeat(1001) }, ['note']],
  ])('with %s is refused at the field, with everything typed kept', async (_what, change, fields) => {
    const staff = await aDeskVisitor('secretariat')
    const sent = { ...quote, ...change }
    const answer = await staff.post(newQuote.action, '/desk/quotes/new', sent)
    expect(answer.status).toBe(422)
    expect(Object.keys(answer.data?.problems ?? {})).toEqual(fields)
    expect(answer.data?.typed).toMatchObject(sent)
    expect(await db.document.count()).toBe(0)
  })
})

describe('an order from a quote', () => {
  const filled = { ...typed(), channel: 'mail', method: 'bank', terms: 'billed', rows: '1' }
  const line = { 'edition.0': 'MNET-100', 'copies.0': '12', dueOn: addDays(today, 30) }

  async function aQuote(staff: Staff): Promise<string> {
    return idOf((await staff.post(newQuote.action, '/desk/quotes/new', quote)).location)
  }

  async function order(staff: Staff, quoteId: string, fields: Record<string, string> = {}) {
    const key = `${quoteId}-${fields.copy ?? 'a'}`
    return await staff.post(newOrder.action, '/desk/orders/new', {
      ...filled,
      ...line,
      quote: quoteId,
      key,
      ...fields,
    })
  }

  test('has its lines and its prices, though they have risen since; one order from each', async () => {
    const id = await aQuote(await aDeskVisitor('secretariat'))
    const edition = await db.edition.findFirstOrThrow({ where: { sku: 'MNET-100' } })
    await db.editionPrice.create({
      data: { editionId: edition.id, validFrom: dayToDb(addDays(today, 1)), priceYen: 900 },
    })
    setClock(new Date(NOON.getTime() + 10 * 86_400_000))
    const staff = await aDeskVisitor('secretariat')
    const form = await staff.get(newOrder.loader, `/desk/orders/new?quote=${id}`)
    expect(form.data.view).toMatchObject({
      rows: [{ edition: 'MNET-100', copies: '12' }],
      quote: { code: 'Q2026-00001' },
      typed: { terms: 'billed' },
    })
    const shown = await order(staff, id)
    expect(shown.data?.preview).toMatchObject({ totals: { totalYen: 6_600 } })
    const confirmed = { ...shown.data?.preview?.fields, intent: 'confirm' }
    const placed = await Promise.all([1, 2].map(() => order(staff, id, confirmed)))
    expect(placed.map(({ status }) => status)).toEqual([303, 303])
    expect(
      await db.order.findMany({
        select: { quoteId: true, charge: { select: { amountYen: true, terms: true } } },
      }),
    ).toEqual([{ quoteId: id, charge: { amountYen: 6_600, terms: 'billed' } }])
    // Somebody else had the quote open as well.
    expect((await order(staff, id, { copy: 'b' })).status).toBe(409)
    expect((await staff.get(newOrder.loader, `/desk/orders/new?quote=${id}`)).location).toBe(
      `/desk/documents/${id}`,
    )
  })

  test('is refused when the quote has expired, is void, or is none', async () => {
    const staff = await aDeskVisitor('treasurer')
    const [old, gone] = [await aQuote(staff), await aQuote(staff)]
    await staff.post(paper.action, `/desk/documents/${gone}`, { intent: 'void', reason: 'x' }, { id: gone })
    expect((await order(staff, gone)).status).toBe(409)
    expect((await order(staff, 'none')).status).toBe(409)
    setClock(new Date(NOON.getTime() + 31 * 86_400_000))
    const late = await order(await aDeskVisitor('treasurer'), old, { dueOn: addDays(today, 60) })
    expect([late.status, late.data]).toMatchObject([
      409,
      { view: { notice: { key: 'deskWork:quote.expiredAdvice' } } },
    ])
    expect(await db.order.count()).toBe(0)
  })
})
