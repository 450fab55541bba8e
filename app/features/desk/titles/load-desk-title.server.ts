import { dayFromDb, tokyoDayOf } from '#app/domain/day.ts'
import { LOCALES, pickText, type Locale } from '#app/domain/locale.ts'
import { priceOn } from '#app/domain/price-plan.ts'
import type { DeskEdition, DeskText, DeskTitle } from '#app/features/desk/titles/desk-title.ts'
import { findTitleId } from '#app/features/desk/titles/lock-title.server.ts'
import type { Prisma } from '#app/generated/prisma/client.ts'
import { db } from '#app/platform/db.server.ts'

const SELECT = {
  id: true,
  slug: true,
  kind: true,
  publishedOn: true,
  listed: true,
  updatedAt: true,
  texts: true,
  issue: { include: { periodical: { select: { slug: true, name: true } } } },
  editions: {
    orderBy: [{ position: 'asc' }, { sku: 'asc' }],
    include: {
      prices: { orderBy: { validFrom: 'asc' } },
      file: { select: { name: true, byteLength: true } },
      _count: { select: { runs: true, orderLines: true } },
    },
  },
} satisfies Prisma.TitleSelect

/** A title with everything the desk keeps of it; null when there is none at the address, nor was one. */
export async function loadDeskTitle(
  slug: string,
  { locale, now }: { locale: Locale; now: Date },
): Promise<DeskTitle | null> {
  const id = await findTitleId(slug)
  const row = id ? await db.title.findUnique({ where: { id }, select: SELECT }) : null
  if (!row) return null
  const waiting = await waitingOrders(row.editions.map((edition) => edition.id))
  const texts = Object.fromEntries(
    LOCALES.map((wanted) => [wanted, row.texts.find((text) => text.locale === wanted) ?? null]),
  ) as Record<Locale, DeskText | null>
  const named = pickText(row.texts, locale)?.text
  const today = tokyoDayOf(now)
  return {
    id: row.id,
    slug: row.slug,
    kind: row.kind,
    publishedOn: dayFromDb(row.publishedOn),
    listed: row.listed,
    seen: row.updatedAt.toISOString(),
    name: named?.name ?? row.slug,
    nameLanguage: (named?.locale ?? locale) as Locale,
    texts,
    issue: row.issue && {
      periodical: row.issue.periodical.slug,
      periodicalName: row.issue.periodical.name,
      numberFrom: row.issue.numberFrom,
      numberTo: row.issue.numberTo,
      datedOn: dayFromDb(row.issue.datedOn),
    },
    editions: row.editions.map((edition): DeskEdition => {
      const prices = edition.prices.map(({ validFrom, priceYen }) => {
        return { from: dayFromDb(validFrom), yen: priceYen }
      })
      const { sku, language, format, state, isbn, pages, weightGrams, position, file } = edition
      return {
        ...{ sku, language, format, state, isbn, pages, weightGrams, position, file, prices },
        publishedOn: edition.publishedOn && dayFromDb(edition.publishedOn),
        priceYen: priceOn(prices, today),
        coming: prices.filter(({ from }) => from > today),
        isFixed: edition._count.runs + edition._count.orderLines > 0,
        waiting: waiting.get(edition.id) ?? 0,
      }
    }),
  }
}

/** By edition, how many orders have copies promised. */
async function waitingOrders(editionIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ id: string; orders: number }[]>`
    SELECT edition_id::text AS id, count(DISTINCT order_id)::int AS orders FROM order_lines
    WHERE edition_id = ANY(${[...editionIds]}::uuid[]) AND (held > 0 OR preordered > 0) GROUP BY edition_id`
  return new Map(rows.map(({ id, orders }) => [id, orders]))
}
