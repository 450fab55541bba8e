import { useTexts } from '#app/platform/i18n/use-texts.ts'

/** A field that people neither see nor hear of: what fills it in is a program (`isFilledByProgram`). */
export function Honeypot() {
  const { t } = useTexts()
  return (
    <div className="visually-hidden" aria-hidden="true">
      <label htmlFor="website">{t('common:form.leaveEmpty')}</label>
      <input id="website" name="website" tabIndex={-1} autoComplete="off" />
    </div>
  )
}
