import { pickText, type Locale } from '#app/domain/locale.ts'
import { editionName } from '#app/features/catalogue/catalogue-texts.ts'
import type { Prisma } from '#app/generated/prisma/client.ts'
import { db } from '#app/platform/db.server.ts'

export type EditionOption = { sku: string; label: string }

const NAMED = {
  id: true,
  sku: true,
  language: true,
  format: true,
  title: { select: { texts: { select: { locale: true, name: true } } } },
} as const satisfies Prisma.EditionSelect

/** The editions that somebody may ask about: all that the catalogue shows, newest titles first. */
export async function listInquiryEditions({ locale }: { locale: Locale }): Promise<EditionOption[]> {
  return await listEditions({ state: { not: 'withdrawn' }, title: { listed: true } }, { locale })
}

/** The editions that somebody has asked about, newest titles first. */
export async function listAskedEditions({ locale }: { locale: Locale }): Promise<EditionOption[]> {
  return await listEditions({ inquiries: { some: {} } }, { locale })
}

/** What editions are called, by their ids. */
export async function editionLabels(
  ids: readonly string[],
  { locale }: { locale: Locale },
): Promise<Map<string, string>> {
  const editions = await db.edition.findMany({ where: { id: { in: [...ids] } }, select: NAMED })
  return new Map(editions.map((edition) => [edition.id, editionLabel(edition, locale)]))
}

type Named = {
  sku: string
  language: string
  format: 'print' | 'pdf'
  title: { texts: { locale: string; name: string }[] }
}

/** An edition by its title and what tells it from the title's others. */
export function editionLabel(edition: Named, locale: Locale): string {
  const name = pickText(edition.title.texts, locale)?.text.name ?? edition.sku
  return `${name} (${editionName(edition, locale)})`
}

async function listEditions(
  where: Prisma.EditionWhereInput,
  { locale }: { locale: Locale },
): Promise<EditionOption[]> {
  const editions = await db.edition.findMany({
    where,
    orderBy: [{ title: { publishedOn: 'desc' } }, { position: 'asc' }, { sku: 'asc' }],
    select: NAMED,
  })
  return editions.map((edition) => ({ sku: edition.sku, label: editionLabel(edition, locale) }))
}
