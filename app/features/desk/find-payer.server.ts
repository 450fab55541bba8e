import { erasureObstacles, type ErasureFacts, type ErasureObstacle } from '#app/domain/erasure.ts'
import { Prisma } from '#app/generated/prisma/client.ts'
import type { Tx } from '#app/platform/db.server.ts'

/** A bookshop or stall that is kept under somebody's name or address. */
export type PersonConsignee = { id: string; name: string; obstacles: ErasureObstacle[] }

/** A bill that no order stands behind, with its payer's name on it. */
export type PersonBill = {
  chargeId: string
  reference: string
  subject: string
  name: string
  obstacles: ErasureObstacle[]
}

/** A consignee that was erased keeps the end of its id for a name: names are unique, and lists must call it something. */
export function erasedName(id: string): string {
  return `#${id.slice(-6)}`
}

/**
 * Consignees of an e-mail address, or of exactly this name for one without, that still name somebody; each with what keeps it from being erased:
 * copies that it still has.
 */
export async function consigneesOf(
  tx: Tx,
  { email, name }: { email: string | null; name: string },
): Promise<PersonConsignee[]> {
  return await consigneesToErase(
    tx,
    email === null ? Prisma.sql`c.email IS NULL AND c.name = ${name}` : Prisma.sql`lower(c.email) = ${email}`,
  )
}

/** Consignees that still name somebody. `c` is the consignee in the condition. */
export async function consigneesToErase(tx: Tx, condition: Prisma.Sql): Promise<PersonConsignee[]> {
  const rows = await tx.$queryRaw<{ id: string; name: string; openConsignments: number }[]>`
    SELECT c.id::text AS id, c.name,
      (SELECT count(*) FROM consignments n WHERE n.consignee_id = c.id AND n.state = 'open')::int AS "openConsignments"
    FROM consignees c WHERE c.name <> '#' || right(c.id::text, 6) AND (${condition}) ORDER BY c.name`
  return rows.map(({ id, name, openConsignments }) => ({
    id,
    name,
    obstacles: openConsignments > 0 ? ['consigned' as const] : [],
  }))
}

/** Bills to an e-mail address, these, and all of these consignees: a payer is a snapshot, and may have had another address then. */
export async function billsOf(
  tx: Tx,
  {
    email,
    consigneeIds,
    chargeIds,
  }: { email: string | null; consigneeIds: readonly string[]; chargeIds: readonly string[] },
): Promise<PersonBill[]> {
  return await billsToErase(
    tx,
    Prisma.sql`lower(p.email) = ${email} OR c.id = ANY(${chargeIds}::uuid[]) OR c.id IN (SELECT t.charge_id FROM consignment_settlements t
      JOIN consignments n ON n.id = t.consignment_id WHERE n.consignee_id = ANY(${consigneeIds}::uuid[]))`,
  )
}

/** Bills that still name their payer, each with what keeps it from being erased. `c` is the charge in the condition, `p` its payer. */
export async function billsToErase(
  tx: Tx,
  condition: Prisma.Sql,
  { limit = 10_000 } = {},
): Promise<PersonBill[]> {
  const rows = await tx.$queryRaw<
    (Omit<PersonBill, 'obstacles'> & Omit<ErasureFacts, 'unpostedCopies' | 'openReports'>)[]
  >`
    SELECT c.id::text AS "chargeId", c.reference, p.subject, p.name, c.state::text AS "chargeState",
      (SELECT count(*) FROM tasks t WHERE t.charge_id = c.id AND t.done_at IS NULL)::int AS "openTasks",
      (SELECT count(*) FROM refunds r JOIN payments m ON m.id = r.payment_id WHERE m.charge_id = c.id AND r.state = 'pending')::int AS "pendingRefunds",
      (SELECT count(*) FROM disputes d JOIN payments m ON m.id = d.payment_id
        WHERE m.charge_id = c.id AND d.status NOT IN ('won', 'lost', 'warning_closed', 'prevented'))::int AS "openDisputes"
    FROM charge_payers p JOIN charges c ON c.id = p.charge_id
    WHERE p.name <> '' AND (${condition}) ORDER BY c.created_at, c.id LIMIT ${limit}`
  return rows.map(({ chargeId, reference, subject, name, ...facts }) => ({
    chargeId,
    reference,
    subject,
    name,
    obstacles: erasureObstacles({ ...facts, unpostedCopies: 0, openReports: 0 }),
  }))
}
