import { tokyoDayOf } from '#app/domain/day.ts'
import { billsToErase, consigneesToErase, erasedName } from '#app/features/desk/find-payer.server.ts'
import { LEGAL_YEARS, yearsAgo } from '#app/features/desk/retention.ts'
import { eraseDocuments } from '#app/features/documents/erase-documents.server.ts'
import { Prisma } from '#app/generated/prisma/client.ts'
import { inTransaction, type Tx } from '#app/platform/db.server.ts'

/**
 * Takes name, contact, e-mail, address, telephone and note from consignees, and closes them; what the log says of them goes with it. Their
 * consignment notes, settlements and copies stay. The caller has made sure that nothing is open, and says `shop.erasing`.
 */
export async function eraseConsignees(tx: Tx, ids: readonly string[], now: Date): Promise<void> {
  for (const id of ids) {
    const known = await tx.consignee.findUniqueOrThrow({ where: { id }, select: { disabledAt: true } })
    await tx.consignee.update({
      where: { id },
      data: {
        name: erasedName(id),
        contact: null,
        email: null,
        phone: null,
        address: Prisma.DbNull,
        note: null,
        disabledAt: known.disabledAt ?? now,
      },
    })
    await tx.consignment.updateMany({ where: { consigneeId: id }, data: { note: null } })
  }
  await tx.$executeRaw`
    UPDATE audit_entries SET before = before - ARRAY['name', 'note'], after = after - ARRAY['name', 'note']
    WHERE (table_name = 'consignees' AND row_id = ANY(${ids}))
       OR (table_name = 'consignments' AND row_id IN (SELECT id::text FROM consignments WHERE consignee_id = ANY(${ids}::uuid[])))`
}

/**
 * Takes the payers' names and addresses from bills, and what stood in their mails. Amounts, payments and bookings stay; a bill, receipt or
 * credit note keeps what stands on it until its years are over. The caller has made sure that nothing is open, and says `shop.erasing`.
 * @returns how many mails were emptied
 */
export async function eraseBills(tx: Tx, chargeIds: readonly string[], now: Date): Promise<number> {
  await tx.chargePayer.updateMany({
    where: { chargeId: { in: [...chargeIds] } },
    data: { name: '', email: null, address: Prisma.DbNull },
  })
  await eraseDocuments(
    tx,
    Prisma.sql`d.issued_on < ${tokyoDayOf(yearsAgo(LEGAL_YEARS, now))}::date AND d.charge_id = ANY(${chargeIds}::uuid[])`,
  )
  // Why a paper was made void may name who it was for.
  await tx.$executeRaw`
    UPDATE audit_entries SET before = before - 'void_reason', after = after - 'void_reason'
    WHERE table_name = 'documents' AND row_id IN (SELECT id::text FROM documents WHERE charge_id = ANY(${chargeIds}::uuid[]))`
  return await tx.$executeRaw`
    UPDATE outbox_mails SET payload = '{}', to_email = '', state = CASE WHEN state = 'pending' THEN 'suppressed' ELSE state END
    WHERE charge_id = ANY(${chargeIds}::uuid[]) AND (payload <> '{}' OR to_email <> '')`
}

/**
 * Forgets the payers of bills about which nothing has moved for so many years, and consignees that were closed as long ago and have had no
 * copies since; what is open stays.
 * @returns how many bills and consignees were erased
 */
export async function eraseOldPayers({
  now,
  years,
  limit = 200,
}: {
  now: Date
  years: number
  limit?: number
}): Promise<number> {
  const before = yearsAgo(years, now)
  return await inTransaction(async (tx) => {
    const bills = await billsToErase(
      tx,
      Prisma.sql`c.created_at < ${before} AND coalesce(c.covered_at, c.created_at) < ${before} AND coalesce(c.closed_at, c.created_at) < ${before}
        AND NOT EXISTS (SELECT FROM payments m WHERE m.charge_id = c.id AND m.created_at >= ${before})
        AND NOT EXISTS (SELECT FROM refunds r LEFT JOIN payments m ON m.id = r.payment_id
          WHERE coalesce(r.charge_id, m.charge_id) = c.id AND r.created_at >= ${before})`,
      { limit },
    )
    const consignees = await consigneesToErase(
      tx,
      Prisma.sql`c.disabled_at < ${before} AND NOT EXISTS (SELECT FROM consignments n WHERE n.consignee_id = c.id AND (n.created_at >= ${before}
        OR EXISTS (SELECT FROM consignment_settlements t WHERE t.consignment_id = n.id AND t.recorded_at >= ${before})))`,
    )
    const done = <One extends { obstacles: readonly unknown[] }>(found: readonly One[]): One[] =>
      found.filter((one) => one.obstacles.length === 0)
    const chargeIds = done(bills).map((bill) => bill.chargeId)
    const ids = done(consignees).map((consignee) => consignee.id)
    if (chargeIds.length + ids.length === 0) return 0
    await tx.$executeRaw`SELECT set_config('shop.erasing', 'on', true)`
    await eraseBills(tx, chargeIds, now)
    await eraseConsignees(tx, ids, now)
    return chargeIds.length + ids.length
  })
}
