import { pool } from '#app/platform/db.server.ts'
import { log } from '#app/platform/log.server.ts'
import { pendingMigrations } from '#prisma/migrate.ts'

/** Whether the shop can serve: the database answers and every migration of this release is in. */
export async function readiness(): Promise<{ ready: boolean; reason?: 'database' | 'migrations' }> {
  try {
    const pending = await pendingMigrations(pool)
    return pending.length === 0 ? { ready: true } : { ready: false, reason: 'migrations' }
  } catch (error) {
    log.warn({ err: error }, 'not ready')
    return { ready: false, reason: 'database' }
  }
}
