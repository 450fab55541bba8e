import { dayToDb, tokyoDayOf } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import { atomFeed } from '#app/features/catalogue/feed.ts'
import { isShown } from '#app/features/catalogue/title-conditions.server.ts'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { titleDocuments } from '#app/features/catalogue/title-documents.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { env } from '#app/platform/env.server.ts'

const MOST_ENTRIES = 30

/** The Atom feed of what is out, newest first; what is only announced is not in it. */
export async function loadFeed({ locale }: { locale: Locale }): Promise<string> {
  const day = tokyoDayOf(now())
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT t.id::text FROM titles t
    WHERE ${isShown()} AND t.published_on <= ${dayToDb(day)}::date
      AND EXISTS (SELECT 1 FROM editions e WHERE e.title_id = t.id AND e.state IN ('on_sale', 'out_of_print'))
    ORDER BY t.published_on DESC, t.id DESC LIMIT ${MOST_ENTRIES}`
  const [titles, organisation] = await Promise.all([
    titleDocuments(
      rows.map((row) => row.id),
      { locale, day },
    ),
    loadOrganisation(),
  ])
  return atomFeed(titles, { locale, baseUrl: env.baseUrl, publisher: organisation.name[locale], now: now() })
}
