import { useTexts } from '#app/platform/i18n/use-texts.ts'

/** The first link of every page: past banner and menu, to what the page is about. Seen when it has the focus. */
export function SkipLink() {
  const { t } = useTexts()
  return (
    <a className="skip" href="#content">
      {t('common:skipLink')}
    </a>
  )
}
