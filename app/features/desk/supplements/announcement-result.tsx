import type { AnnouncementOutcome } from '#app/features/desk/supplements/announcement.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'

/** To how many an announcement went. */
export function AnnouncementFigures({ outcome }: { outcome: AnnouncementOutcome }) {
  const { t } = useTexts()
  const { mails, suppressed, letters } = outcome
  return (
    <ul>
      <li>{t('deskSupplements:announce.mails', { count: mails })}</li>
      {suppressed > 0 ? <li>{t('deskSupplements:announce.suppressed', { count: suppressed })}</li> : null}
      {letters > 0 ? <li>{t('deskSupplements:announce.letters', { count: letters })}</li> : null}
    </ul>
  )
}

/** The same, with what to know before the letters are printed. */
export function AnnouncementResult({ outcome }: { outcome: AnnouncementOutcome }) {
  const { t } = useTexts()
  const { letters, firstLabelPage, missing } = outcome
  return (
    <>
      <AnnouncementFigures outcome={outcome} />
      {letters > 0 ? <p>{t('deskSupplements:announce.enclose', { count: letters })}</p> : null}
      {firstLabelPage === null ? null : <p>{t('deskWork:papers.labelsFrom', { page: firstLabelPage })}</p>}
      {missing.length > 0 ? <p>{t('deskWork:papers.missing', { signs: missing.join(' ') })}</p> : null}
    </>
  )
}
