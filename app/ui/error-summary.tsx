import { useTexts } from '#app/platform/i18n/use-texts.ts'

/** Stands above a form that was sent with mistakes, and links to each of them. Renders nothing when there are none. */
export function ErrorSummary({ errors }: { errors: readonly { field: string; message: string }[] }) {
  const { t } = useTexts()
  if (errors.length === 0) return null
  return (
    <section className="notice error-notice" role="alert" aria-labelledby="error-summary">
      <h2 id="error-summary">{t('common:form.problems', { count: errors.length })}</h2>
      <ul>
        {errors.map((error) => (
          <li key={error.field}>
            <a href={`#${error.field}`}>{error.message}</a>
          </li>
        ))}
      </ul>
    </section>
  )
}
