import type { Command } from '#app/commands/command.ts'
import type { BacktestRow } from '#app/domain/print-history.ts'
import type { ReportedRun } from '#app/features/circulation/report-runs.server.ts'
import { now } from '#app/platform/clock.server.ts'

export const printRunsCommand: Command = {
  path: ['report', 'print-runs'],
  usage: 'report print-runs [--csv]',
  about: 'where every copy of every run went, what it brought and cost',
  words: 0,
  switches: ['csv'],
  prepare({ switches }) {
    return async () => {
      const { streamRuns } = await import('#app/features/circulation/report-runs.server.ts')
      const at = { now: now() }
      if (switches.has('csv')) {
        const { runsCsv } = await import('#app/features/circulation/runs-csv.server.ts')
        return { ok: true, json: null, table: [], file: runsCsv(streamRuns({ locale: 'ja' }, at), 'ja') }
      }
      const runs: ReportedRun[] = []
      for await (const run of streamRuns({ locale: 'ja', withMonths: true }, at)) runs.push(run)
      return { ok: true, json: { runs }, table: runs.map(asRow) }
    }
  },
}

export const nextRunBacktestCommand: Command = {
  path: ['report', 'next-run-backtest'],
  usage: 'report next-run-backtest',
  about: 'what would have been proposed for each run, beside printing as many as last time',
  words: 0,
  prepare() {
    return async () => {
      const { loadBacktest } = await import('#app/features/circulation/suggest-proposal.server.ts')
      const found = await loadBacktest({ now: now() })
      return { ok: true, json: found, table: backtestTable(found) }
    }
  },
}

function backtestTable({
  rows,
  proposedMean,
  asLastMean,
}: {
  rows: readonly BacktestRow[]
  proposedMean: number | null
  asLastMean: number | null
}): Record<string, unknown>[] {
  if (rows.length === 0) return []
  const sum = {
    label: 'mean absolute error',
    proposedError: tenths(proposedMean),
    asLastError: tenths(asLastMean),
  }
  const columns = Object.keys(rows[0] ?? {})
  const last = Object.fromEntries(columns.map((column) => [column, '']))
  return [...rows, { ...last, ...sum }]
}

function asRow({
  titleLanguage: _of,
  receivedOn: _on,
  months: _months,
  ...run
}: ReportedRun): Record<string, unknown> {
  return {
    ...run,
    issue: run.issue ?? '',
    sellThrough: percent(run.sellThrough),
    paidShare: percent(run.paidShare),
    monthlyRate: tenths(run.monthlyRate),
    monthsOfCover: tenths(run.monthsOfCover),
  }
}

function percent(share: number | null): string {
  return share === null ? '' : `${Math.round(share * 1000) / 10} %`
}

function tenths(figure: number | null): number | string {
  return figure === null ? '' : Math.round(figure * 10) / 10
}
