import { dayFromDb, tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import { pickText, type Locale } from '#app/domain/locale.ts'
import {
  supplementState,
  type SupplementKind,
  type SupplementState,
} from '#app/features/desk/supplements/supplement.ts'
import { db } from '#app/platform/db.server.ts'

export type SupplementRow = {
  id: string
  kind: SupplementKind
  language: string
  publishedOn: TokyoDay | null
  state: SupplementState
  name: string
  nameLanguage: string
  sku: string
  titleName: string
  titleLanguage: string
  /** How often its buyers were told. */
  announcements: number
}

/** One page of the supplements and errata: prepared ones first, then the newest. */
export async function listSupplements(wanted: {
  locale: Locale
  now: Date
  page: number
  perPage: number
}): Promise<{ supplements: SupplementRow[]; total: number }> {
  const [rows, total] = await Promise.all([
    db.supplement.findMany({
      orderBy: [{ publishedOn: { sort: 'desc', nulls: 'first' } }, { id: 'desc' }],
      skip: (wanted.page - 1) * wanted.perPage,
      take: wanted.perPage,
      select: {
        id: true,
        kind: true,
        language: true,
        publishedOn: true,
        texts: { select: { locale: true, name: true } },
        edition: {
          select: { sku: true, title: { select: { texts: { select: { locale: true, name: true } } } } },
        },
        _count: { select: { announcements: true } },
      },
    }),
    db.supplement.count(),
  ])
  const today = tokyoDayOf(wanted.now)
  const supplements = rows.map(({ id, kind, language, edition, ...row }) => {
    const publishedOn = row.publishedOn && dayFromDb(row.publishedOn)
    const text = pickText(row.texts, wanted.locale)?.text
    const title = pickText(edition.title.texts, wanted.locale)?.text
    return {
      ...{ id, kind, language, publishedOn, sku: edition.sku },
      state: supplementState(publishedOn, today),
      name: text?.name ?? edition.sku,
      nameLanguage: text?.locale ?? wanted.locale,
      titleName: title?.name ?? edition.sku,
      titleLanguage: title?.locale ?? wanted.locale,
      announcements: row._count.announcements,
    }
  })
  return { supplements, total }
}
