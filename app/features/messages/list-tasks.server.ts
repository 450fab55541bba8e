import { db } from '#app/platform/db.server.ts'
import { tokyoDayOf } from '#app/domain/day.ts'

export type ListedTask = {
  id: string
  opened: string
  kind: string
  /** The code of the order, or of the matter of a bill (L-7K2M). */
  order: string
  details: string
}

/** Tasks that nobody has done yet, oldest first, with the code of what they are about. */
export async function listTasks(): Promise<ListedTask[]> {
  const tasks = await db.task.findMany({ where: { doneAt: null }, orderBy: { openedAt: 'asc' }, take: 500 })
  const orders = await db.order.findMany({
    where: { id: { in: tasks.flatMap((task) => task.orderId ?? []) } },
    select: { id: true, code: true },
  })
  const payers = await db.chargePayer.findMany({
    where: { chargeId: { in: tasks.flatMap((task) => task.chargeId ?? []) } },
    select: { chargeId: true, subject: true },
  })
  return tasks.map((task) => ({
    id: task.id,
    opened: tokyoDayOf(task.openedAt),
    kind: task.kind,
    order:
      orders.find((order) => order.id === task.orderId)?.code ??
      payers.find((payer) => payer.chargeId === task.chargeId)?.subject ??
      '',
    details: JSON.stringify(task.details),
  }))
}
