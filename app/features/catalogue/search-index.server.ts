import { addDays, dayToDb, tokyoDayOf } from '#app/domain/day.ts'
import { foldForSearch, grams } from '#app/domain/text-fold.ts'
import { parseIsbn } from '#app/domain/isbn.ts'
import { now } from '#app/platform/clock.server.ts'
import { db, type Tx } from '#app/platform/db.server.ts'

const CJK = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}ー'
const SIGN_INSIDE_CJK = new RegExp(`(?<=[${CJK}])[ ・･]+(?=[${CJK}])`, 'gu')

type Indexed = {
  texts: { name: string; subtitle: string | null; description: string; contents: string | null }[]
  editions: {
    sku: string
    isbn: string | null
    supplements: { texts: { name: string; note: string | null }[] }[]
  }[]
  issue: { numberFrom: number; numberTo: number; periodical: { name: string } } | null
}

/**
 * Writes what the search looks at: call it after a title's texts, editions, supplements or numbers have changed, in the same
 * transaction. Supplements that are not published yet are not found. Safe to run any number of times.
 */
export async function refreshSearchIndex(titleIds: readonly string[], client: Tx = db): Promise<void> {
  const today = dayToDb(tokyoDayOf(now()))
  const titles = await client.title.findMany({
    where: { id: { in: [...titleIds] } },
    select: {
      id: true,
      searchText: true,
      texts: { select: { name: true, subtitle: true, description: true, contents: true } },
      editions: {
        select: {
          sku: true,
          isbn: true,
          supplements: {
            where: { publishedOn: { lte: today } },
            select: { texts: { select: { name: true, note: true } } },
          },
        },
      },
      issue: { select: { numberFrom: true, numberTo: true, periodical: { select: { name: true } } } },
    },
  })
  for (const title of titles) {
    const searchText = searchTextOf(title)
    // Every write makes the servers forget their pages.
    if (searchText === title.searchText) continue
    await client.title.update({
      where: { id: title.id },
      data: { searchText, searchGrams: grams(searchText) },
    })
  }
}

/** A supplement is published from a day on: once that has come, the search finds it. Looks at a few days, since a tick may be missed. */
export async function indexPublished(): Promise<void> {
  const today = tokyoDayOf(now())
  const published = await db.supplement.findMany({
    where: { publishedOn: { lte: dayToDb(today), gt: dayToDb(addDays(today, -7)) } },
    select: { edition: { select: { titleId: true } } },
  })
  await refreshSearchIndex([...new Set(published.map(({ edition }) => edition.titleId))])
}

/**
 * All that a title can be found by, folded. What stands with a space or a middle dot inside Japanese or Korean is there without it too,
 * so that サバイバルマニュアル finds サバイバル・マニュアル.
 */
export function searchTextOf(title: Indexed): string {
  const parts = [
    ...title.texts.flatMap((text) => [text.name, text.subtitle, text.description, text.contents]),
    ...title.editions.flatMap((edition) => [
      edition.sku,
      ...isbnForms(edition.isbn),
      ...edition.supplements.flatMap((supplement) =>
        supplement.texts.flatMap((text) => [text.name, text.note]),
      ),
    ]),
    ...(title.issue ? issueForms(title.issue) : []),
  ]
  const folded = parts.filter((part) => part !== null).map(foldForSearch)
  const joined = folded.map((part) => part.replace(SIGN_INSIDE_CJK, ''))
  return [...new Set([...folded, ...joined])].join('\n')
}

function isbnForms(isbn: string | null): string[] {
  const parsed = isbn === null ? null : parseIsbn(isbn)
  if (!parsed?.ok) return []
  return parsed.isbn10 ? [parsed.isbn13, parsed.isbn10] : [parsed.isbn13]
}

/** The ways people write an issue: M-Net 100, M-Net100, 100号, No.100. */
function issueForms(issue: NonNullable<Indexed['issue']>): string[] {
  const count = issue.numberTo - issue.numberFrom + 1
  const numbers = Array.from({ length: count }, (_, index) => issue.numberFrom + index)
  return numbers.flatMap((number) => [
    `${issue.periodical.name} ${number}`,
    `${issue.periodical.name}${number}`,
    `第${number}号`,
    `${number}호`,
    `No.${number} No${number}`,
  ])
}
