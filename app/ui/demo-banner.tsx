import { useTexts } from '#app/platform/i18n/use-texts.ts'

/** Says on every page of a demo that no money moves, and where its mails are. */
export function DemoBanner() {
  const { t } = useTexts()
  return (
    <aside className="demo-banner" aria-label={t('common:demo.label')}>
      <p className="wrap">
        <span>{t('common:demo.banner')}</span>
        <a href="/sandbox/mailbox">{t('common:demo.mailbox')}</a>
      </p>
    </aside>
  )
}
