import { LOCALES } from '#app/domain/locale.ts'
import { changesOf, type FieldChange } from '#app/features/desk/audit-changes.ts'
import type { Prisma } from '#app/generated/prisma/client.ts'
import { db, type Tx } from '#app/platform/db.server.ts'

export type SupplementChange = {
  id: string
  at: Date
  /** Null for an operator. */
  who: string | null
  change: 'insert' | 'update' | 'delete'
  /** Of the words in a language; null of the supplement itself. */
  locale: string | null
  changes: FieldChange[]
}

/** What of a row says nothing to a person. */
const HIDDEN = new Set(['id', 'supplement_id', 'locale', 'slug'])

/** Enough for years; the audit log itself has all. */
const MOST_ENTRIES = 200

function entriesOf(supplementId: string): Prisma.AuditEntryWhereInput {
  return {
    OR: [
      { tableName: 'supplements', rowId: supplementId },
      {
        tableName: 'supplement_texts',
        rowId: { in: LOCALES.map((locale) => `${supplementId} ${locale}`) },
      },
    ],
  }
}

/**
 * The version of a supplement that a form is made from: what staff change writes the audit log, so its entries are counted. Readers and jobs
 * change none.
 */
export async function supplementVersion(supplementId: string, tx: Tx = db): Promise<number> {
  return await tx.auditEntry.count({ where: entriesOf(supplementId) })
}

/** Who changed what of a supplement and when, newest first. Files and editions stand by their names. */
export async function loadSupplementHistory(supplementId: string): Promise<SupplementChange[]> {
  const entries = await db.auditEntry.findMany({
    where: entriesOf(supplementId),
    orderBy: [{ at: 'desc' }, { tableName: 'asc' }, { rowId: 'asc' }],
    take: MOST_ENTRIES,
    include: { staff: { select: { name: true } } },
  })
  const names = await namesIn(entries.flatMap(({ before, after }) => [before, after]))
  return entries.flatMap((entry) => {
    const changes = changesOf(entry.before, entry.after)
      .filter(({ field }) => !HIDDEN.has(field))
      .map(({ field, before, after }) => ({
        field,
        before: names.get(before) ?? before,
        after: names.get(after) ?? after,
      }))
    if (changes.length === 0) return []
    const { id, at, change, staff, rowId } = entry
    const who = staff?.name ?? null
    const locale = rowId.split(' ')[1] ?? null
    return [{ id, at, who, change: change as SupplementChange['change'], locale, changes }]
  })
}

async function namesIn(sides: readonly unknown[]): Promise<Map<string, string>> {
  const idsOf = (field: string): string[] => [
    ...new Set(
      sides
        .map((side) => (side as Record<string, unknown> | null)?.[field])
        .filter((id) => typeof id === 'string'),
    ),
  ]
  const [files, editions] = await Promise.all([
    db.storedFile.findMany({ where: { id: { in: idsOf('file_id') } }, select: { id: true, name: true } }),
    db.edition.findMany({ where: { id: { in: idsOf('edition_id') } }, select: { id: true, sku: true } }),
  ])
  return new Map([
    ...files.map(({ id, name }) => [id, name] as const),
    ...editions.map(({ id, sku }) => [id, sku] as const),
  ])
}
