// Builds the shop: Remix's client and server parts through Vite, then the HTTP process into one file. With --if-stale it does so
// only when a source has changed since the last build, which is how `npm start` stays quick.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(fileURLToPath(import.meta.url))
const stampFile = path.join(root, 'build/.stamp')
const SOURCES = [
  'app',
  'emails',
  'prisma',
  'public',
  'server.ts',
  'build.mjs',
  'vite.config.ts',
  'remix.config.js',
  'package.json',
  'package-lock.json',
]

/** @param {string} entry @returns {string[]} the files below a source, sorted, without what is generated and tests */
function filesOf(entry) {
  const full = path.join(root, entry)
  if (!existsSync(full)) return []
  if (/\.[a-z]+$/.test(entry)) return [entry]
  return readdirSync(full, { withFileTypes: true, recursive: true })
    .filter((item) => item.isFile() && !/\.test\.tsx?$/.test(item.name))
    .map((item) => path.relative(root, path.join(item.parentPath, item.name)))
    .filter((file) => !file.startsWith(path.join('app', 'generated')))
    .sort()
}

function sourceStamp() {
  const hash = createHash('sha256').update(process.version)
  for (const file of SOURCES.flatMap(filesOf)) {
    hash.update(file).update('\0')
    hash.update(readFileSync(path.join(root, file))).update('\0')
  }
  return hash.digest('hex')
}

/** @param {string} label @param {string[]} args */
function run(label, args) {
  process.stderr.write(`${label} ...\n`)
  const result = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production' },
  })
  if (result.status !== 0) {
    process.stderr.write(`${result.stdout}\n${result.stderr}\n`)
    process.exit(result.status ?? 1)
  }
}

const stamp = sourceStamp()
const isFresh = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp
if (!(process.argv.includes('--if-stale') && isFresh)) {
  rmSync(stampFile, { force: true })
  run('Preparing the database client', ['prisma/generate.mjs'])
  run('Building the pages', ['node_modules/@remix-run/dev/dist/cli.js', 'vite:build'])
  const { build } = await import('esbuild')
  await build({
    absWorkingDir: root,
    entryPoints: ['server.ts'],
    outfile: 'build/server.js',
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    external: ['./server/index.js'],
    define: { 'process.env.SHOP_BUNDLED': '"1"' },
    sourcemap: true,
    logLevel: 'warning',
  })
  mkdirSync(path.dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, stamp)
}
