import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '#app/platform/db.server.ts'
import { shop, shopJson as json } from '#tests/support/cli.ts'
import { anEdition, anOrder, anOrganisation, aRun, NOON } from '#tests/support/factories.ts'
import { mails, standing } from '#tests/support/stripe-kit.ts'

beforeEach(anOrganisation)

describe('npm run shop', () => {
  it('records a transfer, posts the parcel, proves the books', async () => {
    await anEdition({ copies: 10 })
    const order = await anOrder([{ sku: 'MNET-100', copies: 2 }], { now: NOON })
    const { charge } = await db.order.findUniqueOrThrow({
      where: { id: order.orderId },
      select: { charge: true },
    })
    const row = ['--method', 'postal', '--ref', '通帳 3頁 5行']
    const early = await shop('payments', 'record', order.code, '1300', ...row, '--on', '1999-12-31')
    expect([early.code, early.stderr.trim()]).toEqual([1, 'No money is booked before 2000-01-01.'])
    const day = [...row, '--on', '2026-11-20']
    expect(await json('payments', 'record', charge.reference, '1300', ...day)).toMatchObject({
      code: 0,
      value: { ok: true, isNew: true, orderCode: order.code, settlement: { covers: true } },
    })
    expect(await json('payments', 'record', order.code, '1300', ...day)).toMatchObject({
      code: 0,
      value: { isNew: false },
    })
    const parcel = [
      'orders',
      'post',
      order.code.toLowerCase(),
      '--lines',
      'MNET-100:1',
      '--tracking',
      '1234-5678-9012',
    ]
    expect(await json(...parcel)).toMatchObject({ code: 0, value: { ok: true, remaining: 1 } })
    const again = await shop(...parcel)
    expect([again.code, again.stderr.trim()]).toEqual([
      1,
      'That tracking number is on another parcel already.',
    ])
    expect(await standing(order.orderId)).toMatchObject({ onHand: 9, held: 1 })
    expect((await mails()).sort()).toEqual(['order-paid', 'order-posted', 'order-received'])
    expect(await json('check', 'books')).toMatchObject({ code: 0, value: { ok: true } })
  }, 60_000)

  it('reports where every copy of every run went: as one document, as a file, and as a table', async () => {
    const { editionId } = await anEdition({ copies: 10 })
    await aRun(editionId, { number: 2, copies: 5, on: '2026-11-01' })
    const report = await json('report', 'print-runs')
    expect(report).toMatchObject({
      code: 0,
      value: {
        runs: [
          { edition: 'MNET-100', run: 2, printed: 5 },
          { edition: 'MNET-100', run: 1, printed: 10 },
        ],
      },
    })
    const [run] = (report.value as { runs: Record<string, unknown>[] }).runs
    expect(run).toEqual({
      ...{
        title: '見本 MNET-100',
        titleLanguage: 'ja',
        edition: 'MNET-100',
        run: 2,
        receivedOn: '2026-11-01',
      },
      ...{ printed: 5, postedToMembers: 0, sold: 0, soldOwnShop: 0, soldAtStalls: 0, soldAtBookshops: 0 },
      ...{ complimentary: 0, consigned: 0, damagedOrLost: 0, returned: 0, onHand: 5, held: 0 },
      ...{ sellThrough: 0, paidShare: null, monthlyRate: 0, monthsOfCover: null, months: [] },
      ...{ revenueYen: 0, costYen: null, marginYen: null, copiesToBreakEven: null },
    })
    const file = await shop('report', 'print-runs', '--csv')
    expect(file.stdout.split('\r\n')).toEqual([
      expect.stringMatching(/^\uFEFF?[^,]+,.*販売（本会）,販売（催しの売り場）,販売（書店）/),
      expect.stringMatching(/^MNET-100,見本 MNET-100,,2,2026-11-01,5,0,0,0,0,0,/),
      expect.stringMatching(/^MNET-100,見本 MNET-100,,1,2007-07-01,10,/),
      '',
    ])
    expect((await shop('report', 'print-runs')).stdout).toContain('soldAtBookshops')
  }, 60_000)

  it('receives a print run once', async () => {
    await anEdition({ sku: 'NOOSE-2', copies: 0, preorderLimit: 10, state: 'forthcoming' })
    await anOrder([{ sku: 'NOOSE-2', copies: 2 }])
    expect(await json('stock', 'receive', 'noose-2', '900', '--run', '1')).toMatchObject({
      code: 0,
      value: { ok: true, onHand: 900, held: 2 },
    })
    expect(await json('stock', 'receive', 'NOOSE-2', '900', '--run', '1')).toMatchObject({
      code: 1,
      value: { ok: false, reason: 'run-exists' },
    })
    expect((await shop('stock', 'list')).stdout).toMatch(/NOOSE-2 +on_sale +1 +900 +900 +2 .* 898/)
  }, 60_000)

  it('check books exits 1 and names the rows when they do not hold', async () => {
    const { editionId } = await anEdition({ copies: 10 })
    await db.stockLevel.update({ where: { editionId }, data: { onHand: 9, held: 1 } })
    const { code, value } = await json('check', 'books')
    expect(code).toBe(1)
    const wrong = (value.checks as { name: string; ok: boolean; rows: string[] }[]).filter(
      (check) => !check.ok,
    )
    expect(wrong).toEqual([
      { name: 'stock levels equal the sum of movements', ok: false, rows: [editionId] },
      { name: 'held equals unposted copies of open and paid lines', ok: false, rows: [editionId] },
    ])
    await db.stockLevel.update({ where: { editionId }, data: { onHand: 10, held: 0 } })
  }, 60_000)

  it('lets mails go again to an address that was marked, in the operator’s name', async () => {
    await db.mailAddress.create({
      data: { email: 'hana@example.jp', reason: 'bounced', markedAt: NOON },
    })
    expect(await json('mails', 'unmark', 'Hana@Example.jp')).toMatchObject({
      code: 0,
      value: { ok: true, email: 'hana@example.jp' },
    })
    expect(await db.mailAddress.count()).toBe(0)
    expect(await db.auditEntry.findMany()).toMatchObject([
      { actor: 'operator', tableName: 'mail_addresses', change: 'delete', rowId: 'hana@example.jp' },
    ])
    expect(await json('mails', 'unmark', 'hana@example.jp')).toMatchObject({
      code: 1,
      value: { ok: false, reason: 'not-marked' },
    })
  }, 60_000)

  it.each([
    ['an address that is none', ['mails', 'unmark', 'hana'], '"hana" is no e-mail address'],
    ['a command that does not exist', ['orders', 'burn'], 'unknown command'],
    ['a word missing', ['orders', 'post'], 'Use: orders post ORDER'],
    ['a code that is none', ['orders', 'post', 'abc'], 'no order code'],
    ['a flag that is not known', ['check', 'books', '--fix'], "Unknown option '--fix'"],
    [
      'a day that is none',
      ['payments', 'record', 'X', '100', '--method', 'bank', '--on', '2026-02-30', '--ref', 'a'],
      '--on must be a day',
    ],
    [
      'an amount with a fraction',
      ['payments', 'record', 'X', '10.5', '--method', 'bank', '--on', '2026-02-03', '--ref', 'a'],
      'AMOUNT must be a whole number',
    ],
    [
      'another method',
      ['payments', 'record', 'X', '100', '--method', 'card', '--on', '2026-02-03', '--ref', 'a'],
      '--method must be one of',
    ],
    ['copies below one', ['stock', 'receive', 'X', '0', '--run', '1'], 'COPIES must be a whole number'],
  ])(
    'a wrong use exits 2 with one line: %s',
    async (_name, words, line) => {
      const { code, stdout, stderr } = await shop(...words)
      expect([code, stdout]).toEqual([2, ''])
      expect(stderr.trim().split('\n')).toHaveLength(1)
      expect(stderr).toContain(line)
    },
    30_000,
  )
})
