import { tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import { lectureTodo, type LectureState, type LectureTodo } from '#app/domain/lecture.ts'
import { normaliseSubjectCode } from '#app/domain/subject-code.ts'
import { LECTURE_TODO, type LectureFilters } from '#app/features/desk/lectures/lecture-filters.ts'
import { lectureFacts } from '#app/features/lectures/lecture-facts.ts'
import { Prisma } from '#app/generated/prisma/client.ts'
import { db } from '#app/platform/db.server.ts'

/** Requests on one page of the list. */
export const LECTURES_PAGE_SIZE = 50

export type ListedLecture = {
  code: string
  /** Empty since it was erased. */
  name: string
  organisation: string
  topic: string
  state: LectureState
  todo: LectureTodo | null
  receivedAt: Date
  onDay: TokyoDay | null
  /** Fee and travel; null while they are not agreed on. */
  askedYen: number | null
}

/** How many requests of a year stand so, and what is asked for them. */
export type LectureTotal = { year: number; state: LectureState; count: number; yen: number }

export type LectureList = {
  lectures: ListedLecture[]
  total: number
  pages: number
  /** By year, the latest first, of all that the filters leave. */
  totals: LectureTotal[]
  /** The years that can be chosen. */
  years: number[]
}

const YEAR = Prisma.sql`extract(year FROM coalesce(l.on_day, (l.received_at AT TIME ZONE 'Asia/Tokyo')::date))::int`

type Row = Omit<ListedLecture, 'todo' | 'onDay' | 'askedYen'> & {
  onDay: Date | null
  lecturer: string | null
  feeYen: number | null
  travelYen: number | null
}

/** One page of the requests for a lecturer: what waits for somebody first, the oldest of it at the top; then the newest. */
export async function listLectures(filters: LectureFilters, { now }: { now: Date }): Promise<LectureList> {
  const today = tokyoDayOf(now)
  const from = Prisma.sql`FROM lecture_requests l WHERE ${conditionOf(filters, today)}`
  const [rows, totals, years] = await Promise.all([
    db.$queryRaw<Row[]>`
      SELECT l.code, l.name, l.organisation, l.topic, l.state::text AS state, l.received_at AS "receivedAt", l.on_day AS "onDay", l.lecturer,
        l.fee_yen AS "feeYen", l.travel_yen AS "travelYen"
      ${from}
      ORDER BY (${waiting(today)}) DESC, CASE WHEN ${waiting(today)} THEN l.received_at END, l.received_at DESC, l.id
      LIMIT ${LECTURES_PAGE_SIZE} OFFSET ${(filters.page - 1) * LECTURES_PAGE_SIZE}`,
    db.$queryRaw<LectureTotal[]>`
      SELECT ${YEAR} AS year, l.state::text AS state, count(*)::int AS count,
        coalesce(sum(l.fee_yen + coalesce(l.travel_yen, 0)), 0)::int AS yen
      ${from} GROUP BY 1, l.state ORDER BY 1 DESC, l.state`,
    db.$queryRaw<{ year: number }[]>`SELECT DISTINCT ${YEAR} AS year FROM lecture_requests l ORDER BY 1 DESC`,
  ])
  const total = totals.reduce((sum, { count }) => sum + count, 0)
  return {
    lectures: rows.map((row) => {
      const { code, name, organisation, topic, state, receivedAt, feeYen, travelYen } = row
      const facts = lectureFacts(row)
      const askedYen = feeYen === null ? null : feeYen + (travelYen ?? 0)
      const todo = lectureTodo(facts, today)
      return { code, name, organisation, topic, state, receivedAt, onDay: facts.onDay, askedYen, todo }
    }),
    total,
    pages: Math.max(1, Math.ceil(total / LECTURES_PAGE_SIZE)),
    totals,
    years: years.map(({ year }) => year),
  }
}

/** How many requests wait for somebody at the desk, for the overview and the morning's mail. */
export async function countWaitingLectures({ now }: { now: Date }): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM lecture_requests l WHERE ${waiting(tokyoDayOf(now))}`
  return row?.count ?? 0
}

/** What `lectureTodo` says, for the database to look through (tests/routes/desk-lectures.test.ts compares them). */
function waiting(today: TokyoDay): Prisma.Sql {
  return Prisma.sql`(l.state = 'asked' OR (l.state = 'agreed' AND l.on_day <= ${today}::date)
    OR (l.state = 'held' AND l.fee_yen + coalesce(l.travel_yen, 0) > 0))`
}

function conditionOf({ state, year, q }: LectureFilters, today: TokyoDay): Prisma.Sql {
  const wanted = [
    ...(state === LECTURE_TODO ? [waiting(today)] : []),
    ...(state && state !== LECTURE_TODO ? [Prisma.sql`l.state::text = ${state}`] : []),
    ...(year ? [Prisma.sql`${YEAR} = ${year}`] : []),
    ...(q ? [searched(q)] : []),
  ]
  return wanted.length > 0 ? Prisma.join(wanted, ' AND ') : Prisma.sql`true`
}

/** By the code, or part of who asks, what about, or who lectures. */
function searched(q: string): Prisma.Sql {
  const part = `%${q.replace(/[\\%_]/g, '\\$&')}%`
  const named = Prisma.sql`concat_ws(' ', l.organisation, l.name, l.email, l.topic, l.lecturer) ILIKE ${part}`
  return Prisma.sql`(l.code = ${normaliseSubjectCode(q)} OR ${named})`
}
