import type { PackingFacts } from '#app/features/desk/packing/packing-facts.server.ts'
import { formatInstant } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Badge } from '#app/ui/badge.tsx'

/** Something of an order lies packed already, and is wrong by now. */
export function Outdated({ packing: { outdated } }: { packing: Pick<PackingFacts, 'outdated'> }) {
  const { t, locale } = useTexts()
  if (!outdated) return null
  const packed = {
    name: outdated.by ?? t('deskWork:work.nobody'),
    at: formatInstant(outdated.at, locale),
  }
  return (
    <span className="block small">
      <Badge tone="warn">{t(outdated.isMoved ? 'deskWork:batch.isMoved' : 'deskWork:batch.isChanged')}</Badge>{' '}
      {t(outdated.isMoved ? 'deskWork:packing.wasMoved' : 'deskWork:packing.wasChanged', packed)}
    </span>
  )
}
