import { storeFile } from '#app/features/catalogue/store-file.server.ts'
import type { SupplementInput } from '#app/features/desk/supplements/supplement-form.ts'
import type { SupplementKind } from '#app/features/desk/supplements/supplement.ts'
import { db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

type NewFile = Parameters<typeof storeFile>[1]

export type CreateSupplementResult = { ok: true; id: string } | { ok: false; reason: 'unknown-edition' }

/** Attaches a supplement or erratum to an edition, prepared and unseen. Its address comes from the title's and stays as it is. */
export async function createSupplement(
  input: SupplementInput,
  file: NewFile,
  { now }: { now: Date },
): Promise<CreateSupplementResult> {
  const edition = await db.edition.findUnique({
    where: { sku: input.sku },
    select: { id: true, title: { select: { slug: true } } },
  })
  if (!edition) return { ok: false, reason: 'unknown-edition' }
  const id = newId()
  await inTransaction(async (tx) => {
    const fileId = await storeFile(tx, file, { now })
    await insertUnderFreeSlug(tx, slugOf(edition.title.slug, input.kind), {
      id,
      editionId: edition.id,
      kind: input.kind,
      language: input.language,
      fileId,
    })
    await tx.supplementText.createMany({
      data: input.texts.map((text) => ({ ...text, supplementId: id })),
    })
  })
  return { ok: true, id }
}

function slugOf(titleSlug: string, kind: SupplementKind): string {
  return `${titleSlug}-${kind === 'erratum' ? 'errata' : 'supplement'}`
}

type NewRow = { id: string; editionId: string; kind: SupplementKind; language: string; fileId: string }

/** The second one of a title gets a 2, and so on; somebody else may take a number at the same moment. */
async function insertUnderFreeSlug(tx: Tx, base: string, row: NewRow): Promise<void> {
  for (let number = 1; ; number += 1) {
    const slug = number === 1 ? base : `${base}-${number}`
    const { count } = await tx.supplement.createMany({ data: [{ ...row, slug }], skipDuplicates: true })
    if (count === 1) return
  }
}
