import { db } from '#app/platform/db.server.ts'
import { tokyoDayOf } from '#app/domain/day.ts'

export type ListedTask = { id: string; opened: string; kind: string; order: string; details: string }

/** Tasks that nobody has done yet, oldest first, with the code of the order they are about. */
export async function listTasks(): Promise<ListedTask[]> {
  const tasks = await db.task.findMany({ where: { doneAt: null }, orderBy: { openedAt: 'asc' }, take: 500 })
  const orders = await db.order.findMany({
    where: { id: { in: tasks.flatMap((task) => task.orderId ?? []) } },
    select: { id: true, code: true },
  })
  return tasks.map((task) => ({
    id: task.id,
    opened: tokyoDayOf(task.openedAt),
    kind: task.kind,
    order: orders.find((order) => order.id === task.orderId)?.code ?? '',
    details: JSON.stringify(task.details),
  }))
}
