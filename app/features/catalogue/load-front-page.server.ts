import { dayToDb, tokyoDayOf } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import { isShown } from '#app/features/catalogue/title-conditions.server.ts'
import { titleDocuments } from '#app/features/catalogue/title-documents.server.ts'
import type { TitleView } from '#app/features/catalogue/title.ts'
import { now } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'

/** The newest of each kind; `forthcoming` are titles that are announced and not out yet. */
export type FrontPage = {
  newestIssue: TitleView | null
  manual: TitleView | null
  policyProposals: TitleView | null
  forthcoming: TitleView[]
  earlierIssues: TitleView[]
}

const EARLIER_ISSUES = 4

/** What stands on the front page. */
export async function loadFrontPage({ locale }: { locale: Locale }): Promise<FrontPage> {
  const day = tokyoDayOf(now())
  const rows = await db.$queryRaw<{ id: string }[]>`
    WITH shown AS (
      SELECT t.id, t.kind, t.published_on,
        NOT EXISTS (SELECT 1 FROM editions e WHERE e.title_id = t.id AND e.state NOT IN ('forthcoming', 'withdrawn'))
          AS is_forthcoming
      FROM titles t WHERE ${isShown()}),
    ranked AS (
      SELECT id, kind, published_on, is_forthcoming,
        row_number() OVER (PARTITION BY is_forthcoming, kind ORDER BY published_on DESC, id DESC) AS place
      FROM shown WHERE is_forthcoming OR published_on <= ${dayToDb(day)}::date)
    SELECT id::text FROM ranked
    WHERE place <= CASE kind WHEN 'periodical_issue' THEN ${EARLIER_ISSUES + 1}::int ELSE 1 END OR is_forthcoming
    ORDER BY published_on DESC, id DESC LIMIT 30`
  const titles = await titleDocuments(
    rows.map((row) => row.id),
    { locale, day },
  )
  const forthcoming = titles.filter(isForthcoming)
  const published = titles.filter((title) => !isForthcoming(title))
  const [newestIssue = null, ...earlierIssues] = published.filter(
    (title) => title.kind === 'periodical_issue',
  )
  return {
    newestIssue,
    manual: published.find((title) => title.kind === 'manual') ?? null,
    policyProposals: published.find((title) => title.kind === 'policy_proposals') ?? null,
    forthcoming,
    earlierIssues,
  }
}

function isForthcoming(title: TitleView): boolean {
  return title.editions
    .filter((edition) => edition.state !== 'withdrawn')
    .every((edition) => edition.state === 'forthcoming')
}
