import { z } from 'zod'
import { isTokyoDay, tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import { announcerOf } from '#app/features/settlement/receive-run.server.ts'
import {
  bookDelivery,
  type BookedDelivery,
  type DeliveryRefusal,
} from '#app/features/stock/book-delivery.server.ts'
import { DB_CODE, hasDatabaseCode } from '#app/platform/db-errors.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'

const Copies = z.number().int().min(0).max(1_000_000)

const Input = z.object({
  printRunId: z.uuid(),
  deliveredOn: z.custom<TokyoDay>(isTokyoDay),
  copies: Copies,
  overs: Copies,
  spoils: Copies,
  note: z.string().trim().max(500).nullable().default(null),
  isLast: z.boolean().default(false),
  formKey: z.string().min(8).max(200),
})

export type DeliverRunResult =
  | BookedDelivery
  /** The same form was sent before. */
  | { ok: true; isKnown: true }
  | DeliveryRefusal
  | { ok: false; reason: 'not-found' | 'day-in-future' }

/**
 * Books a delivery of a run that was planned or ordered, in part or whole: copies into stock, pre-orders served, oldest payment first, and
 * their readers told.
 * @throws z.ZodError when the figures make no sense
 */
export async function deliverRun(
  input: z.input<typeof Input>,
  { now }: { now: Date },
): Promise<DeliverRunResult> {
  const { printRunId, ...delivery } = Input.parse(input)
  if (delivery.deliveredOn > tokyoDayOf(now)) return { ok: false, reason: 'day-in-future' }
  const run = await db.printRun.findUnique({ where: { id: printRunId }, select: { id: true } })
  if (!run) return { ok: false, reason: 'not-found' }
  if (await isKnown(delivery.formKey)) return { ok: true, isKnown: true }
  const announce = await announcerOf(delivery.formKey, { now })
  try {
    return await inTransaction((tx) => bookDelivery(tx, printRunId, delivery, { now, announce }))
  } catch (error) {
    if (hasDatabaseCode(error, DB_CODE.unique) && (await isKnown(delivery.formKey))) {
      return { ok: true, isKnown: true }
    }
    throw error
  }
}

async function isKnown(formKey: string): Promise<boolean> {
  return (await db.printRunDelivery.count({ where: { formKey } })) > 0
}
