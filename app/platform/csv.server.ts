import { Readable } from 'node:stream'
import { stringify as stringifier } from 'csv-stringify'
import { stringify } from 'csv-stringify/sync'

export type CsvRow = Record<string, string | number | null>

/**
 * Rows as a CSV file that spreadsheets open rightly: UTF-8 with its mark, lines that end in CR LF, and texts that begin like a formula
 * (=, +, -, @, tab, return, and their full-width forms) made plain by an apostrophe, since readers write some of them. Numbers stay numbers.
 * @param columns key of a row to the words of its heading, in the order of the file
 */
export function csvOf(rows: readonly CsvRow[], columns: Record<string, string>): string {
  return stringify([...rows], optionsOf(columns))
}

/** The same, written while the rows come: a file of any length in the memory of a few of them. */
export function csvStream(rows: AsyncIterable<CsvRow>, columns: Record<string, string>): Readable {
  const file = stringifier(optionsOf(columns))
  const source = Readable.from(rows)
  // An error of the source ends the file with it, instead of leaving it open.
  source.on('error', (error) => file.destroy(error))
  file.on('close', () => source.destroy())
  return source.pipe(file)
}

function optionsOf(columns: Record<string, string>) {
  return {
    bom: true,
    header: true,
    columns: Object.entries(columns).map(([key, header]) => ({ key, header })),
    record_delimiter: 'windows' as const,
    escape_formulas: true,
  }
}
