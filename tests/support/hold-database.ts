// Run as a process of its own by tests/db/embedded.test.ts: joins the database of a folder, says where it is, and leaves
// when its standard input ends.
import { openDatabase } from '#app/platform/embedded-postgres.server.ts'

const [dataDir = ''] = process.argv.slice(2)
try {
  const database = await openDatabase({ dataDir })
  process.stdout.write(`${JSON.stringify({ url: database.url })}\n`)
  process.stdin.resume().once('end', () => void database.close())
} catch (error) {
  process.stdout.write(`${JSON.stringify({ error: (error as Error).message })}\n`)
}
