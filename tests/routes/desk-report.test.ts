import { beforeEach, describe, expect, test } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { writeStockNote } from '#app/features/circulation/write-stock-note.server.ts'
import { loader as fileLoader } from '#app/routes/desk/print-runs-file.ts'
import { loader as reportLoader } from '#app/routes/desk/print-runs.tsx'
import { loader as statementLoader } from '#app/routes/desk/statement.tsx'
import { loader as statementsLoader } from '#app/routes/desk/statements.tsx'
import { anOrganisation, NOON } from '#tests/support/factories.ts'
import { anIssue, aPeriodical, aSingleSale } from '#tests/support/print-series.ts'
import { useSandbox } from '#tests/support/sandbox-kit.ts'
import { aDeskVisitor } from '#tests/support/staff.ts'

useSandbox()
beforeEach(anOrganisation)

let notes = 0
const note = (sku: string, what: Parameters<typeof writeStockNote>[0]['what']) =>
  writeStockNote(
    { sku, notedOn: tokyoDay('2026-11-20'), formKey: `form-key-${(notes += 1)}`, what },
    { now: NOON },
  )

/** Sixty issues in runs of 500, a month apart. */
async function sixtyIssues(): Promise<void> {
  const periodical = await aPeriodical()
  for (let number = 1; number <= 60; number += 1) {
    const month = `${2010 + Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`
    await anIssue(periodical, number, { on: `${month}-01`, copies: 500 })
  }
}

describe('the report', () => {
  test('shows its runs by pages, newest first, with their months; the sums and the file are of all that were found', async () => {
    await sixtyIssues()
    await aSingleSale('MNET-60', { copies: 3, on: '2026-11-21' })
    const staff = await aDeskVisitor('secretariat')
    const first = (await staff.get(reportLoader, '/desk/print-runs')).data
    expect(first).toMatchObject({ pages: 3, page: 1, sums: { runs: 60, printed: 30_000, soldOwnShop: 3 } })
    expect(first.runs).toHaveLength(20)
    expect(first.runs[0]).toMatchObject({
      edition: 'MNET-60',
      issue: '60',
      soldOwnShop: 3,
      months: [{ month: '2026-11-01', sold: 3, posted: 0 }],
    })
    const last = (await staff.get(reportLoader, '/desk/print-runs?page=3')).data
    expect(last.runs.at(-1)).toMatchObject({ edition: 'MNET-1' })
    expect((await staff.get(reportLoader, '/desk/print-runs?page=4')).status).toBe(404)
    const found = (await staff.get(reportLoader, '/desk/print-runs?q=mnet-6&kind=issues')).data
    expect(found.runs.map(({ edition }) => edition)).toEqual(['MNET-60', 'MNET-6'])

    const file = await staff.get(fileLoader, '/desk/print-runs.csv?q=MNET-6')
    expect(file.headers.get('Content-Type')).toBe('text/csv; charset=utf-8')
    expect(file.headers.get('Cache-Control')).toBe('private, no-store')
    const lines = ((await file.response?.text()) ?? '').trim().split('\r\n')
    expect(lines).toHaveLength(3)
    expect(lines[0]).toContain('Sold singly,Sold by our shop,Sold at stalls,Sold by bookshops,')
    expect(lines[1]).toContain(',500,0,3,3,0,0,0,0,0,0,497,')
  })
})

describe('circulation statements', () => {
  test('are listed by pages; one of them counts what came back from members', async () => {
    await sixtyIssues()
    await note('MNET-60', {
      kind: 'members',
      classes: [
        { memberClass: 'individual_member', copies: 300 },
        { memberClass: 'organizational_subscriber', copies: 105 },
      ],
    })
    await note('MNET-60', { kind: 'member_return', memberClass: 'individual_member', copies: 5 })
    await note('MNET-60', { kind: 'complimentary', purpose: 'exchange', copies: 7 })
    const staff = await aDeskVisitor('secretariat')
    const list = (await staff.get(statementsLoader, '/desk/print-runs/statements')).data
    expect(list).toMatchObject({ page: 1, pages: 2 })
    expect(list.issues).toHaveLength(50)
    expect(list.issues[0]).toMatchObject({ edition: 'MNET-60', paid: 400, verdict: { passes: true } })
    const second = (await staff.get(statementsLoader, '/desk/print-runs/statements?page=2')).data
    expect(second.issues).toHaveLength(10)
    expect((await staff.get(statementsLoader, '/desk/print-runs/statements?page=3')).status).toBe(404)
    const one = await staff.get(statementLoader, '/desk/print-runs/statements/MNET-60', { sku: 'MNET-60' })
    expect(one.data.statement).toMatchObject({
      run: 500,
      paidByClass: { individual_member: 295, organizational_subscriber: 105 },
      singlePaid: 0,
      free: { exchange: 7 },
      returned: 5,
      stock: 93,
      paid: 400,
      verdict: { share: 0.8, needed: 400, passes: true },
    })
  })
})
