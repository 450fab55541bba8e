import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { addDays, startOfDay, tokyoDayOf } from '#app/domain/day.ts'
import { issueQuote } from '#app/features/documents/issue-quote.server.ts'
import { setClock } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { textsFor, type TextKey, type TextValues } from '#app/platform/i18n/texts.ts'
import { loader as orderLoader } from '#app/routes/desk/order.tsx'
import { loader as stockLoader } from '#app/routes/desk/stock.tsx'
import { loader as coverLoader } from '#app/routes/desk/title-cover.ts'
import { loader as fileLoader } from '#app/routes/desk/title-file.ts'
import { loader as previewLoader } from '#app/routes/desk/title-preview.tsx'
import { loader as pricesLoader } from '#app/routes/desk/title-prices.tsx'
import { action as uploadAction, loader as uploadLoader } from '#app/routes/desk/title-upload.tsx'
import { loader as cartLoader } from '#app/routes/shop/cart.tsx'
import { loader as shopOrderLoader } from '#app/routes/shop/order.tsx'
import { anEdition, anOrder, anOrganisation } from '#tests/support/factories.ts'
import { aReader } from '#tests/support/reader.ts'
import type { Visitor } from '#tests/support/route-kit.ts'
import { TUESDAY, useSandbox } from '#tests/support/sandbox-kit.ts'
import { aDeskVisitor } from '#tests/support/staff.ts'
import { formsOf, makeTitle, typedEdition, typedTitle } from '#tests/support/titles.ts'

useSandbox()

const SLUG = 'a-small-book'
const today = tokyoDayOf(TUESDAY)
const tomorrow = addDays(today, 1)

let staff: Visitor & { staffId: string }
let forms: ReturnType<typeof formsOf>
beforeEach(async () => {
  await anOrganisation()
  staff = await aDeskVisitor('secretariat')
  await makeTitle(staff, typedTitle({ listed: 'on' }))
  forms = formsOf(staff, SLUG)
})

type Answer = {
  answer: {
    problems: Record<string, { key: TextKey; values?: TextValues }>
    typed: Record<string, string>
    changed: unknown
  } | null
  check: Record<string, unknown> | null
}

/** The texts of what a form was refused for, by field. */
function told(data: unknown): Record<string, string> {
  const problems = (data as Answer).answer?.problems ?? {}
  return Object.fromEntries(
    Object.entries(problems).map(([field, { key, values }]) => [field, textsFor('en')(key, values)]),
  )
}

function checkOf(data: unknown): Record<string, unknown> | null {
  return (data as Answer).check
}

describe('a new edition', () => {
  test('is kept as it was typed, and a printed one has a stock level', async () => {
    const saved = await forms.edition(
      'new',
      typedEdition({ sku: ' small-1 ', isbn: '4-00-310101-4', publishedOn: '2026-12-01' }),
    )
    expect(saved.location).toBe('/desk/titles/a-small-book?saved#SMALL-1')
    expect(await db.edition.findFirst({ include: { stock: true } })).toMatchObject({
      sku: 'SMALL-1',
      isbn: '9784003101018',
      pages: 64,
      weightGrams: 150,
      state: 'forthcoming',
      stock: { onHand: 0, held: 0, preorderLimit: 0 },
    })
    const { data } = await staff.get(stockLoader, '/desk/stock?q=SMALL')
    expect(data.editions).toMatchObject([{ edition: 'SMALL-1', onHand: 0 }])
  })

  test('of a PDF has no weight and no stock', async () => {
    await forms.edition('new', typedEdition({ format: 'pdf', weight: '' }))
    expect(await db.edition.findFirst({ include: { stock: true } })).toMatchObject({
      format: 'pdf',
      weightGrams: null,
      stock: null,
    })
  })

  test.each<[changes: Record<string, string>, field: string, says: RegExp]>([
    [{ sku: '' }, 'sku', /capitals/],
    [{ sku: 'A' }, 'sku', /capitals/],
    [{ sku: 'SMALL 1' }, 'sku', /capitals/],
    [{ sku: '小さな本' }, 'sku', /capitals/],
    [{ format: 'scroll' }, 'format', /choose one/],
    [{ language: '' }, 'language', /choose one/],
    [{ language: 'JA; DROP' }, 'language', /choose one/],
    [{ state: 'sold' }, 'state', /choose one/],
    [{ isbn: '4-00-310101-5' }, 'isbn', /check digit/],
    [{ isbn: '12345' }, 'isbn', /10 or 13/],
    [{ isbn: '979-0-2600-0043-8' }, 'isbn', /not the ISBN of a book/],
    [{ pages: '0' }, 'pages', /1 to 10000/],
    [{ pages: '-3' }, 'pages', /1 to 10000/],
    [{ pages: '12.5' }, 'pages', /1 to 10000/],
    [{ weight: '' }, 'weight', /needs a weight/],
    [{ weight: '0' }, 'weight', /1 to 30000/],
    [{ weight: '30001' }, 'weight', /1 to 30000/],
    [{ format: 'pdf' }, 'weight', /no weight/],
    [{ publishedOn: '2026-13-01' }, 'publishedOn', /Enter a day/],
    [{ position: '1000' }, 'position', /0 to 999/],
    [{ format: 'pdf', weight: '', state: 'on_sale' }, 'state', /no PDF file yet/],
  ])('with %o is refused at its field, with everything typed', async (changes, field, says) => {
    const refused = await forms.edition('new', typedEdition(changes))
    expect(refused.status).toBe(422)
    expect(told(refused.data)[field]).toMatch(says)
    expect((refused.data as unknown as Answer).answer?.typed).toMatchObject(typedEdition(changes))
    expect(await db.edition.count()).toBe(0)
  })

  test('cannot have the code or the ISBN of another, and hears whose it is', async () => {
    await anEdition({ sku: 'OTHER' })
    await db.edition.updateMany({ data: { isbn: '9784003101018' } })
    expect(told((await forms.edition('new', typedEdition({ sku: 'OTHER' }))).data).sku).toMatch(/another/)
    const refused = await forms.edition('new', typedEdition({ isbn: '978-4-00-310101-8' }))
    expect(told(refused.data).isbn).toBe('Edition OTHER has this ISBN.')
    expect(await db.edition.count()).toBe(1)
  })

  test('is pressed twice and made once', async () => {
    const seen = await forms.seen()
    const answers = await Promise.all([1, 2].map(() => forms.edition('new', typedEdition({ seen }))))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
    expect(await db.edition.count()).toBe(1)
  })
})

describe('editing an edition', () => {
  beforeEach(async () => {
    await forms.edition('new', typedEdition())
  })

  test('a fresh one may get another code and another form', async () => {
    const pdf = typedEdition({ sku: 'SMALL-PDF', format: 'pdf', weight: '' })
    expect((await forms.edition('SMALL-1', pdf)).status).toBe(303)
    expect((await forms.edition('SMALL-PDF', typedEdition())).status).toBe(303)
    expect(await db.edition.findFirst()).toMatchObject({ sku: 'SMALL-1', format: 'print', fileId: null })
    expect((await forms.openEdition('SMALL-PDF')).status).toBe(404)
    expect((await forms.edition('SMALL-PDF', typedEdition())).status).toBe(404)
  })

  test('the second of two people is told, at this form too', async () => {
    const seen = await forms.seen()
    await forms.edition('SMALL-1', typedEdition({ pages: '80' }))
    const late = await forms.edition('SMALL-1', typedEdition({ pages: '96', seen }))
    expect(late.status).toBe(409)
    expect((late.data as unknown as Answer).answer?.changed).toMatchObject([
      {
        items: [
          {
            subject: { kind: 'edition', sku: 'SMALL-1' },
            changes: [{ field: 'pages', before: '64', after: '80' }],
          },
        ],
      },
    ])
    expect(await db.edition.findFirst()).toMatchObject({ pages: 80 })
  })
})

describe('no edit rewrites a placed order', () => {
  test('title, words, edition, price, file and listing change, and the order says what it said', async () => {
    await anEdition({ sku: 'MNET-100', priceYen: 500, copies: 10 })
    const { token, code } = await anOrder([{ sku: 'MNET-100', copies: 2 }], { now: TUESDAY })
    const read = async () => {
      const reader = await staff.get(shopOrderLoader, `/ja/orders/${token}`, { token, locale: 'ja' })
      const colleague = await aDeskVisitor('secretariat')
      const desk = await colleague.get(orderLoader, `/desk/orders/${code}`, { code })
      return { page: reader.data.view, goods: desk.data.order.goods }
    }
    const before = await read()
    expect(JSON.stringify(before.page)).toContain('見本 MNET-100')

    const book = formsOf(staff, 'mnet-100')
    const all = {
      'ja.name': '新しい題',
      'ja.description': '新',
      slug: 'renamed',
      kind: 'manual',
      publishedOn: '2026-01-01',
    }
    expect((await book.edit(typedTitle(all))).status).toBe(303)
    const renamed = formsOf(staff, 'renamed')
    const facts = typedEdition({
      sku: 'MNET-100',
      language: 'mul',
      state: 'on_sale',
      weight: '999',
      isbn: '9784003101018',
    })
    expect((await renamed.edition('MNET-100', facts)).status).toBe(303)
    expect((await renamed.price('MNET-100', { from: tomorrow, yen: '900' })).status).toBe(303)
    // The new price counts by now.
    setClock(startOfDay(tomorrow))
    expect(await read()).toEqual(before)
    expect(await db.chargeLine.findFirst({ where: { kind: 'edition' } })).toMatchObject({
      unitYen: 500,
      amountYen: 1_000,
    })
  })

  test('its code and its form stay', async () => {
    await anEdition({ sku: 'MNET-100' })
    await anOrder([{ sku: 'MNET-100', copies: 1 }], { now: TUESDAY })
    const book = formsOf(staff, 'mnet-100')
    expect((await book.openEdition('MNET-100')).data.edition?.isFixed).toBe(true)
    const renamed: Record<string, string> = { sku: 'OTHER' }
    for (const changes of [renamed, { sku: 'MNET-100', format: 'pdf', weight: '' }]) {
      const refused = await book.edition('MNET-100', typedEdition(changes))
      expect(refused.status).toBe(422)
      expect(told(refused.data).sku).toMatch(/ordered or printed/)
    }
  })
})

describe('withdrawing an edition', () => {
  const withdrawn = typedEdition({ sku: 'MNET-100', state: 'withdrawn', weight: '200', pages: '' })
  let book: ReturnType<typeof formsOf>
  beforeEach(async () => {
    await anEdition({ sku: 'MNET-100', copies: 5, preorderLimit: 10 })
    book = formsOf(staff, 'mnet-100')
  })

  test('that nobody waits for is done at once; in carts it says so at its line', async () => {
    const reader = await aReader(['MNET-100', 2])
    expect((await book.edition('MNET-100', withdrawn)).status).toBe(303)
    const { data } = await reader.get(cartLoader, '/ja/cart')
    expect(data.cart).toMatchObject({
      goodsYen: null,
      lines: [{ sku: 'MNET-100', copies: 2, problem: { key: 'checkout:problem.withdrawn' } }],
    })
  })

  test('that orders wait for asks first, says how many, and keeps them', async () => {
    await anOrder([{ sku: 'MNET-100', copies: 3 }], { now: TUESDAY })
    await anOrder([{ sku: 'MNET-100', copies: 2 }], { now: TUESDAY })
    const last = await anOrder([{ sku: 'MNET-100', copies: 4 }], { now: TUESDAY })
    const asked = await book.edition('MNET-100', withdrawn)
    expect(asked.status).toBe(200)
    expect(checkOf(asked.data)).toMatchObject({ waiting: { orders: 3, held: 5, preordered: 4 } })
    expect(await db.edition.findFirst({ where: { sku: 'MNET-100' } })).toMatchObject({ state: 'on_sale' })
    // Another order came in between: the person has not been told of it.
    const again = await book.edition('MNET-100', { ...withdrawn, confirmedOrders: '2' })
    expect(checkOf(again.data)).toMatchObject({ waiting: { orders: 3 } })
    const lines = await db.orderLine.findMany({ orderBy: { id: 'asc' } })
    expect((await book.edition('MNET-100', { ...withdrawn, confirmedOrders: '3' })).status).toBe(303)
    expect(await db.edition.findFirst({ where: { sku: 'MNET-100' } })).toMatchObject({ state: 'withdrawn' })
    expect(await db.orderLine.findMany({ orderBy: { id: 'asc' } })).toEqual(lines)
    const desk = await staff.get(orderLoader, `/desk/orders/${last.code}`, { code: last.code })
    expect(desk.data.order.goods).toMatchObject([{ quantity: 4 }])
    // It stays withdrawn without another question.
    expect((await book.edition('MNET-100', withdrawn)).status).toBe(303)
  })
})

describe('prices', () => {
  beforeEach(async () => {
    await forms.edition('new', typedEdition({ state: 'on_sale' }))
    await db.stockLevel.updateMany({ data: { preorderLimit: 50 } })
  })

  const prices = async () =>
    (await db.editionPrice.findMany({ orderBy: { validFrom: 'asc' } })).map(({ validFrom, priceYen }) => [
      validFrom.toISOString().slice(0, 10),
      priceYen,
    ])
  const addPast = (from: string, yen: string) => forms.price('SMALL-1', { from, yen, past: 'on' })

  test('the first counts from its day on, once it was shown and confirmed', async () => {
    const asked = await forms.price('SMALL-1', { from: tomorrow, yen: '１，２００円', intent: 'check' })
    expect(asked.status).toBe(200)
    expect(checkOf(asked.data)).toMatchObject({
      isPast: false,
      steps: [{ from: tomorrow, until: null, before: null, after: 1_200 }],
    })
    expect(await prices()).toEqual([])
    expect((await forms.price('SMALL-1', { from: tomorrow, yen: '1200' })).status).toBe(303)
    expect(await prices()).toEqual([['2026-11-25', 1_200]])
  })

  test('one between two others says until when it counts', async () => {
    await addPast('2026-01-01', '500')
    await forms.price('SMALL-1', { from: '2027-04-01', yen: '700' })
    const asked = await forms.price('SMALL-1', { from: '2026-12-01', yen: '600', intent: 'check' })
    expect(checkOf(asked.data)).toMatchObject({
      steps: [{ from: '2026-12-01', until: '2027-03-31', before: 500, after: 600 }],
    })
  })

  test.each<[fields: Record<string, string>, field: string, says: RegExp]>([
    [{ from: '', yen: '500' }, 'from', /no price is without one/],
    [{ from: 'soon', yen: '500' }, 'from', /no price is without one/],
    [{ from: '2026-02-30', yen: '500' }, 'from', /no price is without one/],
    [{ from: '2026-12-01', yen: '' }, 'yen', /./],
    [{ from: '2026-12-01', yen: '0' }, 'yen', /whole yen, from 1/],
    [{ from: '2026-12-01', yen: '-500' }, 'yen', /whole yen, from 1/],
    [{ from: '2026-12-01', yen: '499.5' }, 'yen', /whole yen, from 1/],
    [{ from: '2026-12-01', yen: '1000001' }, 'yen', /whole yen, from 1/],
    [{ from: '2026-12-24', yen: '800' }, 'from', /begins on that day already/],
    [{ from: '2026-12-25', yen: '700' }, 'yen', /the price then anyway/],
  ])('%o is refused at its field, with everything typed', async (fields, field, says) => {
    await forms.price('SMALL-1', { from: '2026-12-24', yen: '700' })
    for (const intent of ['check', 'save']) {
      const refused = await forms.price('SMALL-1', { ...fields, intent })
      expect(refused.status).toBe(422)
      expect(told(refused.data)[field]).toMatch(says)
      expect((refused.data as unknown as Answer).answer?.typed).toMatchObject(fields)
    }
    expect(await prices()).toEqual([['2026-12-24', 700]])
  })

  test.each<Record<string, string>>([
    { change: 'steal' },
    { change: 'edit' },
    { change: 'edit', of: 'x' },
    { change: 'remove' },
  ])('%o is no form of ours', async (fields) => {
    expect((await forms.price('SMALL-1', { from: tomorrow, yen: '500', ...fields })).status).toBe(400)
  })

  test('one that begins in the past, or today, needs a tick besides', async () => {
    for (const from of ['2026-01-01', today]) {
      const asked = await forms.price('SMALL-1', { from, yen: '500', intent: 'check' })
      expect(checkOf(asked.data)).toMatchObject({ isPast: true, isPastUnconfirmed: false })
      const refused = await forms.price('SMALL-1', { from, yen: '500' })
      expect([refused.status, checkOf(refused.data)?.isPastUnconfirmed]).toEqual([422, true])
    }
    expect(await prices()).toEqual([])
    expect((await addPast('2026-01-01', '500')).status).toBe(303)
  })

  test('one that begins in the past is refused when an order was placed at the price that held then', async () => {
    await addPast('2026-01-01', '500')
    await anOrder([{ sku: 'SMALL-1', copies: 1 }], { now: TUESDAY })
    for (const from of ['2026-06-01', today]) {
      const refused = await addPast(from, '600')
      expect(refused.status).toBe(422)
      expect(told(refused.data).from).toMatch(/^1 order was placed at the price of those days/)
    }
    // Before its first price nobody could order it.
    expect((await addPast('2025-06-01', '400')).status).toBe(303)
    expect((await forms.price('SMALL-1', { from: tomorrow, yen: '600' })).status).toBe(303)
    expect(await prices()).toEqual([
      ['2025-06-01', 400],
      ['2026-01-01', 500],
      ['2026-11-25', 600],
    ])
  })

  test('days that a quote promises keep their price', async () => {
    await addPast('2026-01-01', '500')
    const lines = [{ description: '小さな本', language: 'ja', sku: 'SMALL-1', quantity: 3, unitYen: 500 }]
    const quote = { locale: 'ja' as const, recipient: '図書館', lines, validUntil: addDays(today, 30) }
    expect((await issueQuote(quote, { actor: 'staff', now: TUESDAY })).ok).toBe(true)
    setClock(startOfDay(addDays(today, 3)))
    forms = formsOf(await aDeskVisitor('secretariat'), SLUG)
    const refused = await addPast(today, '600')
    expect(told(refused.data).from).toMatch(/^1 quote that still holds/)
    expect((await addPast(addDays(today, 1), '600')).status).toBe(303)
  })

  test('one that has not begun can be changed, moved and deleted; it says what that comes to', async () => {
    await addPast('2026-01-01', '500')
    await forms.price('SMALL-1', { from: '2026-12-01', yen: '600' })
    const { data } = await staff.get(
      pricesLoader,
      `/desk/titles/${SLUG}/editions/SMALL-1/prices?edit=2026-12-01`,
      {
        slug: SLUG,
        sku: 'SMALL-1',
      },
    )
    expect(data.edited).toEqual({ from: '2026-12-01', yen: 600 })

    const edit = { change: 'edit', of: '2026-12-01' }
    expect((await forms.price('SMALL-1', { ...edit, from: '2026-12-01', yen: '650' })).status).toBe(303)
    expect((await forms.price('SMALL-1', { ...edit, from: '2027-01-01', yen: '650' })).status).toBe(303)
    expect(await prices()).toEqual([
      ['2026-01-01', 500],
      ['2027-01-01', 650],
    ])
    const remove = { change: 'remove', of: '2027-01-01' }
    const asked = await forms.price('SMALL-1', { ...remove, intent: 'check' })
    expect(checkOf(asked.data)).toMatchObject({ steps: [{ from: '2027-01-01', before: 650, after: 500 }] })
    expect((await forms.price('SMALL-1', remove)).status).toBe(303)
    expect(told((await forms.price('SMALL-1', remove)).data).from).toMatch(/no more/)
    expect(await prices()).toEqual([['2026-01-01', 500]])
  })

  test('one that has begun stays, whether anybody ordered or not', async () => {
    await addPast('2026-01-01', '500')
    await addPast(today, '600')
    for (const of of ['2026-01-01', today]) {
      const changes: Record<string, string>[] = [
        { change: 'edit', of, from: tomorrow, yen: '650' },
        { change: 'edit', of, from: of, yen: '650' },
        { change: 'remove', of },
      ]
      for (const change of changes) {
        const refused = await forms.price('SMALL-1', change)
        expect(refused.status).toBe(422)
        expect(told(refused.data).from).toMatch(/neither changed nor deleted/)
      }
    }
    expect(await prices()).toHaveLength(2)
  })

  test('the second of two people is told, and nothing is saved', async () => {
    const seen = await forms.seen()
    await forms.price('SMALL-1', { from: tomorrow, yen: '500' })
    const late = await forms.price('SMALL-1', { from: '2026-12-24', yen: '600', seen })
    expect(late.status).toBe(409)
    expect((late.data as unknown as Answer).answer?.changed).toMatchObject([
      {
        items: [{ subject: { kind: 'price', sku: 'SMALL-1', from: tomorrow }, changes: [{ after: '500' }] }],
      },
    ])
    expect(await prices()).toHaveLength(1)
  })

  test('of an edition that is not there', async () => {
    expect((await forms.price('NONE', { from: tomorrow, yen: '500' })).status).toBe(404)
  })
})

describe('the file of a PDF edition', () => {
  const params = { slug: SLUG, sku: 'SMALL-PDF' }
  const url = `/desk/titles/${SLUG}/editions/SMALL-PDF/upload`
  const pdf = (text: string) => new File([`%PDF-1.7\n${text}`], '小さな本.pdf', { type: 'application/pdf' })
  const send = async (file: File | null, seen?: string) => {
    const form = new FormData()
    form.set('seen', seen ?? (await forms.seen()))
    if (file) form.set('file', file)
    return staff.post(uploadAction, url, form, params)
  }
  beforeEach(async () => {
    await forms.edition('new', typedEdition({ sku: 'SMALL-PDF', format: 'pdf', weight: '' }))
  })

  test('is stored once by its content, downloaded by the desk, and lets the edition be sold', async () => {
    expect((await send(pdf('one'))).location).toBe(`/desk/titles/${SLUG}?saved#SMALL-PDF`)
    const stored = await db.storedFile.findFirstOrThrow()
    expect(stored).toMatchObject({ name: '小さな本.pdf', mediaType: 'application/pdf', byteLength: 12 })
    expect(stored.sha256).toBe(createHash('sha256').update('%PDF-1.7\none').digest('hex'))
    const { response } = await staff.get(fileLoader, `/desk/titles/${SLUG}/editions/SMALL-PDF/file`, params)
    expect(await response?.text()).toBe('%PDF-1.7\none')
    expect(response?.headers.get('Content-Disposition')).toMatch(/^attachment/)
    expect(response?.headers.get('Cache-Control')).toBe('private, no-store')
    await send(pdf('one'))
    expect(await db.storedFile.count()).toBe(1)
    const onSale = typedEdition({ sku: 'SMALL-PDF', format: 'pdf', weight: '', state: 'on_sale' })
    expect((await forms.edition('SMALL-PDF', onSale)).status).toBe(303)
  })

  test('is replaced, which the history says by the names of the files', async () => {
    await send(pdf('one'))
    await send(new File(['%PDF-1.7\ntwo'], 'corrected.pdf'))
    const { history } = await forms.view()
    expect(history[0]?.items).toMatchObject([
      { changes: [{ field: 'file_id', before: '小さな本.pdf', after: 'corrected.pdf' }] },
    ])
    const { response } = await staff.get(fileLoader, `/desk/titles/${SLUG}/editions/SMALL-PDF/file`, params)
    expect(await response?.text()).toBe('%PDF-1.7\ntwo')
  })

  test.each<[string, File | null, RegExp]>([
    ['no file', null, /Choose a file/],
    ['a page that calls itself a PDF', new File(['<html>'], 'a.pdf', { type: 'application/pdf' }), /no PDF/],
    ['a file without content', new File([''], 'a.pdf'), /no PDF/],
  ])('%s is refused', async (_name, file, says) => {
    const refused = await send(file)
    expect(refused.status).toBe(422)
    const { problems } = refused.data as unknown as { problems: Record<string, { key: TextKey }> }
    expect(textsFor('en')(problems.file?.key ?? 'errors:tampered')).toMatch(says)
    expect(await db.storedFile.count()).toBe(0)
  })

  test('of the second of two people is not taken', async () => {
    const seen = await forms.seen()
    await forms.edition(
      'SMALL-PDF',
      typedEdition({ sku: 'SMALL-PDF', format: 'pdf', weight: '', pages: '9' }),
    )
    expect((await send(pdf('late'), seen)).status).toBe(409)
    expect(await db.storedFile.count()).toBe(0)
  })

  test('has no page for a printed edition, and none where there is no file', async () => {
    await forms.edition('new', typedEdition())
    const print = { slug: SLUG, sku: 'SMALL-1' }
    expect(
      (await staff.get(uploadLoader, `/desk/titles/${SLUG}/editions/SMALL-1/upload`, print)).status,
    ).toBe(404)
    const form = new FormData()
    form.set('seen', await forms.seen())
    form.set('file', pdf('print'))
    const path = `/desk/titles/${SLUG}/editions/SMALL-1/upload`
    expect((await staff.post(uploadAction, path, form, print)).status).toBe(404)
    expect((await staff.get(fileLoader, `/desk/titles/${SLUG}/editions/SMALL-PDF/file`, params)).status).toBe(
      404,
    )
    expect(await db.storedFile.count()).toBe(0)
  })

  test('that the server refused unread is told at its field', async () => {
    const { status, data } = await staff.get(uploadLoader, `${url}?too-large`, params)
    expect([status, data.refused?.problems.file?.key]).toEqual([413, 'deskCatalogue:upload.tooLarge'])
  })
})

describe('the preview', () => {
  const preview = (locale: string) =>
    staff.get(previewLoader, `/desk/titles/${SLUG}/preview?locale=${locale}`, { slug: SLUG })

  test('shows an unlisted title in each language, and says where words are missing', async () => {
    await forms.edit(typedTitle())
    await forms.edition('new', typedEdition({ state: 'on_sale' }))
    const shown = await Promise.all(
      ['ja', 'en', 'ko', 'tl'].map(async (locale) => {
        const { status, data } = await preview(locale)
        return [status, data.listed, data.shown, data.title.text.locale, data.title.text.name, data.isMissing]
      }),
    )
    expect(shown).toEqual([
      [200, false, 'ja', 'ja', '小さな本', false],
      [200, false, 'en', 'ja', '小さな本', true],
      [200, false, 'ko', 'ko', '작은 책', false],
      [200, false, 'tl', 'ja', '小さな本', true],
    ])
    expect((await preview('xx')).data.shown).toBe('en')
    const { data } = await preview('ja')
    expect(data.title.editions).toMatchObject([{ sku: 'SMALL-1', priceYen: null }])
  })

  test('has the cover that readers cannot see yet', async () => {
    await forms.edit(typedTitle())
    const { response } = await staff.get(coverLoader, `/desk/titles/${SLUG}/cover`, { slug: SLUG })
    expect(response?.headers.get('Content-Type')).toBe('image/svg+xml; charset=utf-8')
    expect(response?.headers.get('Cache-Control')).toBe('private, no-store')
    expect(await response?.text()).toContain('小さな本')
    expect((await staff.get(coverLoader, '/desk/titles/none/cover', { slug: 'none' })).status).toBe(404)
    expect((await staff.get(previewLoader, '/desk/titles/none/preview', { slug: 'none' })).status).toBe(404)
  })
})
