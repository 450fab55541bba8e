import type { Readable } from 'node:stream'
import type { Locale } from '#app/domain/locale.ts'
import type { ReportedRun } from '#app/features/circulation/report-runs.server.ts'
import { REPORT_WORDS } from '#app/features/circulation/report-words.ts'
import { csvStream, type CsvRow } from '#app/platform/csv.server.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'

/** The report as a file, written while the runs are read. Shares are percentages with one decimal. */
export function runsCsv(runs: AsyncIterable<ReportedRun>, locale: Locale): Readable {
  const t = textsFor(locale)
  return csvStream(
    rowsOf(runs),
    Object.fromEntries(Object.entries(REPORT_WORDS).map(([column, words]) => [column, t(words)])),
  )
}

async function* rowsOf(runs: AsyncIterable<ReportedRun>): AsyncGenerator<CsvRow> {
  for await (const { months: _months, ...run } of runs) {
    yield {
      ...run,
      issue: run.issue ?? null,
      sellThrough: percent(run.sellThrough),
      paidShare: percent(run.paidShare),
      monthlyRate: tenths(run.monthlyRate),
      monthsOfCover: tenths(run.monthsOfCover),
    }
  }
}

function percent(share: number | null): number | null {
  return share === null ? null : Math.round(share * 1000) / 10
}

function tenths(figure: number | null): number | null {
  return figure === null ? null : Math.round(figure * 10) / 10
}
