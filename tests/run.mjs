// `npm test`: everything that is needed first (Prisma client, Chromium, production build), then every test, and as the last line
// the sum. Arguments go on to vitest: `npm test -- --project db tests/stories`.
import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { findChromium, hasCjkFonts } from './support/chromium.mjs'
import { sumOf } from './support/sum.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const report = path.join(root, 'test-results', 'vitest.json')
const vitest = path.join(
  path.dirname(createRequire(import.meta.url).resolve('vitest/package.json')),
  'vitest.mjs',
)
const passedOn = process.argv.slice(2)

/** @param {string} command @param {string[]} args @param {Record<string, string>} [env] */
function run(command, args, env = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
  if (result.error) console.error(`${command}: ${result.error.message}`)
  return result.status ?? 1
}

/** @param {string} command @param {string[]} args @param {Record<string, string>} [env] */
function need(command, args, env) {
  const status = run(command, args, env)
  if (status !== 0) process.exit(status)
}

/** Chromium and the fonts, from Debian's packages where we may install them. */
function needBrowser() {
  if (findChromium() && hasCjkFonts()) return
  if (process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0) {
    const quiet = { DEBIAN_FRONTEND: 'noninteractive' }
    need('apt-get', ['update'], quiet)
    need('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], quiet)
    if (findChromium() && hasCjkFonts()) return
  }
  console.error(
    [
      'The browser tests need Chromium and fonts for Japanese and Korean, and they are missing here. Install them:',
      '  Debian, Ubuntu   sudo apt-get install chromium fonts-noto-cjk',
      '  elsewhere        any Chromium or Chrome, and the Noto CJK fonts; CHROMIUM_PATH may name the executable',
      'The other tests run without:  npm test -- --project unit --project db',
    ].join('\n'),
  )
  process.exit(1)
}

/** Whether one of these projects is named on the command line; without any all are run. @param {string[]} wanted */
function runs(...wanted) {
  const projects = passedOn.flatMap((argument, index) => {
    if (argument.startsWith('--project=')) return [argument.slice('--project='.length)]
    return argument === '--project' ? [passedOn[index + 1] ?? ''] : []
  })
  return projects.length === 0 || projects.some((project) => wanted.includes(project))
}

need(process.execPath, ['prisma/generate.mjs'])
if (runs('browser')) needBrowser()
if (runs('browser', 'faults')) need(process.execPath, ['build.mjs', '--if-stale'])

// The long fault tests make other choices each time, unless told which ones to repeat.
if (process.env.FAULTS === 'long') process.env.FAULTS_SEED ??= String(randomInt(2 ** 31))

rmSync(report, { force: true })
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
const status = run(process.execPath, [vitest, 'run', ...reporters, ...passedOn])

const sum = sumOf(readReport(), status)
process.exitCode = sum.ok ? 0 : status || 1
console.log(`\n${sum.line}`)

function readReport() {
  try {
    return JSON.parse(readFileSync(report, 'utf8'))
  } catch {
    console.error('vitest wrote no report.')
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] }
  }
}
