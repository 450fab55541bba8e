import { dayToDb, tokyoDay } from '#app/domain/day.ts'
import { action as editionAction, loader as editionLoader } from '#app/routes/desk/title-edition.tsx'
import { action as editAction } from '#app/routes/desk/title-edit.tsx'
import { action as newAction } from '#app/routes/desk/title-new.tsx'
import { action as pricesAction } from '#app/routes/desk/title-prices.tsx'
import { loader as titleLoader } from '#app/routes/desk/title.tsx'
import { db } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import type { Visitor } from '#tests/support/route-kit.ts'

// The desk's catalogue as its forms work it.

/** What the form of a title sends for a small book in two languages. */
export function typedTitle(changes: Record<string, string> = {}): Record<string, string> {
  return {
    kind: 'book',
    slug: 'a-small-book',
    publishedOn: '2026-12-01',
    periodical: '',
    numberFrom: '',
    numberTo: '',
    datedOn: '',
    'ja.name': '小さな本',
    'ja.subtitle': '見本',
    'ja.description': '小さな本の説明です。',
    'ja.contents': '第一章\n第二章',
    'ko.name': '작은 책',
    'ko.description': '작은 책의 설명입니다.',
    ...changes,
  }
}

/** What the form of an issue of M-Net sends. */
export function typedIssue(changes: Record<string, string> = {}): Record<string, string> {
  return typedTitle({
    kind: 'periodical_issue',
    slug: 'm-net-110',
    periodical: 'm-net',
    numberFrom: '110',
    ...changes,
  })
}

/** What the form of a printed edition sends. */
export function typedEdition(changes: Record<string, string> = {}): Record<string, string> {
  return {
    sku: 'SMALL-1',
    format: 'print',
    language: 'ja',
    state: 'forthcoming',
    publishedOn: '',
    isbn: '',
    pages: '64',
    weight: '150',
    position: '0',
    ...changes,
  }
}

/** The periodical M-Net, without issues. */
export async function mNet(): Promise<string> {
  const id = newId()
  await db.periodical.create({ data: { id, slug: 'm-net', name: 'M-Net' } })
  return id
}

/** A price that has been in force since a day. */
export async function aPrice(editionId: string, from: string, priceYen: number): Promise<void> {
  await db.editionPrice.create({ data: { editionId, validFrom: dayToDb(tokyoDay(from)), priceYen } })
}

/** The forms of one title in the hands of one member of staff; `seen` is read anew for each, unless it is given. */
export function formsOf(staff: Visitor, slug: string) {
  const seen = async (): Promise<string> => {
    const { data } = await staff.get(titleLoader, `/desk/titles/${slug}`, { slug })
    return data.title.seen
  }
  const withSeen = async (fields: Record<string, string>) => ({
    ...fields,
    seen: fields.seen ?? (await seen()),
  })
  return {
    seen,
    view: async () => (await staff.get(titleLoader, `/desk/titles/${slug}`, { slug })).data,
    edit: async (fields: Record<string, string>) =>
      staff.post(editAction, `/desk/titles/${slug}/edit`, await withSeen(fields), { slug }),
    edition: async (sku: string, fields: Record<string, string>) =>
      staff.post(editionAction, `/desk/titles/${slug}/editions/${sku}`, await withSeen(fields), {
        slug,
        sku,
      }),
    openEdition: (sku: string) =>
      staff.get(editionLoader, `/desk/titles/${slug}/editions/${sku}`, { slug, sku }),
    price: async (sku: string, fields: Record<string, string>) =>
      staff.post(
        pricesAction,
        `/desk/titles/${slug}/editions/${sku}/prices`,
        await withSeen({ change: 'add', intent: 'save', ...fields }),
        { slug, sku },
      ),
  }
}

/** Sends the form for a new title. */
export function makeTitle(staff: Visitor, fields: Record<string, string>) {
  return staff.post(newAction, '/desk/titles/new', fields)
}
