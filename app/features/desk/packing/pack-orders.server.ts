import type { Locale } from '#app/domain/locale.ts'
import type { NotPackable } from '#app/domain/packing.ts'
import { loadPackingFacts, type PackingFacts } from '#app/features/desk/packing/packing-facts.server.ts'
import { labelsOn, MOST_ORDERS, PackingForm, type PackingBatch } from '#app/features/desk/packing/batch.ts'
import { queueWork } from '#app/features/work/queue-work.server.ts'
import { currentStaffId } from '#app/platform/actor.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

/** An order that cannot be packed now, and why; who has packed it already. */
export type Refused = { code: string; reason: NotPackable; by: string | null; at: Date | null }

export type PackOrdersResult =
  | { ok: true; batchId: string }
  | { ok: false; reason: 'nothing-chosen' | 'too-many' | 'sheet' | 'first-label' | 'not-found' }
  | { ok: false; reason: 'not-packable'; refused: Refused[] }

/**
 * Packs orders: from here on their readers cannot correct them, and a job makes their packing lists and address labels. All of them or none: when one
 * cannot be packed it is named, and so is whoever has packed it a moment ago.
 */
export async function packOrders(
  input: { orderIds: readonly string[]; sheet: string | null; firstLabel: string | null; locale: Locale },
  { now }: { now: Date },
): Promise<PackOrdersResult> {
  const orderIds = [...new Set(input.orderIds)]
  if (orderIds.length === 0) return { ok: false, reason: 'nothing-chosen' }
  if (orderIds.length > MOST_ORDERS) return { ok: false, reason: 'too-many' }
  const form = PackingForm.safeParse(input)
  if (!form.success) {
    const isSheet = form.error.issues.some(({ path }) => path[0] === 'sheet')
    return { ok: false, reason: isSheet ? 'sheet' : 'first-label' }
  }
  const { sheet, firstLabel } = form.data
  if (firstLabel > labelsOn(sheet)) return { ok: false, reason: 'first-label' }

  return await inTransaction(async (tx) => {
    const orders = await lockOrders(tx, orderIds)
    if (orders.length < orderIds.length) return { ok: false, reason: 'not-found' }
    const refused = orders.flatMap(refusedOf)
    if (refused.length > 0) return { ok: false, reason: 'not-packable', refused }
    const params = {
      orders: orders.map(({ id, code, lines }) => ({
        ...{ id, code },
        lines: lines.map(({ sku, copies }) => ({ sku, copies })),
      })),
      ...{ sheet, firstLabel, locale: input.locale },
    } satisfies PackingBatch
    const batchId = await queueWork(tx, { kind: 'packing', params, total: orders.length, now })
    await markPacked(tx, orders, { batchId, now })
    return { ok: true, batchId }
  })
}

/** Two people with the same orders wait for one another here, in one order of rows. */
async function lockOrders(tx: Tx, orderIds: readonly string[]): Promise<PackingFacts[]> {
  await tx.$queryRaw`
    SELECT 1 FROM charges c JOIN orders o ON o.charge_id = c.id
    WHERE o.id::text = ANY (${[...orderIds]}) ORDER BY c.id FOR UPDATE OF c`
  return await loadPackingFacts(tx, orderIds)
}

function refusedOf({ code, refusal, packed }: PackingFacts): Refused[] {
  if (refusal === null) return []
  return [{ code, reason: refusal, by: packed?.by ?? null, at: packed?.at ?? null }]
}

async function markPacked(
  tx: Tx,
  orders: readonly PackingFacts[],
  { batchId, now }: { batchId: string; now: Date },
): Promise<void> {
  await tx.order.updateMany({
    where: { id: { in: orders.map(({ id }) => id) }, packedAt: null },
    data: { packedAt: now },
  })
  await tx.orderEvent.createMany({
    data: orders.map(({ id, lines }) => ({
      id: newId(),
      orderId: id,
      kind: 'packed',
      at: now,
      actor: 'staff',
      staffId: currentStaffId(),
      details: { batchId, copies: lines.reduce((sum, line) => sum + line.copies, 0) },
    })),
  })
}
