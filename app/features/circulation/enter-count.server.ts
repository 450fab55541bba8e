import { z } from 'zod'
import { lockLevel } from '#app/features/stock/serve-preorders.server.ts'
import { currentStaffId } from '#app/platform/actor.server.ts'
import { db, inTransaction, sqlRows } from '#app/platform/db.server.ts'

const Input = z.object({
  code: z.string(),
  sku: z.string(),
  counted: z.number().int().min(0).max(10_000_000),
  /** What the form was made from: the state of the line, and what the books said then. */
  seenVersion: z.number().int(),
  seenOnHand: z.number().int(),
})

export type EnterCountResult =
  | { ok: true; difference: number }
  | { ok: false; reason: 'not-found' | 'closed' }
  /** Somebody else has counted it since: her figure and her name. */
  | {
      ok: false
      reason: 'counted'
      counted: number
      staffName: string | null
      version: number
      onHand: number
    }
  /** Copies came or went while it was counted. */
  | { ok: false; reason: 'moved'; seen: number; onHand: number; version: number }

/**
 * Notes how many copies of an edition lie on the shelf, and what the books say at this moment. When copies have moved or a colleague has
 * counted since the form was opened, nothing is saved: the person looks again, and sends it again with what she has seen now. The same form
 * sent twice is noted once.
 * @throws z.ZodError when the figure makes no sense
 */
export async function enterCount(
  input: z.input<typeof Input>,
  { now }: { now: Date },
): Promise<EnterCountResult> {
  const { code, sku, counted, seenVersion, seenOnHand } = Input.parse(input)
  const edition = await db.edition.findUnique({ where: { sku }, select: { id: true } })
  if (!edition) return { ok: false, reason: 'not-found' }
  return await inTransaction(async (tx) => {
    await lockLevel(tx, edition.id)
    const [line] = await sqlRows<{
      id: string
      state: string
      version: number
      counted: number | null
      expected: number | null
      countedById: string | null
      staffName: string | null
    }>(
      tx,
      `SELECT l.id, c.state::text, l.version, l.counted, l.expected, l.counted_by_id AS "countedById", s.name AS "staffName"
       FROM stock_count_lines l JOIN stock_counts c ON c.id = l.count_id LEFT JOIN staff s ON s.id = l.counted_by_id
       WHERE c.code = $1 AND l.edition_id = $2::uuid FOR UPDATE OF l, c`,
      [code, edition.id],
    )
    if (!line) return { ok: false, reason: 'not-found' }
    if (line.state !== 'open') return { ok: false, reason: 'closed' }
    const { onHand } = await tx.stockLevel.findUniqueOrThrow({ where: { editionId: edition.id } })
    const { version } = line
    const isMine = line.countedById !== null && line.countedById === currentStaffId()
    if (isMine && version === seenVersion + 1 && line.counted === counted) {
      return { ok: true, difference: counted - (line.expected ?? counted) }
    }
    if (version !== seenVersion && line.counted !== null) {
      return {
        ok: false,
        reason: 'counted',
        counted: line.counted,
        staffName: line.staffName,
        version,
        onHand,
      }
    }
    if (onHand !== seenOnHand) return { ok: false, reason: 'moved', seen: seenOnHand, onHand, version }
    await tx.stockCountLine.update({
      where: { id: line.id },
      data: {
        counted,
        expected: onHand,
        countedAt: now,
        countedById: currentStaffId(),
        version: { increment: 1 },
      },
    })
    return { ok: true, difference: counted - onHand }
  })
}
