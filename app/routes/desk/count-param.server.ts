import type { Locale } from '#app/domain/locale.ts'
import { loadCount } from '#app/features/desk/counts/load-count.server.ts'

/** The stock-taking that an address names. @throws Response 404 when there is none */
export async function countOf(
  params: Readonly<Record<string, string | undefined>>,
  { locale }: { locale: Locale },
) {
  const count = await loadCount(params.code ?? '', { locale })
  if (!count) throw new Response(null, { status: 404 })
  return count
}
