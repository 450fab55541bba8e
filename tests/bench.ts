// `npm run bench`: measures the shop beside its limits (docs/bench.md). `--only NAME` runs what begins with NAME, `--quick` shortens the
// rounds, `--json` prints one JSON document and nothing else.
import os from 'node:os'
import path from 'node:path'

// Before anything of the application is imported: it reads its environment once.
process.env.NODE_ENV = 'production'
process.env.LOG_LEVEL = 'warn'
process.env.DATA_DIR = path.join(os.tmpdir(), 'mnet-shop-bench')
process.env.DATABASE_URL = ''
process.env.SESSION_SECRET = 'a secret of the bench, which keeps nothing'

const { runBench } = await import('#tests/bench/run.ts')
process.exitCode = await runBench(process.argv.slice(2))
