import { dayToDb } from '#app/domain/day.ts'
import type { TypedTitle } from '#app/features/desk/titles/title-form.ts'
import {
  titleProblem,
  writeTitleParts,
  type TitleRefusal,
} from '#app/features/desk/titles/write-title.server.ts'
import { DB_CODE, hasDatabaseCode } from '#app/platform/db-errors.server.ts'
import { inTransaction, sqlRows } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

export type CreateTitleResult = { ok: true; slug: string } | TitleRefusal

/** Puts a new title into the catalogue, without editions yet. */
export async function createTitle(typed: TypedTitle, { now }: { now: Date }): Promise<CreateTitleResult> {
  try {
    return await inTransaction(async (tx) => {
      const problem = await titleProblem(tx, typed, null)
      if (problem) return problem
      const titleId = newId()
      const { slug, kind, listed } = typed
      // The history of later versions begins after this instant.
      await sqlRows(tx, `SELECT set_config('shop.now', $1, true)`, [now.toISOString()])
      await tx.title.create({
        data: {
          id: titleId,
          slug,
          kind,
          listed,
          publishedOn: dayToDb(typed.publishedOn),
          createdAt: now,
          updatedAt: now,
        },
      })
      await writeTitleParts(tx, titleId, typed)
      return { ok: true, slug }
    })
  } catch (error) {
    // Pressed twice, or two people who thought of the same address.
    if (hasDatabaseCode(error, DB_CODE.unique)) return { ok: false, reason: 'slug-used' }
    throw error
  }
}
