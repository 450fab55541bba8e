import { addDays, dayFromDb, dayToDb, tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import {
  planPrices,
  type Price,
  type PriceChange,
  type PricePlan,
  type PriceRefusal,
} from '#app/domain/price-plan.ts'
import { changeTitle, touchTitle, type ChangedTitle } from '#app/features/desk/titles/lock-title.server.ts'
import { DB_CODE, hasDatabaseCode } from '#app/platform/db-errors.server.ts'
import { db, sqlRows, type Tx } from '#app/platform/db.server.ts'

export type PriceProblem =
  | PriceRefusal
  /** Orders were placed, or quotes that still hold were made, at the price of days that would get another. */
  | { reason: 'paid' | 'quoted'; count: number }

export type PlanPriceResult = ({ ok: true } & PricePlan) | ({ ok: false } & PriceProblem)

export type ChangePriceResult =
  | { ok: true }
  | ({ ok: false } & PriceProblem)
  | ChangedTitle
  | { ok: false; reason: 'not-found' }
  /** It begins in the past, and the person has not said that she means it. */
  | { ok: false; reason: 'past-unconfirmed' }

/** The prices of an edition, by the day from which they count. */
export async function loadPrices(client: Tx | typeof db, editionId: string): Promise<Price[]> {
  const rows = await client.editionPrice.findMany({ where: { editionId }, orderBy: { validFrom: 'asc' } })
  return rows.map(({ validFrom, priceYen }) => ({ from: dayFromDb(validFrom), yen: priceYen }))
}

/** What a change of an edition's prices comes to, and whether anything stands against it. Changes nothing. */
export async function planPrice(
  edition: { id: string; sku: string },
  change: PriceChange,
  { now, client = db }: { now: Date; client?: Tx | typeof db },
): Promise<PlanPriceResult> {
  const today = tokyoDayOf(now)
  const plan = planPrices(await loadPrices(client, edition.id), change, { today })
  if (!plan.ok || !plan.isPast) return plan
  // Days to come may have any price: nobody has ordered on them.
  for (const { from, until } of plan.steps.filter((step) => step.from <= today)) {
    const end = until && addDays(until, 1)
    const orders = await ordersAt(client, edition.id, from, end)
    if (orders > 0) return { ok: false, reason: 'paid', count: orders }
    const quotes = await quotesAt(client, edition.sku, { from, end, today })
    if (quotes > 0) return { ok: false, reason: 'quoted', count: quotes }
  }
  return plan
}

/**
 * Adds a price from a day on, or changes or deletes one that has not begun. No price that was in force, and none at which an order was
 * placed, ever becomes another; the database refuses it too.
 * @param isPastMeant whether the person has confirmed that the price begins in the past
 */
export async function changePrice(
  address: { slug: string; sku: string },
  change: PriceChange,
  { seen, isPastMeant, now }: { seen: string; isPastMeant: boolean; now: Date },
): Promise<ChangePriceResult> {
  try {
    return await changeTitle(address.slug, { seen, now }, async (tx, title): Promise<ChangePriceResult> => {
      // An order that is just being placed has the row in use; it is counted, or waits until we are done.
      const [edition] = await sqlRows<{ id: string }>(
        tx,
        'SELECT id FROM editions WHERE title_id = $1 AND sku = $2 FOR UPDATE',
        [title.titleId, address.sku],
      )
      if (!edition) return { ok: false, reason: 'not-found' }
      const plan = await planPrice({ ...edition, sku: address.sku }, change, { now, client: tx })
      if (!plan.ok) return plan
      if (plan.isPast && !isPastMeant) return { ok: false, reason: 'past-unconfirmed' }
      await write(tx, edition.id, change)
      await touchTitle(tx, title)
      return { ok: true }
    })
  } catch (error) {
    if (hasDatabaseCode(error, DB_CODE.priceBegun)) return { ok: false, reason: 'begun' }
    if (hasDatabaseCode(error, DB_CODE.pricePaid)) return { ok: false, reason: 'paid', count: 1 }
    throw error
  }
}

async function write(tx: Tx, editionId: string, change: PriceChange): Promise<void> {
  const keyOf = (day: TokyoDay) => ({ editionId_validFrom: { editionId, validFrom: dayToDb(day) } })
  if (change.kind === 'edit' && change.of === change.from) {
    await tx.editionPrice.update({ where: keyOf(change.of), data: { priceYen: change.yen } })
    return
  }
  if (change.kind !== 'add') await tx.editionPrice.delete({ where: keyOf(change.of) })
  if (change.kind === 'remove') return
  await tx.editionPrice.create({
    data: { editionId, validFrom: dayToDb(change.from), priceYen: change.yen },
  })
}

async function ordersAt(
  client: Tx | typeof db,
  editionId: string,
  from: TokyoDay,
  end: TokyoDay | null,
): Promise<number> {
  const [row] = await sqlRows<{ orders: number }>(
    client,
    'SELECT orders_at_price($1::uuid, $2::date, $3::date) AS orders',
    [editionId, from, end],
  )
  return row?.orders ?? 0
}

/** Quotes of those days that can still be ordered from: they promise the prices of their day. */
async function quotesAt(
  client: Tx | typeof db,
  sku: string,
  { from, end, today }: { from: TokyoDay; end: TokyoDay | null; today: TokyoDay },
): Promise<number> {
  const [row] = await sqlRows<{ quotes: number }>(
    client,
    `SELECT count(*)::int AS quotes FROM documents d
     WHERE d.kind = 'quote' AND d.voided_at IS NULL AND d.issued_on >= $2::date AND ($3::date IS NULL OR d.issued_on < $3::date)
       AND d.payload->>'validUntil' >= $4 AND d.payload->'lines' @> jsonb_build_array(jsonb_build_object('sku', $1::text))
       AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.quote_id = d.id)`,
    [sku, from, end, today],
  )
  return row?.quotes ?? 0
}
