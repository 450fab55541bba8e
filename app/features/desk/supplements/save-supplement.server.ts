import { tokyoDayOf } from '#app/domain/day.ts'
import {
  changeSupplement,
  type ChangeRefusal,
} from '#app/features/desk/supplements/change-supplement.server.ts'
import type { SupplementInput } from '#app/features/desk/supplements/supplement-form.ts'
import { supplementState } from '#app/features/desk/supplements/supplement.ts'
import type { Tx } from '#app/platform/db.server.ts'

export type SaveSupplementResult =
  { ok: true } | ChangeRefusal | { ok: false; reason: 'unknown-edition' | 'edition-published' }

/** Changes what a supplement is and says. It goes to another edition only while readers do not see it: links to it are out else. */
export async function saveSupplement(
  id: string,
  input: SupplementInput,
  { seen, now }: { seen: string; now: Date },
): Promise<SaveSupplementResult> {
  return await changeSupplement(id, { seen }, async (tx, supplement): Promise<SaveSupplementResult> => {
    const edition = await tx.edition.findUnique({ where: { sku: input.sku }, select: { id: true } })
    if (!edition) return { ok: false, reason: 'unknown-edition' }
    const isSeen = supplementState(supplement.publishedOn, tokyoDayOf(now)) === 'published'
    if (isSeen && input.sku !== supplement.sku) return { ok: false, reason: 'edition-published' }
    const { kind, language } = input
    await tx.supplement.update({ where: { id }, data: { editionId: edition.id, kind, language } })
    await saveTexts(tx, id, input.texts)
    return { ok: true }
  })
}

/** Row by row, so that the log names the language that changed and no other. */
async function saveTexts(tx: Tx, supplementId: string, texts: SupplementInput['texts']): Promise<void> {
  const locales = texts.map(({ locale }) => locale)
  await tx.supplementText.deleteMany({ where: { supplementId, locale: { notIn: locales } } })
  for (const { locale, name, note } of texts) {
    await tx.supplementText.upsert({
      where: { supplementId_locale: { supplementId, locale } },
      create: { supplementId, locale, name, note },
      update: { name, note },
    })
  }
}
