// `npm run migration -- NAME`: drafts the SQL from the schema as it was last migrated to the schema as it is now, for a
// person to complete by hand with what Prisma cannot say (checks, triggers, partial indexes, data).
// `npm run migration -- NAME --empty`: a draft for changes that the schema does not show.
// `npm run migration -- --rolled-back FOLDER`: a failed migration has left nothing behind and may run again.
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { markRolledBack } from './migrate.ts'
import { migrationsFolder, schemaDiff, schemaFile } from './schema-engine.ts'

export type DraftFolders = {
  /** prisma/schema.prisma, edited */
  schema: string
  /** The schema that the newest migration leads to, committed beside it. */
  lastMigrated: string
  migrations: string
}

/**
 * Writes `<time>_<name>/migration.sql` and moves the last migrated schema up to the edited one.
 * @returns the new file, or undefined when the schemas are equal and no empty draft is wanted
 * @throws Error when the name isn't made of small letters, digits and underscores
 */
export async function draftMigration(
  name: string,
  folders: DraftFolders,
  { empty = false, at = new Date() }: { empty?: boolean; at?: Date } = {},
): Promise<string | undefined> {
  if (!/^[a-z][a-z0-9_]{2,60}$/.test(name))
    throw new Error(
      'A migration is named with small letters, digits and underscores, such as add_print_run_cost.',
    )
  const entries = await readdir(folders.migrations, { withFileTypes: true })
  const existing = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  const before = existing.length === 0 ? null : await readFile(folders.lastMigrated, 'utf8')
  const sql = await schemaDiff(before, await readFile(folders.schema, 'utf8'))
  const isEmpty = sql.replace(/^--.*$/gm, '').trim() === ''
  if (isEmpty && !empty) return undefined

  const folder = path.join(folders.migrations, `${nextStamp(existing, at)}_${name}`)
  await mkdir(folder)
  const file = path.join(folder, 'migration.sql')
  await writeFile(file, isEmpty ? '-- Written by hand.\n' : sql)
  await copyFile(folders.schema, folders.lastMigrated)
  return file
}

/** The time as Prisma writes it, but always after the newest migration: they are applied in the order of their names. */
function nextStamp(existing: string[], at: Date): string {
  const now = stampOf(at)
  const newest = existing.map((name) => name.slice(0, 14)).filter((stamp) => /^\d{14}$/.test(stamp))
  const last = newest.sort().at(-1)
  if (last === undefined || now > last) return now
  const [year, month, day, hour, minute, second] = [
    last.slice(0, 4),
    last.slice(4, 6),
    last.slice(6, 8),
    last.slice(8, 10),
    last.slice(10, 12),
    last.slice(12, 14),
  ].map(Number) as [number, number, number, number, number, number]
  return stampOf(new Date(Date.UTC(year, month - 1, day, hour, minute, second + 1)))
}

function stampOf(at: Date): string {
  return at.toISOString().replace(/\D/g, '').slice(0, 14)
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { empty: { type: 'boolean', default: false }, 'rolled-back': { type: 'string' } },
  })
  const rolledBack = values['rolled-back']
  if (rolledBack !== undefined) {
    const url = process.env.DATABASE_URL
    if (!url) throw new Error('Which database? Set DATABASE_URL.')
    await markRolledBack(url, rolledBack)
    return console.log(`${rolledBack} will be tried again at the next start.`)
  }
  const [name] = positionals
  if (name === undefined) throw new Error('Usage: npm run migration -- NAME [--empty]')
  const schema = schemaFile()
  const file = await draftMigration(
    name,
    {
      schema,
      lastMigrated: path.join(path.dirname(schema), 'last-migrated.prisma'),
      migrations: migrationsFolder(),
    },
    { empty: values.empty },
  )
  if (file === undefined)
    return console.log('Nothing to do: the schema is as it was last migrated (--empty for a draft by hand).')
  console.log(
    `${path.relative(process.cwd(), file)}: complete it by hand, read it twice, commit it with the schema.`,
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  })
}
