import { dayToDb } from '#app/domain/day.ts'
import { refreshSearchIndex } from '#app/features/catalogue/search-index.server.ts'
import type { TypedIssue, TypedTitle } from '#app/features/desk/titles/title-form.ts'
import { sqlRows, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

// What making a title and changing one have in common. The caller is inside a transaction.

export type TitleRefusal =
  | { ok: false; reason: 'slug-used' | 'unknown-periodical' }
  /** Numbers that are another title's, and which. */
  | { ok: false; reason: 'number-used'; numbers: number[]; slug: string }

/** Says why a title cannot be written as it was typed; null when it can. Locks the periodical, so that its numbers stay as they are. */
export async function titleProblem(
  tx: Tx,
  typed: Pick<TypedTitle, 'slug' | 'issue'>,
  titleId: string | null,
): Promise<TitleRefusal | null> {
  const namesake = await tx.title.findUnique({ where: { slug: typed.slug }, select: { id: true } })
  if (namesake && namesake.id !== titleId) return { ok: false, reason: 'slug-used' }
  if (!typed.issue) return null
  const { periodical, numberFrom, numberTo } = typed.issue
  const [known] = await sqlRows<{ id: string }>(tx, 'SELECT id FROM periodicals WHERE slug = $1 FOR UPDATE', [
    periodical,
  ])
  if (!known) return { ok: false, reason: 'unknown-periodical' }
  const used = await tx.issueNumber.findMany({
    where: {
      periodicalId: known.id,
      number: { gte: numberFrom, lte: numberTo },
      ...(titleId ? { issue: { titleId: { not: titleId } } } : {}),
    },
    orderBy: { number: 'asc' },
    select: { number: true, issue: { select: { title: { select: { slug: true } } } } },
  })
  const [first] = used
  if (!first) return null
  return {
    ok: false,
    reason: 'number-used',
    numbers: used.map(({ number }) => number),
    slug: first.issue.title.slug,
  }
}

/** Writes the words, the number and what the search finds of a title: what was typed, and nothing else. */
export async function writeTitleParts(tx: Tx, titleId: string, { texts, issue }: TypedTitle): Promise<void> {
  await tx.titleText.deleteMany({
    where: { titleId, locale: { notIn: texts.map(({ locale }) => locale) } },
  })
  for (const { locale, ...words } of texts) {
    const key = { titleId, locale }
    await tx.titleText.upsert({
      where: { titleId_locale: key },
      create: { ...key, ...words },
      update: words,
    })
  }
  if (issue) await writeIssue(tx, titleId, issue)
  else await tx.issue.deleteMany({ where: { titleId } })
  await refreshSearchIndex([titleId], tx)
}

async function writeIssue(tx: Tx, titleId: string, issue: TypedIssue): Promise<void> {
  const { id: periodicalId } = await tx.periodical.findUniqueOrThrow({
    where: { slug: issue.periodical },
    select: { id: true },
  })
  const row = {
    periodicalId,
    numberFrom: issue.numberFrom,
    numberTo: issue.numberTo,
    datedOn: dayToDb(issue.datedOn),
  }
  await tx.issue.upsert({ where: { titleId }, create: { id: newId(), titleId, ...row }, update: row })
}
