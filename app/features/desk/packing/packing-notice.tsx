import { Outdated } from '#app/features/desk/packing/outdated.tsx'
import type { PackingFacts } from '#app/features/desk/packing/packing-facts.server.ts'
import { formatInstant } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'

/** At an order: what of it lies packed, and the way on from there. Nothing when nothing does. */
export function PackingNotice({ packing }: { packing: Pick<PackingFacts, 'packed' | 'outdated'> | null }) {
  const { t, locale } = useTexts()
  if (packing?.outdated) {
    return (
      <p>
        <Outdated packing={packing} />{' '}
        <a className="target" href="/desk/packing">
          {t('deskWork:batch.packAgain')}
        </a>
      </p>
    )
  }
  if (!packing?.packed) return null
  const { by, at, batchId } = packing.packed
  return (
    <p>
      {t('deskWork:packing.packedBy', {
        name: by ?? t('deskWork:work.nobody'),
        at: formatInstant(at, locale),
      })}{' '}
      {batchId ? (
        <a className="target" href={`/desk/packing/${batchId}`}>
          {t('deskWork:work.toBatch')}
        </a>
      ) : null}
    </p>
  )
}
