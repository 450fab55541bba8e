import { beforeEach, describe, expect, test } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { ROLES } from '#app/domain/roles.ts'
import { bookPrintBill } from '#app/features/circulation/book-print-bill.server.ts'
import { checkBooks } from '#app/features/settlement/check-books.server.ts'
import { db } from '#app/platform/db.server.ts'
import {
  action as differencesAction,
  loader as differencesLoader,
} from '#app/routes/desk/count-differences.tsx'
import { action as lineAction, loader as lineLoader } from '#app/routes/desk/count-line.tsx'
import { loader as sheetLoader } from '#app/routes/desk/count-sheet.tsx'
import { action as countAction, loader as countLoader } from '#app/routes/desk/count.tsx'
import { action as countsAction, loader as countsLoader } from '#app/routes/desk/counts.tsx'
import { anEdition, anOrganisation, NOON } from '#tests/support/factories.ts'
import { aVisitor, type Visitor } from '#tests/support/route-kit.ts'
import { useSandbox } from '#tests/support/sandbox-kit.ts'
import { aDeskVisitor } from '#tests/support/staff.ts'

useSandbox()

beforeEach(async () => {
  await anOrganisation()
  await anEdition({ sku: 'MNET-100', copies: 10 })
  await anEdition({ sku: 'BOOK-1', copies: 5 })
})

const onHandOf = async (sku: string) =>
  (await db.stockLevel.findFirstOrThrow({ where: { edition: { sku } } })).onHand

async function isInOrder(): Promise<string[]> {
  return (await checkBooks()).checks.filter(({ ok }) => !ok).map(({ name }) => name)
}

/** Begins a stock-taking, or joins the open one, as one person at one browser. */
async function aCounter(staff: Visitor) {
  const begun = await staff.post(countsAction, '/desk/counts', { note: '年末' })
  expect(begun.status).toBe(303)
  const code = begun.response?.headers.get('Location')?.split('/').at(-1) ?? ''
  const url = `/desk/counts/${code}`
  const at = { code }
  return {
    code,
    page: async () => (await staff.get(countLoader, url, at)).data.count,
    line: async (sku: string) =>
      (await staff.get(lineLoader, `${url}/lines/${sku}`, { ...at, sku })).data.line,
    enter: (sku: string, fields: Record<string, string>) =>
      staff.post(lineAction, `${url}/lines/${sku}`, fields, { ...at, sku }),
    book: (fields: Record<string, string>) => staff.post(differencesAction, `${url}/differences`, fields, at),
    giveUp: (fields: Record<string, string>) => staff.post(countAction, url, fields, at),
  }
}

type Counter = Awaited<ReturnType<typeof aCounter>>

/** What the form of an edition sends: the figure, and what the page had put into it. */
async function filled(counter: Counter, sku: string, counted: string) {
  const { version, onHand } = await counter.line(sku)
  return { counted, version: String(version), onHand: String(onHand) }
}

describe('a stock-taking at the desk', () => {
  test('is begun, counted edition by edition and booked: the differences move, each under its reason', async () => {
    const run = await db.printRun.findFirstOrThrow({ where: { edition: { sku: 'MNET-100' } } })
    const bill = { number: '1', billedOn: tokyoDay('2026-11-01'), netYen: 1_000, taxYen: 100 }
    await bookPrintBill({ printRunId: run.id, ...bill }, { now: NOON })
    const staff = await aDeskVisitor('secretariat')
    const counter = await aCounter(staff)
    const { code } = counter
    const first = await counter.enter('BOOK-1', await filled(counter, 'BOOK-1', '６'))
    expect(first.response?.headers.get('Location'), 'the next that nobody has counted').toBe(
      `/desk/counts/${code}/lines/MNET-100?done=BOOK-1`,
    )
    const second = await counter.enter('MNET-100', await filled(counter, 'MNET-100', '7'))
    expect(second.response?.headers.get('Location')).toBe(`/desk/counts/${code}?done=MNET-100`)
    expect(await onHandOf('MNET-100'), 'nothing is booked yet').toBe(10)
    const { data } = await staff.get(differencesLoader, `/desk/counts/${code}/differences`, { code })
    expect(data.count.lines).toMatchObject([
      { sku: 'BOOK-1', counted: 6, expected: 5, difference: 1, staffName: '見本 secretariat' },
      { sku: 'MNET-100', counted: 7, expected: 10, difference: -3 },
    ])
    const reasons = {
      'reason.BOOK-1': 'found',
      'version.BOOK-1': '1',
      'reason.MNET-100': 'lost',
      'note.MNET-100': '雨漏り',
      'version.MNET-100': '1',
      sure: 'on',
    }
    const booked = await counter.book(reasons)
    expect(booked.response?.headers.get('Location')).toBe(`/desk/counts/${code}`)
    expect((await counter.book(reasons)).status, 'a second press says that it is closed').toBe(409)
    const movements = await db.stockMovement.findMany({
      where: { countLineId: { not: null } },
      orderBy: { copies: 'asc' },
    })
    expect(movements.map(({ kind, copies, staffId }) => [kind, copies, staffId])).toEqual([
      ['lost', -3, staff.staffId],
      ['counted', 1, staff.staffId],
    ])
    expect([await onHandOf('MNET-100'), await onHandOf('BOOK-1')]).toEqual([7, 6])
    const loss = await db.posting.findFirstOrThrow({ where: { account: 'stock_losses' } })
    expect(loss.amountYen, 'three of ten copies for ¥1,000').toBe(300)
    expect(await isInOrder()).toEqual([])
    expect(await counter.page()).toMatchObject({ state: 'booked', lines: [{}, { note: '雨漏り' }] })
    const { counts } = (await staff.get(countsLoader, '/desk/counts')).data
    expect(counts).toMatchObject([{ code, state: 'booked', counted: 2, lines: 2, note: '年末' }])
  })

  test('a figure that is none goes back as it was typed, with what is wrong at its field', async () => {
    const counter = await aCounter(await aDeskVisitor('secretariat'))
    for (const counted of ['', '-1', '2.5', 'many', '10000001']) {
      const answer = await counter.enter('BOOK-1', await filled(counter, 'BOOK-1', counted))
      expect({ counted, status: answer.status }).toEqual({ counted, status: 422 })
      expect(answer.data.answer.typed).toMatchObject({ counted })
      expect(Object.keys(answer.data.answer.problems)).toEqual(['counted'])
    }
    expect(await counter.line('BOOK-1')).toMatchObject({ counted: null, version: 0 })
  })

  test('a difference needs its reason, and booking to be meant; what was chosen stays chosen', async () => {
    const counter = await aCounter(await aDeskVisitor('secretariat'))
    expect((await counter.book({ sure: 'on' })).data.notice).toEqual({ key: 'deskCounts:nothingCounted' })
    await counter.enter('BOOK-1', await filled(counter, 'BOOK-1', '4'))
    await counter.enter('MNET-100', await filled(counter, 'MNET-100', '9'))
    const half = { 'reason.BOOK-1': 'lost', 'version.BOOK-1': '1', 'reason.MNET-100': 'stolen by aliens' }
    const refused = await counter.book({ ...half, 'note.BOOK-1': '棚の裏' })
    expect(refused.status).toBe(422)
    expect(refused.data.typed).toMatchObject({ 'reason.BOOK-1': 'lost', 'note.BOOK-1': '棚の裏' })
    expect(Object.keys(refused.data.problems).toSorted()).toEqual(['reason.MNET-100', 'sure'])
    expect([await onHandOf('MNET-100'), await onHandOf('BOOK-1')]).toEqual([10, 5])
  })

  test('a figure sent twice is noted once, and the second press is no quarrel with oneself', async () => {
    const counter = await aCounter(await aDeskVisitor('secretariat'))
    const form = await filled(counter, 'BOOK-1', '4')
    for (const _press of [1, 2]) expect((await counter.enter('BOOK-1', form)).status).toBe(303)
    expect(await counter.line('BOOK-1')).toMatchObject({ counted: 4, version: 1 })
  })

  test('who counts what a colleague has counted meanwhile hears of it, and decides by sending again', async () => {
    const mine = await aCounter(await aDeskVisitor('secretariat'))
    const hers = await aCounter(await aDeskVisitor('treasurer'))
    expect(hers.code, 'one stock-taking at a time').toBe(mine.code)
    const form = await filled(mine, 'BOOK-1', '4')
    expect((await hers.enter('BOOK-1', await filled(hers, 'BOOK-1', '4'))).status).toBe(303)
    const refused = await mine.enter('BOOK-1', form)
    expect(refused.status, 'the same figure of somebody else is hers').toBe(409)
    expect(refused.data).toMatchObject({
      answer: {
        typed: { counted: '4' },
        notice: { key: 'deskCounts:countedMeanwhile', values: { counted: 4, name: '見本 treasurer' } },
      },
      version: 1,
      onHand: 5,
    })
    expect((await mine.enter('BOOK-1', { ...form, counted: '3', version: '1' })).status).toBe(303)
    const stale = await hers.book({ 'reason.BOOK-1': 'lost', 'version.BOOK-1': '1', sure: 'on' })
    expect(stale.status).toBe(409)
    expect(stale.data).toMatchObject({
      typed: { 'reason.BOOK-1': 'lost' },
      notice: { key: 'deskCounts:changed', values: { sku: 'BOOK-1' } },
    })
    expect(await onHandOf('BOOK-1')).toBe(5)
  })

  test('copies that moved while one counted are told, with the figure typed left in the form', async () => {
    const counter = await aCounter(await aDeskVisitor('secretariat'))
    const form = { ...(await filled(counter, 'BOOK-1', '5')), onHand: '6' }
    const refused = await counter.enter('BOOK-1', form)
    expect(refused.status).toBe(409)
    expect(refused.data).toMatchObject({
      answer: { typed: { counted: '5' }, notice: { key: 'deskCounts:movedMeanwhile' } },
      onHand: 5,
    })
  })

  test('is given up when that is meant, and then takes no figure and books nothing', async () => {
    const counter = await aCounter(await aDeskVisitor('secretariat'))
    const form = await filled(counter, 'BOOK-1', '4')
    await counter.enter('BOOK-1', form)
    expect((await counter.giveUp({})).status).toBe(422)
    expect((await counter.page()).state).toBe('open')
    for (const _press of [1, 2]) expect((await counter.giveUp({ sure: 'on' })).status).toBe(303)
    expect(await counter.page()).toMatchObject({ state: 'cancelled' })
    expect((await counter.enter('BOOK-1', { ...form, version: '1', counted: '3' })).status).toBe(409)
    const reason = { 'reason.BOOK-1': 'lost', 'version.BOOK-1': '1', sure: 'on' }
    expect((await counter.book(reason)).status).toBe(409)
    expect(await onHandOf('BOOK-1')).toBe(5)
  })

  test('is for everybody at the desk and for nobody else; an address that names nothing is not found', async () => {
    expect((await aVisitor().post(countsAction, '/desk/counts', {})).location).toBe('/desk/sign-in')
    expect(await db.stockCount.count()).toBe(0)
    for (const role of ROLES) {
      const staff = await aDeskVisitor(role)
      const { code } = await aCounter(staff)
      expect((await staff.get(sheetLoader, `/desk/counts/${code}/sheet`, { code })).status).toBe(200)
      const nothing = await staff.get(lineLoader, `/desk/counts/${code}/lines/NONE`, { code, sku: 'NONE' })
      expect(nothing.status).toBe(404)
      expect((await staff.get(countLoader, '/desk/counts/S-NONE', { code: 'S-NONE' })).status).toBe(404)
    }
  })
})
