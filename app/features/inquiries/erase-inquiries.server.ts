import { Prisma } from '#app/generated/prisma/client.ts'
import type { Tx } from '#app/platform/db.server.ts'

/**
 * Takes name, address and words from the inquiries of this condition, and closes what was open; topic, edition and days stay for the counts.
 * @returns how many were erased now
 */
export async function eraseInquiries(tx: Tx, condition: Prisma.Sql, now: Date): Promise<number> {
  return await tx.$executeRaw`
    UPDATE inquiries SET name = '', email = NULL, message = '', answer = CASE WHEN answer IS NOT NULL THEN '' END,
      closed_at = coalesce(closed_at, ${now})
    WHERE (${condition}) AND (name <> '' OR email IS NOT NULL OR message <> '' OR answer <> '')`
}
