import type { Prisma } from '#app/generated/prisma/client.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

/** What a person is asked about. */
export type TaskKind =
  | 'overpaid'
  | 'paid-after-hold-gone'
  | 'part-paid-expired'
  | 'wrong-currency'
  | 'wrong-charge'
  | 'dispute'
  | 'refund-lines'
  | 'refund-failed'
  | 'refund-exceeds'
  | 'books-wrong'
  | 'parcel-reported'
  | 'parcel-came-back'
  | 'bill-overdue'
  | 'short-after-count'
  | 'job-failed'
  | 'mail-failed'
  | 'mail-bounced'
  | 'mail-complained'

export type NewTask = {
  /** Names the finding: the same one twice is one task, even after somebody has done it. */
  dedupeKey: string
  kind: TaskKind
  orderId?: string | null
  /** Of a charge that no order stands behind. */
  chargeId?: string | null
  paymentId?: string | null
  /** Figures and ids that help to decide; no personal data. */
  details?: Prisma.InputJsonObject
  now: Date
}

/** Asks a person to decide something. Returns whether the task is new. */
export async function openTask(tx: Tx, task: NewTask): Promise<boolean> {
  const { count } = await tx.task.createMany({
    data: {
      id: newId(),
      dedupeKey: task.dedupeKey,
      kind: task.kind,
      orderId: task.orderId ?? null,
      chargeId: task.chargeId ?? null,
      paymentId: task.paymentId ?? null,
      details: task.details ?? {},
      openedAt: task.now,
    },
    skipDuplicates: true,
  })
  return count === 1
}
