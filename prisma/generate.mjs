// Writes the Prisma client to app/generated/prisma when the schema has changed since the last time. Runs after
// `npm install` and before build, tests and type check; needs no network (see prisma.config.ts).
import { createHash } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const root = new URL('..', import.meta.url)
const require = createRequire(import.meta.url)
const stampFile = new URL('app/generated/prisma/.stamp', root)

const stamp = createHash('sha256')
  .update(readFileSync(new URL('prisma/schema.prisma', root)))
  .update(require('prisma/package.json').version)
  .digest('hex')

if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
  const cli = fileURLToPath(new URL('node_modules/prisma/build/index.js', root))
  const run = spawnSync(process.execPath, [cli, 'generate'], {
    cwd: fileURLToPath(root),
    encoding: 'utf8',
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  })
  if (run.status !== 0) {
    process.stderr.write(`${run.stdout}\n${run.stderr}\n`)
    process.exit(run.status ?? 1)
  }
  writeFileSync(stampFile, stamp)
}
