import { alignClock } from '#app/platform/align-clock.server.ts'
import { disconnectDatabase } from '#app/platform/db.server.ts'
import { openDatabase } from '#app/platform/embedded-postgres.server.ts'
import { env, setDatabaseUrl } from '#app/platform/env.server.ts'
import { migrate } from '#prisma/migrate.ts'

/** Joins a running shop's database, or starts it for as long as the command needs it, and plays the outside in demo mode. */
export async function openShop(): Promise<{ close: () => Promise<void> }> {
  const embedded = env.databaseUrl ? null : await openDatabase({ dataDir: env.dataDir })
  const url = env.databaseUrl ?? (embedded?.url as string)
  await migrate(url)
  setDatabaseUrl(url)
  await alignClock()
  const sandbox = env.mode === 'demo' ? (await import('#app/sandbox/msw.server.ts')).installSandbox() : null
  return {
    async close() {
      sandbox?.uninstall()
      await disconnectDatabase()
      await embedded?.close()
    },
  }
}
