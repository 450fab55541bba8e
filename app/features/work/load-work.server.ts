import { type WorkKind, type WorkProblem, type WorkView } from '#app/features/work/work.ts'
import { Prisma } from '#app/generated/prisma/client.ts'
import { db } from '#app/platform/db.server.ts'

// The result may be megabytes: only its presence is read here, which Prisma's `select` cannot say.
const COLUMNS = Prisma.sql`
  w.id, w.kind, w.state::text, w.done, w.total, w.problem, s.name AS "staffName", w.created_at AS "createdAt",
  w.finished_at AS "finishedAt", w.file_name AS "fileName", w.file IS NOT NULL AS "hasFile"`

type Row = Omit<WorkView, 'kind' | 'problem'> & { kind: string; problem: string | null }

/** One work and how far it is; null when there is none of that id. */
export async function loadWork(workId: string): Promise<WorkView | null> {
  const [row] = await db.$queryRaw<Row[]>`
    SELECT ${COLUMNS} FROM works w LEFT JOIN staff s ON s.id = w.staff_id WHERE w.id::text = ${workId}`
  return row ? viewOf(row) : null
}

/** What a work's page says about its result besides. */
export async function loadOutcome(workId: string): Promise<unknown> {
  const work = await db.work.findUniqueOrThrow({ where: { id: workId }, select: { outcome: true } })
  return work.outcome
}

/** The newest works, and how many there are in all. */
export async function listWorks({
  page,
  perPage,
}: {
  page: number
  perPage: number
}): Promise<{ works: WorkView[]; total: number }> {
  const [rows, total] = await Promise.all([
    db.$queryRaw<Row[]>`
      SELECT ${COLUMNS} FROM works w LEFT JOIN staff s ON s.id = w.staff_id
      ORDER BY w.created_at DESC, w.id DESC LIMIT ${perPage} OFFSET ${(page - 1) * perPage}`,
    db.work.count(),
  ])
  return { works: rows.map(viewOf), total }
}

/** The result of a work, to be downloaded; null while there is none, and once it was deleted. */
export async function loadWorkFile(
  workId: string,
): Promise<{ name: string; mediaType: string; content: Uint8Array<ArrayBuffer> } | null> {
  const [row] = await db.$queryRaw<{ name: string; mediaType: string; content: Uint8Array<ArrayBuffer> }[]>`
    SELECT file_name AS name, media_type AS "mediaType", file AS content FROM works
    WHERE id::text = ${workId} AND file IS NOT NULL`
  return row ?? null
}

function viewOf(row: Row): WorkView {
  return { ...row, kind: row.kind as WorkKind, problem: row.problem as WorkProblem | null }
}
