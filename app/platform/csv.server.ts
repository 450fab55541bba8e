import { stringify } from 'csv-stringify/sync'

export type CsvRow = Record<string, string | number | null>

/**
 * Rows as a CSV file that spreadsheets open rightly: UTF-8 with its mark, lines that end in CR LF, and texts that begin like a formula
 * (=, +, -, @, tab, return, and their full-width forms) made plain by an apostrophe, since readers write some of them. Numbers stay numbers.
 * @param columns key of a row to the words of its heading, in the order of the file
 */
export function csvOf(rows: readonly CsvRow[], columns: Record<string, string>): string {
  return stringify([...rows], {
    bom: true,
    header: true,
    columns: Object.entries(columns).map(([key, header]) => ({ key, header })),
    record_delimiter: 'windows',
    escape_formulas: true,
  })
}
