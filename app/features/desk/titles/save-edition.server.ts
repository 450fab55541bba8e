import { dayToDb } from '#app/domain/day.ts'
import { refreshSearchIndex } from '#app/features/catalogue/search-index.server.ts'
import type { TypedEdition } from '#app/features/desk/titles/edition-form.ts'
import { changeTitle, touchTitle, type ChangedTitle } from '#app/features/desk/titles/lock-title.server.ts'
import { lockLevel } from '#app/features/stock/serve-preorders.server.ts'
import { DB_CODE, hasDatabaseCode } from '#app/platform/db-errors.server.ts'
import { sqlRows, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

/** Orders to which copies of an edition are promised, and how many copies. */
export type Waiting = { orders: number; held: number; preordered: number }

export type SaveEditionResult =
  | { ok: true; sku: string }
  | ChangedTitle
  | { ok: false; reason: 'not-found' }
  /** The code, or the ISBN, is another edition's. */
  | { ok: false; reason: 'sku-used' | 'isbn-used'; sku: string }
  /** A file is sold that is not there. */
  | { ok: false; reason: 'no-file' }
  /** It was ordered or printed: its code and its form stay. */
  | { ok: false; reason: 'fixed' }
  /** Orders wait for copies of an edition that is to be withdrawn: a person must know how many. */
  | { ok: false; reason: 'waiting'; waiting: Waiting }

type Context = {
  seen: string
  /** How many waiting orders the person has been shown and said yes to. */
  confirmedOrders?: number
  now: Date
}

/**
 * Saves an edition of a title, a new one when `sku` is null. Withdrawing one keeps its orders; where copies are promised, only once the person
 * has confirmed how many orders wait. A printed edition gets its stock level.
 */
export async function saveEdition(
  address: { slug: string; sku: string | null },
  typed: TypedEdition,
  { seen, confirmedOrders = 0, now }: Context,
): Promise<SaveEditionResult> {
  const write = changeTitle(address.slug, { seen, now }, async (tx, title): Promise<SaveEditionResult> => {
    const edition = address.sku === null ? null : await lockEdition(tx, title.titleId, address.sku)
    if (address.sku !== null && !edition) return { ok: false, reason: 'not-found' }
    const problem =
      (await takenProblem(tx, typed, edition?.id ?? null)) ??
      (await stateProblem(tx, typed, edition, confirmedOrders))
    if (problem) return problem

    const editionId = edition?.id ?? newId()
    const row = {
      ...typed,
      publishedOn: typed.publishedOn && dayToDb(typed.publishedOn),
      ...(typed.format === 'print' ? { fileId: null } : {}),
    }
    if (edition) await tx.edition.update({ where: { id: editionId }, data: row })
    else
      await tx.edition.create({
        data: { id: editionId, titleId: title.titleId, createdAt: title.at, ...row },
      })
    if (typed.format === 'print') await lockLevel(tx, editionId)
    await touchTitle(tx, title)
    await refreshSearchIndex([title.titleId], tx)
    return { ok: true, sku: typed.sku }
  })
  try {
    return await write
  } catch (error) {
    // Two people who gave the same code at once.
    if (hasDatabaseCode(error, DB_CODE.unique)) return { ok: false, reason: 'sku-used', sku: typed.sku }
    // It was ordered since we looked.
    if (hasDatabaseCode(error, DB_CODE.editionFixed)) return { ok: false, reason: 'fixed' }
    throw error
  }
}

/** The orders that wait for copies of an edition. */
export async function countWaiting(tx: Tx, editionId: string): Promise<Waiting> {
  const [row] = await sqlRows<Waiting>(
    tx,
    `SELECT count(DISTINCT order_id)::int AS orders, coalesce(sum(held), 0)::int AS held,
            coalesce(sum(preordered), 0)::int AS preordered
     FROM order_lines WHERE edition_id = $1 AND (held > 0 OR preordered > 0)`,
    [editionId],
  )
  return row ?? { orders: 0, held: 0, preordered: 0 }
}

type StoredEdition = Pick<TypedEdition, 'sku' | 'format' | 'state'> & { id: string; hasFile: boolean }

async function lockEdition(tx: Tx, titleId: string, sku: string): Promise<StoredEdition | null> {
  const [edition] = await sqlRows<StoredEdition>(
    tx,
    `SELECT id, sku, format::text AS format, state::text AS state, file_id IS NOT NULL AS "hasFile"
     FROM editions WHERE title_id = $1 AND sku = $2 FOR NO KEY UPDATE`,
    [titleId, sku],
  )
  return edition ?? null
}

async function takenProblem(
  tx: Tx,
  { sku, isbn }: TypedEdition,
  editionId: string | null,
): Promise<Extract<SaveEditionResult, { reason: 'sku-used' | 'isbn-used' }> | null> {
  const others = await tx.edition.findMany({
    where: { OR: [{ sku }, ...(isbn ? [{ isbn }] : [])], ...(editionId ? { id: { not: editionId } } : {}) },
    select: { sku: true },
  })
  const [other] = others
  if (!other) return null
  if (others.some((one) => one.sku === sku)) return { ok: false, reason: 'sku-used', sku }
  return { ok: false, reason: 'isbn-used', sku: other.sku }
}

async function stateProblem(
  tx: Tx,
  typed: TypedEdition,
  edition: StoredEdition | null,
  confirmedOrders: number,
): Promise<SaveEditionResult | null> {
  if (typed.format === 'pdf' && typed.state === 'on_sale' && !(edition?.format === 'pdf' && edition.hasFile))
    return { ok: false, reason: 'no-file' }
  if (!edition) return null
  if ((typed.sku !== edition.sku || typed.format !== edition.format) && (await isUsed(tx, edition.id)))
    return { ok: false, reason: 'fixed' }
  if (typed.state !== 'withdrawn' || edition.state === 'withdrawn') return null
  const waiting = await countWaiting(tx, edition.id)
  return waiting.orders > confirmedOrders ? { ok: false, reason: 'waiting', waiting } : null
}

async function isUsed(tx: Tx, editionId: string): Promise<boolean> {
  const where = { editionId }
  return (await tx.orderLine.count({ where })) + (await tx.printRun.count({ where })) > 0
}
