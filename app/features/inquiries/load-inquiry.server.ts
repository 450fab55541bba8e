import type { Locale } from '#app/domain/locale.ts'
import { editionLabel } from '#app/features/inquiries/list-inquiry-editions.server.ts'
import { db } from '#app/platform/db.server.ts'
import { isUuid } from '#app/platform/id.server.ts'

/** One inquiry with the edition's name in the language of the desk; null when there is none of that id. */
export async function loadInquiry(id: string, { locale }: { locale: Locale }) {
  if (!isUuid(id)) return null
  const row = await db.inquiry.findUnique({
    where: { id },
    include: {
      staff: { select: { name: true } },
      edition: { include: { title: { include: { texts: { select: { locale: true, name: true } } } } } },
    },
  })
  if (!row) return null
  const { edition, staff, ...inquiry } = row
  return {
    ...inquiry,
    edition: edition ? editionLabel(edition, locale) : null,
    staffName: staff?.name ?? null,
  }
}
