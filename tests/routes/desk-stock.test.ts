import { describe, expect, test } from 'vitest'
import { planRun } from '#app/features/circulation/plan-run.server.ts'
import { db } from '#app/platform/db.server.ts'
import { loader as fileLoader } from '#app/routes/desk/stock-file.ts'
import { action as editionAction, loader as editionLoader } from '#app/routes/desk/stock-edition.tsx'
import { loader as listLoader } from '#app/routes/desk/stock.tsx'
import { anEdition, anOrder, anOrganisation, NOON } from '#tests/support/factories.ts'
import { useSandbox } from '#tests/support/sandbox-kit.ts'
import { aDeskVisitor } from '#tests/support/staff.ts'

useSandbox()

describe('the list of stock', () => {
  test('says of each printed edition what is there, promised, free and sold, and what it adds up to', async () => {
    await anOrganisation()
    await anEdition({ sku: 'MNET-100', copies: 10 })
    await anEdition({ sku: 'MNET-101', copies: 5 })
    await anEdition({ sku: 'MNET-PDF', format: 'pdf' })
    await anOrder([{ sku: 'MNET-100', copies: 3 }])
    const staff = await aDeskVisitor('secretariat')
    const { data } = await staff.get(listLoader, '/desk/stock')
    expect(data.editions).toMatchObject([
      { edition: 'MNET-100', name: 'Sample MNET-100', onHand: 10, held: 3, free: 7, sold: 0, runs: 1 },
      { edition: 'MNET-101', onHand: 5, held: 0, free: 5 },
    ])
    expect(data.sums).toEqual({ onHand: 15, held: 3, free: 12, preordered: 0, sold: 0, runs: 2 })
  })

  test('is searched by code and by all words of a title, and finds nothing for signs', async () => {
    await anEdition({ sku: 'MNET-100' })
    await anEdition({ sku: 'BOOK-1' })
    await db.title.update({ where: { slug: 'book-1' }, data: { searchText: 'いじゅうしゃ はんどぶっく' } })
    const staff = await aDeskVisitor('secretariat')
    const find = async (q: string) => {
      const { data } = await staff.get(listLoader, `/desk/stock?q=${encodeURIComponent(q)}`)
      return data.editions.map(({ edition }) => edition)
    }
    expect(await find('ｍｎｅｔ-1')).toEqual(['MNET-100'])
    expect(await find('ハンドブック イジュウシャ')).toEqual(['BOOK-1'])
    expect(await find('ハンドブック 100')).toEqual([])
    expect(await find('%')).toEqual([])
    expect((await staff.get(listLoader, '/desk/stock?page=2')).status).toBe(404)
  })

  test('is a file that no spreadsheet takes for formulas', async () => {
    await anEdition({ sku: 'MNET-1', copies: 4 })
    await db.titleText.updateMany({ where: { locale: 'en' }, data: { name: '=HYPERLINK("x")' } })
    const staff = await aDeskVisitor('secretariat')
    const { response } = await staff.get(fileLoader, '/desk/stock.csv')
    expect(response?.headers.get('Content-Type')).toBe('text/csv; charset=utf-8')
    expect(response?.headers.get('Content-Disposition')).toMatch(/^attachment; filename="stock-[-\d]+\.csv"$/)
    const bytes = Buffer.from((await response?.arrayBuffer()) ?? new ArrayBuffer(0))
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    expect(bytes.toString().split('\r\n')[1]).toBe(`MNET-1,"'=HYPERLINK(""x"")",ja,On sale,4,0,4,0,0,1,0,4`)
  })
})

describe('one edition', () => {
  const url = '/desk/stock/MNET-100'
  const params = { sku: 'MNET-100' }
  const run = { run: '2', copies: '500', receivedOn: '2026-11-20', cost: '90000' }

  async function aDesk() {
    await anOrganisation()
    await anEdition({ sku: 'MNET-100', copies: 10, preorderLimit: 5 })
    await anEdition({ sku: 'MNET-PDF', format: 'pdf' })
    const staff = await aDeskVisitor('secretariat')
    const send = (fields: Record<string, string>) => staff.post(editionAction, url, fields, params)
    return { staff, send }
  }

  test('shows its runs, movements and the orders that hold copies; a file or an unknown code is no such page', async () => {
    const { staff } = await aDesk()
    const { code } = await anOrder([{ sku: 'MNET-100', copies: 3 }])
    const { data } = await staff.get(editionLoader, url, params)
    expect(data.stock.runs).toMatchObject([{ number: 1, copies: 10, onHand: 10 }])
    expect(data.stock.orders).toMatchObject([{ code, held: 3, preordered: 0 }])
    expect(data.stock.movements).toMatchObject([{ kind: 'received', copies: 10, staffName: null }])
    for (const sku of ['MNET-PDF', 'NONE']) {
      expect((await staff.get(editionLoader, `/desk/stock/${sku}`, { sku })).status).toBe(404)
    }
  })

  test('takes a run in once it was shown and confirmed, once, under the name of who did it', async () => {
    const { staff, send } = await aDesk()
    const checked = await send({ ...run, intent: 'check' })
    expect(checked.data).toMatchObject({ answer: null, check: { run: 2, copies: 500, costYen: 90_000 } })
    expect(await db.printRun.count({ where: { number: 2 } })).toBe(0)
    expect((await send({ ...run, intent: 'book' })).status).toBe(303)
    expect((await send({ ...run, intent: 'book' })).status).toBe(422)
    const movement = await db.stockMovement.findFirstOrThrow({ where: { copies: 500 } })
    expect(movement.staffId).toBe(staff.staffId)
    const audit = await db.auditEntry.findMany({ where: { tableName: 'print_runs' } })
    expect(audit).toMatchObject([{ staffId: staff.staffId, change: 'insert' }])
  })

  test.each([
    ['copies', '-5'],
    ['copies', '1.5'],
    ['copies', '0'],
    ['run', '1'],
    ['run', 'two'],
    ['receivedOn', '2026-12-31'],
    ['receivedOn', 'soon'],
    ['cost', 'about 90000'],
  ])('refuses a run with %s of "%s", keeps what was typed and books nothing', async (name, typed) => {
    const { send } = await aDesk()
    for (const intent of ['check', 'book']) {
      const answer = await send({ ...run, [name]: typed, intent })
      expect(answer.status).toBe(422)
      expect(JSON.stringify(answer.data)).toContain(JSON.stringify(typed))
    }
    expect(await db.printRun.count()).toBe(1)
  })

  test('the limit of pre-orders is set, audited, never below what is promised, never above what is to come', async () => {
    const { staff, send } = await aDesk()
    expect((await send({ intent: 'limit', limit: '20' })).data.answer?.problems).toMatchObject({
      limit: { key: 'deskCopies:limitHigh', values: { toCome: 0 } },
    })
    await planRun({ sku: 'MNET-100', copies: 20 }, { now: NOON })
    expect((await send({ intent: 'limit', limit: '20' })).status).toBe(303)
    expect(await db.auditEntry.findMany({ where: { tableName: 'stock_levels' } })).toMatchObject([
      { staffId: staff.staffId, before: { preorder_limit: 5 }, after: { preorder_limit: 20 } },
    ])
    expect((await send({ intent: 'limit', limit: '-1' })).status).toBe(422)
    expect((await db.stockLevel.findFirstOrThrow()).preorderLimit).toBe(20)
  })
})
