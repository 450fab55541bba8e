import { pickText, type Locale } from '#app/domain/locale.ts'
import { countDifference } from '#app/domain/stock-count.ts'
import type { CountLine, CountView } from '#app/features/desk/counts/count.ts'
import { db } from '#app/platform/db.server.ts'

/** A stock-taking with its lines, by the code of the edition. Null where there is none. */
export async function loadCount(code: string, { locale }: { locale: Locale }): Promise<CountView | null> {
  const count = await db.stockCount.findUnique({
    where: { code },
    include: {
      staff: { select: { name: true } },
      lines: {
        orderBy: { edition: { sku: 'asc' } },
        include: {
          countedBy: { select: { name: true } },
          edition: {
            select: { sku: true, stock: { select: { onHand: true } }, title: { select: { texts: true } } },
          },
        },
      },
    },
  })
  if (!count) return null
  const lines = count.lines.map((line): CountLine => {
    const named = pickText(line.edition.title.texts, locale)?.text
    return {
      sku: line.edition.sku,
      name: named?.name ?? line.edition.sku,
      nameLanguage: named?.locale ?? locale,
      counted: line.counted,
      expected: line.expected,
      difference: countDifference(line),
      onHand: line.edition.stock?.onHand ?? 0,
      countedAt: line.countedAt,
      staffName: line.countedBy?.name ?? null,
      reason: line.reason,
      note: line.note,
      version: line.version,
    }
  })
  return {
    code,
    state: count.state,
    note: count.note,
    startedAt: count.startedAt,
    bookedAt: count.bookedAt,
    staffName: count.staff?.name ?? null,
    lines,
    counted: lines.filter((line) => line.counted !== null).length,
  }
}

export type ListedCount = Pick<CountView, 'code' | 'state' | 'startedAt' | 'bookedAt' | 'note'> & {
  lines: number
  counted: number
}

/** All stock-takings, the newest first. */
export async function listCounts(): Promise<ListedCount[]> {
  const counts = await db.stockCount.findMany({
    orderBy: { startedAt: 'desc' },
    take: 200,
    include: { lines: { select: { counted: true } } },
  })
  return counts.map(({ code, state, startedAt, bookedAt, note, lines }) => ({
    code,
    state,
    startedAt,
    bookedAt,
    note,
    lines: lines.length,
    counted: lines.filter((line) => line.counted !== null).length,
  }))
}
