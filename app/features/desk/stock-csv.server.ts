import type { Locale } from '#app/domain/locale.ts'
import { EDITION_STATE_WORDS, STOCK_FIGURES } from '#app/features/desk/stock-words.ts'
import { listStock } from '#app/features/stock/list-stock.server.ts'
import { csvOf } from '#app/platform/csv.server.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'

/** The list of stock as a file for a spreadsheet, searched as on its page, with headings in the language of who asks. */
export async function stockCsv(q: string, { locale }: { locale: Locale }): Promise<string> {
  const t = textsFor(locale)
  const editions = await listStock({ q, locale })
  const rows = editions.map((edition) => ({ ...edition, state: t(EDITION_STATE_WORDS[edition.state]) }))
  const figures = Object.entries(STOCK_FIGURES).map(([figure, text]) => [figure, t(text)])
  return csvOf(rows, {
    edition: t('deskAdmin:stock.edition'),
    name: t('deskAdmin:stock.name'),
    language: t('deskAdmin:stock.language'),
    state: t('deskAdmin:stock.state'),
    ...Object.fromEntries(figures),
    preorderLimit: t('deskAdmin:stock.preorderLimit'),
    printed: t('deskAdmin:stock.printed'),
  })
}
