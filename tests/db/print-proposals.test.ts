import { beforeEach, describe, expect, test } from 'vitest'
import { tokyoDay, type TokyoDay } from '#app/domain/day.ts'
import { bookPrintBill } from '#app/features/circulation/book-print-bill.server.ts'
import { listProposals, loadProposal } from '#app/features/circulation/list-proposals.server.ts'
import { planRun } from '#app/features/circulation/plan-run.server.ts'
import { proposeRun } from '#app/features/circulation/propose-run.server.ts'
import { loadBacktest, suggestProposal } from '#app/features/circulation/suggest-proposal.server.ts'
import { writeStockNote } from '#app/features/circulation/write-stock-note.server.ts'
import { db } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { shopJson } from '#tests/support/cli.ts'
import { anEdition, anOrganisation, aRun, NOON } from '#tests/support/factories.ts'
import { aSingleSale, anIssue, aPeriodical } from '#tests/support/print-series.ts'

const at = { now: NOON }
const soon = tokyoDay('2026-12-20')
const typed = { owed: 40, complimentary: 5, spoilagePercent: 2, overageYen: 100, underageYen: 300 }

let periodicalId: string
beforeEach(async () => {
  await anOrganisation()
  periodicalId = await aPeriodical()
})

async function note(sku: string, on: TokyoDay, what: Parameters<typeof writeStockNote>[0]['what']) {
  const result = await writeStockNote({ sku, notedOn: on, formKey: `note-${newId()}`, what }, at)
  expect(result).toMatchObject({ ok: true })
}

async function anIssueWithAYear(number: number, on: string, [posted, gifts, sold]: [number, number, number]) {
  const { editionId, sku } = await anIssue(periodicalId, number, { on, copies: 100 })
  const { id: printRunId } = await db.printRun.findFirstOrThrow({ where: { editionId } })
  const day = tokyoDay(on)
  await note(sku, day, { kind: 'members', classes: [{ memberClass: 'individual_member', copies: posted }] })
  await note(sku, day, { kind: 'complimentary', purpose: 'press', copies: gifts })
  await aSingleSale(sku, { copies: sold, on })
  await bookPrintBill({ printRunId, number: `B-${number}`, billedOn: day, netYen: 9_000, taxYen: 900 }, at)
}

describe('a proposal for an issue', () => {
  test('compares with the issues of its periodical, keeps its arithmetic, and stands beside what became of it', async () => {
    await anIssueWithAYear(1, '2024-01-10', [40, 5, 10])
    await anIssueWithAYear(2, '2025-01-10', [41, 6, 20])
    await anEdition({ sku: 'BOOK-1', copies: 70 })
    await anIssue(periodicalId, 3, { on: null, copies: 0 })

    const suggested = await suggestProposal('mnet-3', at)
    expect(suggested).toMatchObject({
      basis: 'issues',
      last: { label: 'MNET-2', printed: 100, posted: 41 },
      // 500 yen are 455 without tax; a copy cost 90.
      typed: { owed: 41, complimentary: 6, spoilagePercent: 0, overageYen: 90, underageYen: 365 },
      expectedOn: '2026-12-15',
    })
    const made = await proposeRun({ sku: 'MNET-3', expectedOn: soon, ...typed }, at)
    if (!made.ok) throw new Error(made.reason)
    const view = await loadProposal(made.proposalId, { locale: 'ja' })
    expect(view).toMatchObject({
      sku: 'MNET-3',
      expectedOn: '2026-12-20',
      inputs: { ...typed, basis: 'issues' },
      arithmetic: {
        method: 'normal',
        mean: 15,
        ratio: 0.75,
        comparables: [
          { label: 'MNET-2', sold: 20, projected: 20, months: 12 },
          { label: 'MNET-1', sold: 10, projected: 10 },
        ],
      },
      outcome: null,
    })
    expect(view?.proposed).toBe(made.proposed)
    // Later sales change later proposals, not this one.
    await aSingleSale('MNET-1', { copies: 9, on: '2024-03-01' })
    expect(await loadProposal(made.proposalId, { locale: 'ja' })).toEqual(view)

    const plan = { sku: 'MNET-3', copies: made.proposed + 3, proposalId: made.proposalId }
    const planned = await planRun(plan, at)
    if (!planned.ok) throw new Error(planned.reason)
    const { proposals } = await listProposals({ locale: 'en', page: 1, perPage: 5 })
    expect(proposals).toMatchObject([
      {
        id: made.proposalId,
        title: 'Sample MNET-3',
        low: made.low,
        high: made.high,
        outcome: { number: 1, state: 'planned', ordered: made.proposed + 3, printed: 0, sold: 0, left: 0 },
      },
    ])
  })

  test('shows what was printed, sold and is left of its run by now', async () => {
    const { editionId, sku } = await anIssue(periodicalId, 1, { on: null, copies: 0 })
    const made = await proposeRun({ sku, expectedOn: soon, ...typed }, at)
    if (!made.ok) throw new Error(made.reason)
    expect(made).toMatchObject({ low: 46, proposed: 46, high: 46 })
    const { printRunId } = await aRun(editionId, { copies: 50, on: '2026-11-01' })
    await db.printRun.update({ where: { id: printRunId }, data: { copiesOrdered: 52 } })
    await db.printProposal.update({ where: { id: made.proposalId }, data: { printRunId } })
    await aSingleSale(sku, { copies: 7, on: '2026-11-02' })
    const { proposals } = await listProposals({ locale: 'ja', page: 1, perPage: 5 })
    expect(proposals[0]?.outcome).toMatchObject({ ordered: 52, printed: 50, sold: 7, left: 43 })
  })

  test('is refused for what is not printed, withdrawn, or expected in the past', async () => {
    await anEdition({ sku: 'FILE-1', format: 'pdf' })
    await anEdition({ sku: 'GONE-1', state: 'withdrawn' })
    const reason = async (sku: string, expectedOn = soon) => {
      const result = await proposeRun({ sku, expectedOn, ...typed }, at)
      return result.ok ? null : result.reason
    }
    expect(await reason('NONE-1')).toBe('unknown-edition')
    expect(await reason('FILE-1')).toBe('not-print')
    expect(await reason('GONE-1')).toBe('withdrawn')
    expect(await reason('GONE-1', tokyoDay('2026-11-23'))).toBe('day-past')
    for (const wrong of [{ owed: -1 }, { owed: 1.5 }, { spoilagePercent: 51 }, { overageYen: -5 }]) {
      await expect(proposeRun({ sku: 'GONE-1', expectedOn: soon, ...typed, ...wrong }, at)).rejects.toThrow()
    }
    expect(await db.printProposal.count()).toBe(0)
    expect(await suggestProposal('FILE-1', at)).toBeNull()
    expect(await loadProposal('x', { locale: 'ja' })).toBeNull()
    expect(await loadProposal(newId(), { locale: 'ja' })).toBeNull()
  })
})

test('a book is compared with its own runs, and before it has any with first runs of its kind', async () => {
  const { editionId } = await anEdition({ sku: 'BOOK-1', copies: 0 })
  const other = await anEdition({ sku: 'BOOK-2', copies: 20 })
  await aRun(other.editionId, { number: 2, copies: 30, on: '2008-01-01' })
  const manual = await anEdition({ sku: 'MANUAL-1', copies: 5 })
  await db.title.update({ where: { id: manual.titleId }, data: { kind: 'manual' } })
  expect(await suggestProposal('BOOK-1', at)).toMatchObject({
    basis: 'kind',
    last: { label: 'BOOK-2 1', printed: 20 },
    typed: { owed: 0 },
    backtest: { rows: [] },
  })
  await aRun(editionId, { copies: 12, on: '2026-10-01' })
  expect(await suggestProposal('BOOK-1', at)).toMatchObject({ basis: 'runs', last: { label: 'BOOK-1 1' } })
  expect(await suggestProposal('BOOK-2', at)).toMatchObject({ basis: 'runs', last: { label: 'BOOK-2 2' } })
})

test('the backtest takes each issue with what was known before it, on the command line as on the page', async () => {
  await anIssueWithAYear(1, '2022-01-10', [40, 5, 10])
  await anIssueWithAYear(2, '2023-01-10', [40, 5, 12])
  await anIssueWithAYear(3, '2024-01-10', [41, 5, 11])
  // Its year is not over.
  await anIssueWithAYear(4, '2026-01-10', [42, 5, 11])
  const { rows, proposedMean, asLastMean } = await loadBacktest(at)
  expect(rows).toMatchObject([{ label: 'MNET-3', asLast: 100, printed: 100, takenUp: 57, asLastError: 43 }])
  expect(asLastMean).toBe(43)
  expect(proposedMean).toBeLessThan(15)
  const { backtest } = (await suggestProposal('MNET-4', at)) ?? {}
  expect(backtest).toEqual({ rows, proposedMean, asLastMean })
  const { code, value } = await shopJson('report', 'next-run-backtest')
  expect({ code, value }).toMatchObject({ code: 0, value: { rows: [{ label: 'MNET-3', takenUp: 57 }] } })
}, 60_000)

test('what cannot be bought any more, and what was counted as damaged, ends what is seen of an issue', async () => {
  const { sku } = await anIssue(periodicalId, 1, { on: '2025-01-10', copies: 10 })
  await note(sku, tokyoDay('2025-01-20'), { kind: 'loss', how: 'damaged', copies: 4 })
  await anIssue(periodicalId, 2, { on: null, copies: 0 })
  await aSingleSale(sku, { copies: 6, on: '2025-02-10' })
  const made = await proposeRun({ sku: 'MNET-2', expectedOn: soon, ...typed }, at)
  const view = made.ok ? await loadProposal(made.proposalId, { locale: 'ja' }) : null
  expect(view?.arithmetic.comparables).toMatchObject([{ label: sku, sold: 6, months: 2, isSoldOut: true }])
})
