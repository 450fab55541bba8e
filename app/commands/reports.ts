import type { Command } from '#app/commands/command.ts'
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
      const found = streamRuns({ locale: 'ja' }, { now: now() })
      if (switches.has('csv')) {
        const { runsCsv } = await import('#app/features/circulation/runs-csv.server.ts')
        return { ok: true, json: null, table: [], file: runsCsv(found, 'ja') }
      }
      const runs: ReportedRun[] = []
      for await (const run of found) runs.push(run)
      return { ok: true, json: { runs }, table: runs.map(asRow) }
    }
  },
}

function asRow({ titleLanguage: _of, receivedOn: _on, ...run }: ReportedRun): Record<string, unknown> {
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
