import { storeFile } from '#app/features/catalogue/store-file.server.ts'
import { changeTitle, touchTitle, type ChangedTitle } from '#app/features/desk/titles/lock-title.server.ts'

export type SetEditionFileResult = { ok: true } | ChangedTitle | { ok: false; reason: 'not-found' }

type NewFile = Parameters<typeof storeFile>[1]

/**
 * Gives a PDF edition its file, or another one. Who bought it gets the new one from then on: a corrected file reaches its buyers. The old one
 * stays stored, for the history.
 */
export async function setEditionFile(
  address: { slug: string; sku: string },
  file: NewFile,
  { seen, now }: { seen: string; now: Date },
): Promise<SetEditionFileResult> {
  return await changeTitle(address.slug, { seen, now }, async (tx, title): Promise<SetEditionFileResult> => {
    const where = { titleId: title.titleId, sku: address.sku, format: 'pdf' } as const
    if ((await tx.edition.count({ where })) === 0) return { ok: false, reason: 'not-found' }
    const fileId = await storeFile(tx, file, { now })
    await tx.edition.updateMany({ where, data: { fileId } })
    await touchTitle(tx, title)
    return { ok: true }
  })
}
