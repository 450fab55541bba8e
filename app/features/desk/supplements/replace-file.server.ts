import { tokyoDayOf } from '#app/domain/day.ts'
import { storeFile } from '#app/features/catalogue/store-file.server.ts'
import {
  changeSupplement,
  type ChangeRefusal,
} from '#app/features/desk/supplements/change-supplement.server.ts'
import { supplementState } from '#app/features/desk/supplements/supplement.ts'

type NewFile = Parameters<typeof storeFile>[1]

export type ReplaceFileResult = { ok: true } | ChangeRefusal | { ok: false; reason: 'published' }

/** Gives a supplement another file, as long as readers do not see it: what was published under a name stays what it is. */
export async function replaceFile(
  id: string,
  file: NewFile,
  { seen, now }: { seen: string; now: Date },
): Promise<ReplaceFileResult> {
  return await changeSupplement(id, { seen }, async (tx, supplement): Promise<ReplaceFileResult> => {
    const isSeen = supplementState(supplement.publishedOn, tokyoDayOf(now)) === 'published'
    if (isSeen) return { ok: false, reason: 'published' }
    const fileId = await storeFile(tx, file, { now })
    await tx.supplement.update({ where: { id }, data: { fileId } })
    return { ok: true }
  })
}
