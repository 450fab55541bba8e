import { dayToDb, tokyoDayOf } from '#app/domain/day.ts'
import { now } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'

export type SupplementFile = {
  name: string
  mediaType: string
  sha256: string
  content: Uint8Array<ArrayBuffer>
}

/** The file of a supplement or erratum, free to everyone; null when readers may not see such a one, or not yet. */
export async function loadSupplement(slug: string): Promise<SupplementFile | null> {
  const supplement = await db.supplement.findFirst({
    where: {
      slug,
      publishedOn: { lte: dayToDb(tokyoDayOf(now())) },
      edition: { title: { listed: true } },
    },
    select: { file: { select: { name: true, mediaType: true, sha256: true, content: true } } },
  })
  return supplement?.file ?? null
}
