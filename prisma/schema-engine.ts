import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import type * as SchemaEngineModule from '@prisma/schema-engine-wasm'
import pg from 'pg'

// Prisma's own schema engine as WebAssembly: the same code as the binary behind `prisma migrate deploy`, without the
// download of a binary that many networks do not let through.

export type SchemaEngine = SchemaEngineModule.SchemaEngine

type EngineModule = Record<string, WebAssembly.ExportValue> & {
  SchemaEngine: typeof SchemaEngineModule.SchemaEngine
  __wbg_set_wasm(exports: WebAssembly.Exports): void
}

/** Every table and enum of the database is ours to migrate. */
export const noFilters = { externalTables: [], externalEnums: [] }

const here = path.dirname(fileURLToPath(import.meta.url))
let loading: Promise<EngineModule> | undefined

/** The folder that holds package.json and prisma/, from wherever this module runs: the sources or build/server.js. */
export function projectRoot(): string {
  for (let folder = here; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'package.json')) && existsSync(path.join(folder, 'prisma')))
      return folder
    if (folder === path.dirname(folder))
      throw new Error(`No package.json with a prisma folder above ${here}.`)
  }
}

/** The absolute path of the migrations, which stay files on disk in production too. */
export function migrationsFolder(): string {
  return path.join(projectRoot(), 'prisma', 'migrations')
}

/** The absolute path of the Prisma schema. */
export function schemaFile(): string {
  return path.join(projectRoot(), 'prisma', 'schema.prisma')
}

/** Opens a schema engine on a database and hands it to `work`; its connections are closed afterwards. */
export async function withSchemaEngine<T>(
  databaseUrl: string,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1, idleTimeoutMillis: 0 })
  pool.on('error', () => undefined)
  try {
    return await useEngine(factoryOf(pool), work)
  } finally {
    await pool.end()
  }
}

/** The SQL that turns one Prisma schema (`null`: an empty database) into another. Needs no database. */
export function schemaDiff(from: string | null, to: string): Promise<string> {
  return useEngine(noDatabase, async (engine) => {
    const { stdout } = await engine.diff({
      from: from === null ? { tag: 'empty' } : { tag: 'schemaDatamodel', files: asFiles(from) },
      to: { tag: 'schemaDatamodel', files: asFiles(to) },
      script: true,
      exitCode: null,
      filters: noFilters,
      ...{ shadowDatabaseUrl: null },
    })
    return stdout ?? ''
  })
}

/** The SQL that would turn a live database into schema.prisma: empty when they agree on all that Prisma knows of. */
export async function driftSql(databaseUrl: string): Promise<string> {
  const files = asFiles(await readFile(schemaFile(), 'utf8'))
  const sql = await withSchemaEngine(databaseUrl, async (engine) => {
    const { stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: projectRoot() },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: noFilters,
      ...{ shadowDatabaseUrl: null },
    })
    return stdout ?? ''
  })
  return sql.replace(/^-- This is an empty migration\.\s*$/, '').trim()
}

/** adapter-pg is typed against another copy of @types/pg; at run time there is one `pg`. */
function factoryOf(pool: pg.Pool): SqlMigrationAwareDriverAdapterFactory {
  return new MigratingPg(pool as unknown as ConstructorParameters<typeof PrismaPg>[0])
}

async function useEngine<T>(
  factory: SqlMigrationAwareDriverAdapterFactory,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const { SchemaEngine } = await load()
  const schema = await readFile(schemaFile(), 'utf8')
  const engine = await SchemaEngine.new(
    { datamodels: [['schema.prisma', schema]] },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(factory),
  )
  try {
    return await work(engine)
  } finally {
    engine.free()
  }
}

function asFiles(content: string) {
  return [{ path: 'schema.prisma', content }]
}

type Innards = {
  performIO(query: unknown): Promise<{ fields: { dataTypeID: number }[] }>
  onError(error: unknown): never
}

/** Of PostgreSQL's own types: "char", one byte, in its catalogue only; and text. */
const oids = { char: 18, text: 25 }

/**
 * adapter-pg for the schema engine. It cuts scripts at every `;`, which breaks the `$$` bodies of triggers: PostgreSQL takes
 * them whole. And it refuses the type "char" of the system catalogue, which is read here as text and then called by its name.
 */
class MigratingPg extends PrismaPg {
  override async connect() {
    const adapter = await super.connect()
    const innards = adapter as unknown as Innards
    const adapterQuery = adapter.queryRaw
    adapter.queryRaw = async (query) => {
      const singles: number[] = []
      const performIO = async (asked: unknown) => {
        const result = await innards.performIO(asked)
        for (const [index, field] of result.fields.entries()) {
          if (field.dataTypeID !== oids.char) continue
          field.dataTypeID = oids.text
          singles.push(index)
        }
        return result
      }
      const answer = await adapterQuery.call(
        Object.create(adapter, { performIO: { value: performIO } }),
        query,
      )
      for (const index of singles) answer.columnTypes[index] = ColumnTypeEnum.Character
      return answer
    }
    adapter.executeScript = async (script) => {
      try {
        await adapter.underlyingDriver().query(script)
      } catch (error) {
        innards.onError(error)
      }
    }
    return adapter
  }
}

/** The engine asks its database a few things on opening, even for a diff of two files. This one answers without one. */
const noDatabase: SqlMigrationAwareDriverAdapterFactory = {
  provider: 'postgres',
  adapterName: 'no-database',
  connect: async () => ({
    provider: 'postgres',
    adapterName: 'no-database',
    queryRaw: async () => ({
      columnNames: ['exists', 'version', 'numeric_version'],
      columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
      rows: [[true, 'PostgreSQL 15.0', 150_000]],
    }),
    executeRaw: async () => 0,
    executeScript: async () => undefined,
    startTransaction: async () => {
      throw new Error('A diff of two schema files opens no transaction.')
    },
    getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
    dispose: async () => undefined,
  }),
  connectToShadowDb: async () => {
    throw new Error('A diff of two schema files needs no shadow database.')
  },
}

function load(): Promise<EngineModule> {
  loading ??= instantiate()
  return loading
}

async function instantiate(): Promise<EngineModule> {
  const glueFile = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const glue = (await import('@prisma/schema-engine-wasm/schema_engine_bg')) as unknown as EngineModule
  const wasm = await WebAssembly.compile(await readFile(glueFile.replace(/\.js$/, '.wasm')))
  const imports: WebAssembly.Imports = {}
  for (const { module, name } of WebAssembly.Module.imports(wasm)) {
    imports[module] ??= { ...glue }
    // The engine leaves the clock of its lock (10 s) running: a finished process must not wait for it.
    if (name.startsWith('__wbg_setTimeout')) {
      imports[module][name] = (callback: () => void, ms: number) => setTimeout(callback, ms >>> 0).unref()
    }
  }
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      set_message(message: string) {
        process.stderr.write(`The schema engine gave up: ${message}\n`)
      },
    },
  })
  const instance = await WebAssembly.instantiate(wasm, imports)
  glue.__wbg_set_wasm(instance.exports)
  const start = instance.exports.__wbindgen_start as () => void
  start()
  return glue
}
