import type { TaskView } from '#app/features/desk/desk-order.ts'
import { db } from '#app/platform/db.server.ts'
import type { Prisma } from '#app/generated/prisma/client.ts'

/** Tasks on one page. */
export const TASKS_PAGE_SIZE = 50

export type TaskList = { tasks: TaskView[]; total: number; page: number; pages: number }

/**
 * What waits for a decision, oldest first; or what was decided, newest first.
 * @param filters.kinds only tasks of these kinds
 */
export async function listDeskTasks(filters: {
  isDone: boolean
  kinds: readonly string[] | null
  page: number
}): Promise<TaskList> {
  const where: Prisma.TaskWhereInput = {
    doneAt: filters.isDone ? { not: null } : null,
    ...(filters.kinds ? { kind: { in: [...filters.kinds] } } : {}),
  }
  const [total, rows] = await Promise.all([
    db.task.count({ where }),
    db.task.findMany({
      where,
      orderBy: filters.isDone ? [{ doneAt: 'desc' }, { id: 'desc' }] : [{ openedAt: 'asc' }, { id: 'asc' }],
      skip: (filters.page - 1) * TASKS_PAGE_SIZE,
      take: TASKS_PAGE_SIZE,
      include: { staff: { select: { name: true } } },
    }),
  ])
  return {
    tasks: await withMatters(rows),
    total,
    page: filters.page,
    pages: Math.max(1, Math.ceil(total / TASKS_PAGE_SIZE)),
  }
}

/** The tasks of one order, or of a bill that no order stands behind, open ones first. */
export async function loadTasksOf(of: { orderId: string } | { chargeId: string }): Promise<TaskView[]> {
  const rows = await db.task.findMany({
    where: of,
    orderBy: [{ doneAt: { sort: 'desc', nulls: 'first' } }, { openedAt: 'asc' }],
    include: { staff: { select: { name: true } } },
  })
  return await withMatters(rows)
}

type Row = Prisma.TaskGetPayload<{ include: { staff: { select: { name: true } } } }>

/** With the order or the bill that each is about. */
async function withMatters(rows: readonly Row[]): Promise<TaskView[]> {
  const [orders, payers] = await Promise.all([
    db.order.findMany({
      where: { id: { in: rows.flatMap((row) => row.orderId ?? []) } },
      select: { id: true, code: true },
    }),
    db.chargePayer.findMany({
      where: { chargeId: { in: rows.flatMap((row) => row.chargeId ?? []) } },
      select: { chargeId: true, subject: true, charge: { select: { reference: true } } },
    }),
  ])
  const billOf = (chargeId: string | null): TaskView['bill'] => {
    const payer = payers.find((one) => one.chargeId === chargeId)
    return payer ? { reference: payer.charge.reference, subject: payer.subject } : null
  }
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    details: row.details as Record<string, unknown>,
    openedAt: row.openedAt,
    doneAt: row.doneAt,
    doneNote: row.doneNote,
    staffName: row.staff?.name ?? null,
    orderCode: orders.find((order) => order.id === row.orderId)?.code ?? null,
    bill: billOf(row.chargeId),
  }))
}
