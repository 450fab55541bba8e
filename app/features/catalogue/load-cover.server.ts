import { createHash } from 'node:crypto'
import { renderToStaticMarkup } from 'react-dom/server'
import { dayFromDb } from '#app/domain/day.ts'
import { isLocale, pickText, type Locale } from '#app/domain/locale.ts'
import { Cover, type CoverSubject } from '#app/features/catalogue/cover.tsx'
import { db } from '#app/platform/db.server.ts'

/**
 * The drawn cover of a title, with a tag that changes when the drawing does; null when readers may not see such a title.
 * @param withUnlisted for the desk, which sees those that are prepared too
 */
export async function loadCover(
  slug: string,
  { withUnlisted = false } = {},
): Promise<{ svg: string; etag: string } | null> {
  const title = await db.title.findFirst({
    where: { slug, ...(withUnlisted ? {} : { listed: true }) },
    select: {
      slug: true,
      kind: true,
      texts: { select: { locale: true, name: true, subtitle: true } },
      editions: { select: { language: true }, orderBy: [{ position: 'asc' }, { sku: 'asc' }], take: 1 },
      issue: {
        select: { numberFrom: true, numberTo: true, datedOn: true, periodical: { select: { name: true } } },
      },
    },
  })
  if (!title) return null
  const texts = title.texts.filter((text): text is typeof text & { locale: Locale } => isLocale(text.locale))
  const language = title.editions[0]?.language
  const text = pickText(texts, isLocale(language) ? language : 'ja')?.text
  if (!text) return null
  const other = texts.find(({ locale }) => locale === (text.locale === 'en' ? 'ja' : 'en'))
  const subject: CoverSubject = {
    slug: title.slug,
    kind: title.kind,
    text,
    otherName: other ?? null,
    issue: title.issue && {
      periodical: title.issue.periodical.name,
      numberFrom: title.issue.numberFrom,
      numberTo: title.issue.numberTo,
      datedOn: dayFromDb(title.issue.datedOn),
    },
  }
  const svg = renderToStaticMarkup(Cover({ subject }))
  return { svg, etag: `"${createHash('sha256').update(svg).digest('base64url').slice(0, 27)}"` }
}
