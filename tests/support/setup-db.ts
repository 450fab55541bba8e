import '#tests/support/environment.ts'
import { afterAll, beforeEach, expect } from 'vitest'
import { failOnConsoleError } from '#tests/support/console.ts'
import {
  afterEachDb,
  claimWorkerDatabase,
  closeTestConnections,
  resetDatabase,
  runChecksAfterEach,
} from '#tests/support/db.ts'

// Before anything of the application is imported: it reads its environment once.
const url = await claimWorkerDatabase()
process.env.DATABASE_URL = url
const { setDatabaseUrl } = await import('#app/platform/env.server.ts')
setDatabaseUrl(url)

failOnConsoleError()
beforeEach(resetDatabase)
// The books hold after every test that touches the database, whatever it was about.
afterEachDb(async () => {
  const { checkBooks } = await import('#app/features/settlement/check-books.server.ts')
  const report = await checkBooks()
  expect(report.checks.filter((check) => !check.ok)).toEqual([])
})
runChecksAfterEach()

afterAll(async () => {
  const { disconnectDatabase } = await import('#app/platform/db.server.ts')
  await disconnectDatabase()
  await closeTestConnections()
})
