import type { PackingOutcome } from '#app/features/desk/packing/batch.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'

/** What to know before printing: where other paper begins, what is missing. */
export function PapersResult({ outcome }: { outcome: PackingOutcome }) {
  const { t } = useTexts()
  const { firstLabelPage, missing, leftOut } = outcome
  return (
    <>
      <p>{t('deskWork:papers.labelsFrom', { page: firstLabelPage })}</p>
      {missing.length > 0 ? <p>{t('deskWork:papers.missing', { signs: missing.join(' ') })}</p> : null}
      {leftOut.length > 0 ? <p>{t('deskWork:papers.leftOut', { codes: leftOut.join(', ') })}</p> : null}
    </>
  )
}
