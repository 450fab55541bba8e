import { isTokyoDay, type TokyoDay } from '#app/domain/day.ts'
import { isLocale, LOCALES, type Locale } from '#app/domain/locale.ts'
import { changesOf, type FieldChange } from '#app/features/desk/audit-changes.ts'

/** The tables of the audit log that a title's history is made of, and a periodical's. */
export type HistoryTable =
  | 'titles'
  | 'issues'
  | 'title_texts'
  | 'editions'
  | 'edition_prices'
  | 'supplements'
  | 'supplement_texts'
  | 'supplement_announcements'
  | 'periodicals'

export type HistoryRow = {
  at: Date
  /** Null for an operator on the command line. */
  who: string | null
  change: string
  table: HistoryTable
  rowId: string
  /** What a row hangs on that does not say so itself: the supplement that was announced. */
  ofId?: string | null
  before: unknown
  after: unknown
}

/**
 * What was changed: the title itself, its number, its words in a language, an edition, one of its prices, or a supplement of an edition, its
 * words, and that its buyers were told.
 */
export type HistorySubject =
  | { kind: 'title' | 'issue' | 'periodical' }
  | { kind: 'text'; locale: Locale }
  | { kind: 'edition'; sku: string }
  | { kind: 'price'; sku: string; from: TokyoDay }
  | { kind: 'supplement' | 'announcement'; sku: string; name: string }
  | { kind: 'supplementText'; sku: string; name: string; locale: Locale }

/** What editions and supplements are called, by their ids. */
export type HistoryNames = {
  skus: ReadonlyMap<string, string>
  supplements?: ReadonlyMap<string, { name: string; sku: string }>
}

export type HistoryItem = {
  subject: HistorySubject
  change: 'insert' | 'update' | 'delete'
  /** Values as the database has them; the fields of `HISTORY_FIELDS` only. */
  changes: FieldChange[]
}

/** What one person did in one go. */
export type HistoryEntry = { key: string; at: Date; who: string | null; items: HistoryItem[] }

/** What of a row a person reads; ids, keys and times say nothing to her. */
const HISTORY_FIELDS: Record<HistoryTable, readonly string[]> = {
  titles: ['slug', 'kind', 'published_on', 'listed'],
  issues: ['periodical_id', 'number_from', 'number_to', 'dated_on'],
  title_texts: ['name', 'subtitle', 'description', 'contents'],
  editions: [
    'sku',
    'language',
    'format',
    'state',
    'isbn',
    'pages',
    'weight_grams',
    'published_on',
    'file_id',
    'position',
  ],
  edition_prices: ['price_yen'],
  supplements: ['edition_id', 'kind', 'language', 'file_id', 'published_on'],
  supplement_texts: ['name', 'note'],
  supplement_announcements: ['announced_at'],
  periodicals: ['name', 'issn'],
}

/**
 * What happened to a title, from rows of the audit log, newest first: rows of one instant and one person are one entry. What changed in none of
 * the fields that people read is left out.
 */
export function toHistory(rows: readonly HistoryRow[], names: HistoryNames): HistoryEntry[] {
  const entries = new Map<string, HistoryEntry>()
  for (const row of rows) {
    const item = toItem(row, names)
    if (!item) continue
    const key = `${row.at.toISOString()} ${row.who ?? ''}`
    const entry = entries.get(key) ?? { key, at: row.at, who: row.who, items: [] }
    entry.items.push(item)
    entries.set(key, entry)
  }
  const found = [...entries.values()].sort((a, b) => b.at.getTime() - a.at.getTime())
  for (const entry of found) entry.items.sort((a, b) => placeOf(a).localeCompare(placeOf(b)))
  return found
}

function toItem(row: HistoryRow, names: HistoryNames): HistoryItem | null {
  const subject = subjectOf(row, names)
  const change = row.change
  if (!subject || (change !== 'insert' && change !== 'update' && change !== 'delete')) return null
  const fields = HISTORY_FIELDS[row.table]
  const all = new Map(changesOf(row.before, row.after).map((one) => [one.field, one]))
  const changes = fields.flatMap((field) => all.get(field) ?? [])
  return changes.length > 0 ? { subject, change, changes } : null
}

function subjectOf({ table, rowId, ofId }: HistoryRow, names: HistoryNames): HistorySubject | null {
  const [id = '', second] = rowId.split(' ')
  const sku = names.skus.get(id) ?? id
  if (table === 'titles') return { kind: 'title' }
  if (table === 'issues') return { kind: 'issue' }
  if (table === 'periodicals') return { kind: 'periodical' }
  if (table === 'editions') return { kind: 'edition', sku }
  if (table === 'edition_prices') return isTokyoDay(second) ? { kind: 'price', sku, from: second } : null
  if (table === 'title_texts') return isLocale(second) ? { kind: 'text', locale: second } : null
  const supplement = names.supplements?.get(ofId ?? id) ?? { name: '', sku: '' }
  if (table === 'supplements') return { kind: 'supplement', ...supplement }
  if (table === 'supplement_announcements') return { kind: 'announcement', ...supplement }
  return isLocale(second) ? { kind: 'supplementText', locale: second, ...supplement } : null
}

const ORDER = [
  'periodical',
  'title',
  'issue',
  'text',
  'edition',
  'price',
  'supplement',
  'supplementText',
  'announcement',
]

function placeOf({ subject }: HistoryItem): string {
  const { kind, locale, sku, from, name } = { locale: null, sku: '', from: '', name: '', ...subject }
  return [ORDER.indexOf(kind), locale ? LOCALES.indexOf(locale) : 0, sku, from, name].join(' ')
}
