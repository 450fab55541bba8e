import { dayToDb } from '#app/domain/day.ts'
import { changeTitle, type ChangedTitle } from '#app/features/desk/titles/lock-title.server.ts'
import type { TypedTitle } from '#app/features/desk/titles/title-form.ts'
import {
  titleProblem,
  writeTitleParts,
  type TitleRefusal,
} from '#app/features/desk/titles/write-title.server.ts'
import { DB_CODE, hasDatabaseCode } from '#app/platform/db-errors.server.ts'

export type UpdateTitleResult =
  | { ok: true; slug: string }
  | TitleRefusal
  | ChangedTitle
  | { ok: false; reason: 'not-found' }
  /** Readers have the address of a title that is listed; it stays. */
  | { ok: false; reason: 'slug-listed' }

/** Saves a title with its words and its number as they were typed. Orders keep what they say: their lines have words of their own. */
export async function updateTitle(
  slug: string,
  typed: TypedTitle,
  { seen, now }: { seen: string; now: Date },
): Promise<UpdateTitleResult> {
  try {
    return await changeTitle(slug, { seen, now }, async (tx, title): Promise<UpdateTitleResult> => {
      if (typed.slug !== title.slug && title.listed && typed.listed)
        return { ok: false, reason: 'slug-listed' }
      const problem = await titleProblem(tx, typed, title.titleId)
      if (problem) return problem
      await tx.title.update({
        where: { id: title.titleId },
        data: {
          slug: typed.slug,
          kind: typed.kind,
          listed: typed.listed,
          publishedOn: dayToDb(typed.publishedOn),
          updatedAt: title.at,
        },
      })
      await writeTitleParts(tx, title.titleId, typed)
      return { ok: true, slug: typed.slug }
    })
  } catch (error) {
    if (hasDatabaseCode(error, DB_CODE.unique)) return { ok: false, reason: 'slug-used' }
    throw error
  }
}
