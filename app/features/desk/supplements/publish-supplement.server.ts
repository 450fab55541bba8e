import { dayToDb, type TokyoDay } from '#app/domain/day.ts'
import {
  changeSupplement,
  type ChangeRefusal,
} from '#app/features/desk/supplements/change-supplement.server.ts'

export type PublishResult = { ok: true } | ChangeRefusal | { ok: false; reason: 'published' }
export type WithdrawResult = { ok: true } | ChangeRefusal | { ok: false; reason: 'not-published' }

/** Shows a supplement to readers from a day on, which may be to come; until then it is unseen everywhere. */
export async function publishSupplement(
  id: string,
  publishedOn: TokyoDay,
  { seen }: { seen: string },
): Promise<PublishResult> {
  return await changeSupplement(id, { seen }, async (tx, supplement): Promise<PublishResult> => {
    if (supplement.publishedOn !== null) return { ok: false, reason: 'published' }
    await tx.supplement.update({ where: { id }, data: { publishedOn: dayToDb(publishedOn) } })
    return { ok: true }
  })
}

/** Takes a supplement away from readers; links that they have lead nowhere. It stays, prepared, and can be published anew. */
export async function withdrawSupplement(id: string, { seen }: { seen: string }): Promise<WithdrawResult> {
  return await changeSupplement(id, { seen }, async (tx, supplement): Promise<WithdrawResult> => {
    if (supplement.publishedOn === null) return { ok: false, reason: 'not-published' }
    await tx.supplement.update({ where: { id }, data: { publishedOn: null } })
    return { ok: true }
  })
}
