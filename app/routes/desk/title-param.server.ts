import type { DeskEdition, DeskTitle } from '#app/features/desk/titles/desk-title.ts'
import { loadDeskTitle } from '#app/features/desk/titles/load-desk-title.server.ts'
import type { SignedIn } from '#app/features/staff/session.server.ts'

type Params = Readonly<Record<string, string | undefined>>
type Who = { staff: SignedIn; now: Date }

/** The title that a page of the desk is about. @throws Response 404 */
export async function titleOf(params: Params, { staff, now }: Who): Promise<DeskTitle> {
  const title = await loadDeskTitle(params.slug ?? '', { locale: staff.locale, now })
  if (!title) throw new Response(null, { status: 404 })
  return title
}

/** The title and the edition that a page of the desk is about. @throws Response 404 */
export async function editionOf(
  params: Params,
  who: Who,
): Promise<{ title: DeskTitle; edition: DeskEdition }> {
  const title = await titleOf(params, who)
  const edition = title.editions.find(({ sku }) => sku === params.sku)
  if (!edition) throw new Response(null, { status: 404 })
  return { title, edition }
}
