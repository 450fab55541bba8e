import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { draftMigration, type DraftFolders } from '#prisma/draft-migration.ts'
import { migrationsFolder, schemaDiff, schemaFile } from '#prisma/schema-engine.ts'

const base = `datasource db {\n  provider = "postgresql"\n}\n`
const one = `${base}model Note {\n  id Int @id\n}\n`
const two = `${base}model Note {\n  id Int @id\n  text String?\n}\n`

let folder: string
let folders: DraftFolders

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'draft-migration-'))
  folders = {
    schema: path.join(folder, 'schema.prisma'),
    lastMigrated: path.join(folder, 'last-migrated.prisma'),
    migrations: path.join(folder, 'migrations'),
  }
  await mkdir(folders.migrations)
  await writeFile(path.join(folders.migrations, 'migration_lock.toml'), 'provider = "postgresql"\n')
})

afterEach(() => rm(folder, { recursive: true }))

describe('draftMigration', () => {
  it('drafts from nothing, then from the last migrated schema', async () => {
    await writeFile(folders.schema, one)
    const first = await draftMigration('start', folders, { at: new Date('2026-01-02T03:04:05Z') })
    expect(first).toBe(path.join(folders.migrations, '20260102030405_start', 'migration.sql'))
    expect(await readFile(first ?? '', 'utf8')).toContain('CREATE TABLE "Note"')
    expect(await readFile(folders.lastMigrated, 'utf8')).toBe(one)

    await writeFile(folders.schema, two)
    const second = await draftMigration('add_text', folders, { at: new Date('2026-02-02T00:00:00Z') })
    const sql = await readFile(second ?? '', 'utf8')
    expect(sql).toContain('ALTER TABLE "Note" ADD COLUMN     "text" TEXT')
    expect(sql).not.toContain('CREATE TABLE')
    expect(await readFile(folders.lastMigrated, 'utf8')).toBe(two)
  })

  it('comes after the newest migration even when the clock is behind it', async () => {
    await writeFile(folders.schema, one)
    await draftMigration('start', folders, { at: new Date('2026-12-31T23:59:59Z') })
    await writeFile(folders.schema, two)
    await draftMigration('add_text', folders, { at: new Date('2026-01-01T00:00:00Z') })
    expect((await readdir(folders.migrations)).sort()).toEqual([
      '20261231235959_start',
      '20270101000000_add_text',
      'migration_lock.toml',
    ])
  })

  it('writes nothing for an unchanged schema unless an empty draft is asked for', async () => {
    await writeFile(folders.schema, one)
    await draftMigration('start', folders)
    expect(await draftMigration('nothing', folders)).toBeUndefined()
    expect(await readdir(folders.migrations)).toHaveLength(2)
    const file = await draftMigration('by_hand', folders, { empty: true })
    expect(await readFile(file ?? '', 'utf8')).toBe('-- Written by hand.\n')
  })

  it.each(['', 'No Spaces', '../escape', 'UPPER', '1st'])('refuses the name %j', async (name) => {
    await writeFile(folders.schema, one)
    await expect(draftMigration(name, folders)).rejects.toThrow('small letters')
    expect(await readdir(folders.migrations)).toEqual(['migration_lock.toml'])
  })

  it('leaves nothing behind when the schema is broken', async () => {
    await writeFile(folders.schema, `${base}model Note {\n  id Nonsense @id\n}\n`)
    await expect(draftMigration('start', folders)).rejects.toThrow('Nonsense')
    expect(await readdir(folders.migrations)).toEqual(['migration_lock.toml'])
  })
})

describe('prisma/', () => {
  it('has no change in schema.prisma without a migration', async () => {
    const lastMigrated = await readFile(path.join(path.dirname(schemaFile()), 'last-migrated.prisma'), 'utf8')
    const sql = await schemaDiff(lastMigrated, await readFile(schemaFile(), 'utf8'))
    expect(sql.trim()).toBe('-- This is an empty migration.')
  })

  it('holds only folders of migrations and the lock file that `prisma migrate deploy` reads', async () => {
    const entries = await readdir(migrationsFolder(), { withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile()).map((entry) => entry.name)
    expect(files).toEqual(['migration_lock.toml'])
    for (const entry of entries.filter((each) => each.isDirectory())) {
      expect(entry.name).toMatch(/^\d{14}_[a-z0-9_]+$/)
      expect(await readdir(path.join(migrationsFolder(), entry.name))).toEqual(['migration.sql'])
    }
  })
})
