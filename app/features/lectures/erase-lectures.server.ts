import { Prisma } from '#app/generated/prisma/client.ts'
import type { Tx } from '#app/platform/db.server.ts'

/**
 * Takes names, addresses and words from the requests of this condition, from the payers of their bills and from what the audit log says of them;
 * those that wait for an answer, or were never held, end. Days, sums and states stay for the books and the counts. The transaction says
 * `shop.erasing`. `l` is the request in the condition.
 * @returns how many were erased now
 */
export async function eraseLectures(tx: Tx, condition: Prisma.Sql, now: Date): Promise<number> {
  const erased = await tx.$queryRaw<{ id: string; chargeId: string | null }[]>`
    UPDATE lecture_requests l SET organisation = '', name = '', email = NULL, phone = NULL, address = NULL, topic = '', wishes = '', place = NULL,
      message = NULL, note = NULL, lecturer = CASE WHEN lecturer IS NOT NULL THEN '' END,
      state = CASE WHEN state IN ('asked', 'agreed') THEN 'withdrawn' ELSE state END,
      withdrawn_at = CASE WHEN state IN ('asked', 'agreed') THEN ${now} ELSE withdrawn_at END,
      erased_at = ${now}, version = version + 1
    WHERE erased_at IS NULL AND (${condition}) RETURNING id::text AS id, charge_id::text AS "chargeId"`
  const ids = erased.map(({ id }) => id)
  // A bill that was cancelled names the request by its code alone.
  await tx.$executeRaw`
    UPDATE charge_payers p SET name = '', email = NULL, address = NULL
    FROM lecture_requests l WHERE l.id = ANY(${ids}::uuid[]) AND p.subject = l.code`
  await tx.$executeRaw`
    UPDATE audit_entries SET before = before - personal.names, after = after - personal.names
    FROM (SELECT ARRAY['lecturer', 'place'] AS names) personal
    WHERE table_name = 'lecture_requests' AND row_id = ANY(${ids})`
  return ids.length
}
