import '#tests/support/environment.ts'
import { afterAll, beforeEach } from 'vitest'
import { failOnConsoleError } from '#tests/support/console.ts'
import {
  closeTestConnections,
  createTestDatabase,
  resetDatabase,
  runChecksAfterEach,
} from '#tests/support/db.ts'

// Before anything of the application is imported: it reads its environment once.
const url = await createTestDatabase(`worker_${process.env.VITEST_POOL_ID ?? '1'}`)
process.env.DATABASE_URL = url
const { setDatabaseUrl } = await import('#app/platform/env.server.ts')
setDatabaseUrl(url)

failOnConsoleError()
beforeEach(resetDatabase)
runChecksAfterEach()

afterAll(async () => {
  const { disconnectDatabase } = await import('#app/platform/db.server.ts')
  await disconnectDatabase()
  await closeTestConnections()
})
