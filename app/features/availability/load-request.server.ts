import { pickText, type Locale } from '#app/domain/locale.ts'
import { requestTokenHash } from '#app/features/availability/request-token.server.ts'
import { editionName } from '#app/features/catalogue/catalogue-texts.ts'
import { db } from '#app/platform/db.server.ts'

export type RequestView = {
  /** Asked and not confirmed, waiting to be told, or over: told, or ended by the reader. */
  state: 'asked' | 'waiting' | 'ended'
  sku: string
  /** Null for a title that readers may not see any more. */
  slug: string | null
  titleName: string
  textLanguage: string
  editionName: string
}

/** The request that a mailed link opens; null for a link that is none, or was followed by a newer one. */
export async function loadRequest(
  token: string,
  { locale }: { locale: Locale },
): Promise<RequestView | null> {
  const request = await db.availabilityRequest.findUnique({
    where: { tokenHash: requestTokenHash(token) },
    select: {
      confirmedAt: true,
      endedAt: true,
      edition: {
        select: {
          sku: true,
          language: true,
          format: true,
          title: { select: { slug: true, listed: true, texts: { select: { locale: true, name: true } } } },
        },
      },
    },
  })
  if (!request) return null
  const { edition, endedAt, confirmedAt } = request
  const text = pickText(edition.title.texts, locale)?.text
  return {
    state: endedAt ? 'ended' : confirmedAt ? 'waiting' : 'asked',
    sku: edition.sku,
    slug: edition.title.listed ? edition.title.slug : null,
    titleName: text?.name ?? edition.sku,
    textLanguage: text?.locale ?? locale,
    editionName: editionName(edition, locale),
  }
}
