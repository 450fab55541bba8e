import type { StockWord } from '#app/domain/stock-words.ts'
import { STOCK_TEXTS } from '#app/features/catalogue/catalogue-texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Badge, type BadgeTone } from '#app/ui/badge.tsx'

const TONES: Record<StockWord, BadgeTone> = {
  in_stock: 'good',
  download: 'good',
  last_copies: 'warn',
  preorder: 'accent',
  announced: 'plain',
  sold_out: 'bad',
  out_of_print: 'plain',
  withdrawn: 'bad',
}

/** Stock in words. */
export function StockBadge({ word }: { word: StockWord }) {
  const { t } = useTexts()
  return <Badge tone={TONES[word]}>{t(STOCK_TEXTS[word])}</Badge>
}
