import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '#app/platform/embedded-postgres.server.ts'
import { isAlive, isZombie } from '#app/platform/process.server.ts'
import { withClient } from '#tests/support/server.ts'

let dataDir: string
let holders: Holder[]

type Holder = { child: ChildProcess; url: string; error: string }

beforeEach(async () => {
  dataDir = path.join(await mkdtemp(path.join(os.tmpdir(), 'embedded-')), 'data')
  await chmod(path.dirname(dataDir), 0o755)
  holders = []
})

afterEach(async () => {
  for (const { child } of holders) child.kill('SIGKILL')
  const pid = await serverPid().catch(() => undefined)
  if (pid && isAlive(pid)) process.kill(pid, 'SIGQUIT')
  while (pid && (await isRunning(pid))) await sleep(10)
  await rm(path.dirname(dataDir), { recursive: true, force: true })
})

describe('the shop’s own PostgreSQL', { timeout: 90_000 }, () => {
  it('is created as UTF8 with a libc locale, keeps its password to itself, and stops with its last user', async () => {
    const database = await openDatabase({ dataDir })
    const pid = await serverPid()
    const facts = await withClient(database.url, async (client) => {
      const { rows } = await client.query<Record<string, string>>(
        `select pg_encoding_to_char(encoding) as encoding, datcollate, datlocprovider,
                current_setting('fsync') as fsync, current_setting('synchronous_commit') as synchronous_commit,
                current_setting('shared_buffers') as shared_buffers, current_setting('max_connections') as max_connections
         from pg_database where datname = current_database()`,
      )
      return rows[0]
    })
    expect(facts).toEqual({
      encoding: 'UTF8',
      datcollate: process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8',
      datlocprovider: 'c',
      fsync: 'on',
      synchronous_commit: 'on',
      shared_buffers: '128MB',
      max_connections: '100',
    })
    for (const file of ['postgres.password', 'postgres.log']) {
      expect((await stat(path.join(dataDir, file))).mode & 0o777, file).toBe(0o600)
    }
    const noPassword = new URL(database.url)
    noPassword.password = 'guessed'
    await expect(withClient(noPassword.href, async () => 'in')).rejects.toThrow(
      'password authentication failed',
    )

    await database.close()
    expect(await isRunning(pid)).toBe(false)
  })

  it('is shared by processes; the last one out stops it, and the next finds the data at the same address', async () => {
    const first = await openDatabase({ dataDir })
    await withClient(first.url, (client) => client.query(`create table note as select 'kept' as text`))
    const pid = await serverPid()
    const second = await hold()
    expect(second.url).toBe(first.url)

    await first.close()
    expect(await isRunning(pid)).toBe(true)
    expect(await notes(second.url)).toEqual(['kept'])

    await letGo(second)
    expect(await isRunning(pid)).toBe(false)

    const again = await openDatabase({ dataDir })
    expect(again.url).toBe(first.url)
    expect(await notes(again.url)).toEqual(['kept'])
    await again.close()
  })

  it('is created once when processes start together', async () => {
    const four = await Promise.all([hold(), hold(), hold(), hold()])
    expect(four.map(({ error }) => error)).toEqual(['', '', '', ''])
    expect(new Set(four.map(({ url }) => url)).size).toBe(1)
    const pid = await serverPid()
    await Promise.all(four.slice(0, 3).map((holder) => letGo(holder)))
    expect(await isRunning(pid)).toBe(true)
    await letGo(four[3] as Holder)
    expect(await isRunning(pid)).toBe(false)
  })

  it('outlives a kill -9 of its starter, and the next start adopts it', async () => {
    const starter = await hold()
    await withClient(starter.url, (client) => client.query(`create table note as select 'committed' as text`))
    const pid = await serverPid()
    starter.child.kill('SIGKILL')
    await once(starter.child, 'exit')
    expect(await isRunning(pid)).toBe(true)

    const next = await openDatabase({ dataDir })
    expect(await serverPid()).toBe(pid)
    expect(await notes(next.url)).toEqual(['committed'])
    await next.close()
    expect(await isRunning(pid)).toBe(false)
  })

  it('recovers after a kill -9 of its starter and of itself', async () => {
    const starter = await hold()
    await withClient(starter.url, (client) => client.query(`create table note as select 'committed' as text`))
    const pid = await serverPid()
    starter.child.kill('SIGKILL')
    process.kill(pid, 'SIGKILL')
    await once(starter.child, 'exit')

    const next = await openDatabase({ dataDir })
    expect(await serverPid()).not.toBe(pid)
    expect(await notes(next.url)).toEqual(['committed'])
    await next.close()
  })

  it('is started again for a running shop when it is killed', async () => {
    const database = await openDatabase({ dataDir })
    await withClient(database.url, (client) =>
      client.query(`create table note as select 'committed' as text`),
    )
    const pid = await serverPid()
    process.kill(pid, 'SIGKILL')
    const deadline = Date.now() + 30_000
    let found: string[] | undefined
    while (!found && Date.now() < deadline) {
      found = await notes(database.url).catch(() => undefined)
      if (!found) await sleep(50)
    }
    expect(found).toEqual(['committed'])
    await sleep(500)
    const revived = await serverPid()
    expect(revived).not.toBe(pid)
    await database.close()
    expect(await isRunning(revived)).toBe(false)
  })

  it('clears a pid file whose number is another program’s by now', async () => {
    const first = await openDatabase({ dataDir })
    const pidFile = path.join(dataDir, 'postgres', 'postmaster.pid')
    const stale = (await readFile(pidFile, 'utf8')).split('\n')
    await first.close()
    await writeFile(pidFile, [String(process.pid), ...stale.slice(1)].join('\n'))

    const second = await openDatabase({ dataDir })
    expect(await serverPid()).not.toBe(process.pid)
    await second.close()
  })

  it('takes over the lock of a process that was killed while it held it', async () => {
    await mkdir(dataDir)
    const dead = spawn(process.execPath, ['-e', ''])
    await once(dead, 'exit')
    await writeFile(path.join(dataDir, 'postgres.lock'), `${dead.pid} 1 abc\n`)
    await writeFile(path.join(dataDir, 'unrelated'), '')
    const [one, two] = await Promise.all([hold(), hold()])
    expect([one.error, two.error]).toEqual(['', ''])
    expect(one.url).toBe(two.url)
    await letGo(one)
    await letGo(two)
  })

  it('does not leave half a database when it is killed while creating it', async () => {
    const slow = spawnHolder()
    while (!(await names()).some((name) => name.startsWith('postgres.new-'))) await sleep(2)
    await sleep(50)
    slow.kill('SIGKILL')
    await once(slow, 'exit')

    const next = await openDatabase({ dataDir })
    await withClient(next.url, (client) => client.query('select 1'))
    await next.close()
    await (await openDatabase({ dataDir })).close()
    expect((await names()).sort()).toEqual(['postgres', 'postgres.log', 'postgres.password', 'postgres.port'])
  })

  it('moves to another port when its own was taken meanwhile', async () => {
    const first = await openDatabase({ dataDir })
    const port = Number(new URL(first.url).port)
    await first.close()
    const squatter = net.createServer().listen(port, '127.0.0.1')
    await once(squatter, 'listening')
    const second = await openDatabase({ dataDir })
    expect(new URL(second.url).port).not.toBe(String(port))
    await second.close()
    squatter.close()
  })

  it.runIf(process.getuid?.() === 0)('works below a folder that only root may enter', async () => {
    await chmod(path.dirname(dataDir), 0o700)
    const database = await openDatabase({ dataDir })
    expect(
      await withClient(database.url, async (client) => (await client.query('select 1 as one')).rows),
    ).toEqual([{ one: 1 }])
    const status = await readFile(`/proc/${await serverPid()}/status`, 'utf8')
    expect(status).not.toMatch(/^Uid:\s+0/m)
    await database.close()
  })

  it.each([
    ['postgres.password', 'is missing'],
    ['postgres/global/pg_control', 'did not start'],
  ])('says in one line what is wrong without %s', async (file, words) => {
    const first = await openDatabase({ dataDir })
    await first.close()
    await rm(path.join(dataDir, file))
    const problem = await openDatabase({ dataDir }).then(
      () => undefined,
      (error: Error) => error,
    )
    expect(problem?.name).toBe('EmbeddedPostgresError')
    expect(problem?.message).toContain(words)
    expect(problem?.message).not.toContain('\n')
  })

  it('does not touch a folder that is not a database', async () => {
    await mkdir(path.join(dataDir, 'postgres'), { recursive: true })
    await writeFile(path.join(dataDir, 'postgres', 'diary.txt'), 'mine')
    await expect(openDatabase({ dataDir })).rejects.toThrow('is not empty and holds no database')
    expect(await readFile(path.join(dataDir, 'postgres', 'diary.txt'), 'utf8')).toBe('mine')
  })
})

function spawnHolder(): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', 'tests/support/hold-database.ts', dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  holders.push({ child, url: '', error: '' })
  return child
}

async function hold(): Promise<Holder> {
  const child = spawnHolder()
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
  const said = JSON.parse(line.toString()) as Partial<Holder>
  return { child, url: said.url ?? '', error: said.error ?? '' }
}

async function letGo({ child }: Holder): Promise<void> {
  child.stdin?.end()
  await once(child, 'exit')
}

async function names(): Promise<string[]> {
  return readdir(dataDir).catch(() => [])
}

async function serverPid(): Promise<number> {
  return Number.parseInt(await readFile(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10)
}

async function isRunning(pid: number): Promise<boolean> {
  return isAlive(pid) && !(await isZombie(pid))
}

async function notes(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows } = await client.query<{ text: string }>('select text from note')
    return rows.map((row) => row.text)
  } finally {
    await client.end()
  }
}
