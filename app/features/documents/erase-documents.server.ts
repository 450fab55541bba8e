import { Prisma } from '#app/generated/prisma/client.ts'
import type { Tx } from '#app/platform/db.server.ts'

/**
 * Empties what documents of this condition say, and why they were made void: it names people. Number, kind, days and sum stay, so that the numbers have no gap. `d` is the
 * document in the condition; the transaction must say `shop.erasing`.
 * @returns how many were emptied now, at most `limit`
 */
export async function eraseDocuments(
  tx: Tx,
  condition: Prisma.Sql,
  { limit = 10_000 }: { limit?: number } = {},
): Promise<number> {
  return await tx.$executeRaw`
    UPDATE documents SET payload = '{}', void_reason = CASE WHEN void_reason IS NOT NULL THEN '' END
    WHERE id IN (SELECT d.id FROM documents d WHERE d.payload <> '{}' AND (${condition}) LIMIT ${limit})`
}
