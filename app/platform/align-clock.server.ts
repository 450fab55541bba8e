import { clockOffset, now, setClockOffset } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { env } from '#app/platform/env.server.ts'

/** Takes over the clock's offset from the database, where the first process that was given one (SHOP_NOW) put it. */
export async function alignClock(): Promise<void> {
  if (env.mode === 'live') return
  if (env.shopNow) {
    const machineNow = now().getTime() - clockOffset()
    const offsetMs = BigInt(env.shopNow.getTime() - machineNow)
    await db.shopClock.createMany({ data: [{ id: 1, offsetMs }], skipDuplicates: true })
  }
  const row = await db.shopClock.findUnique({ where: { id: 1 } })
  if (row) setClockOffset(Number(row.offsetMs))
}
