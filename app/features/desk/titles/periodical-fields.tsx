import { TitleNotices, useTitleProblem, type TitleAnswer } from '#app/features/desk/titles/title-answer.tsx'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Field } from '#app/ui/field.tsx'

type PeriodicalFormProps = {
  title: string
  values: Readonly<Record<string, string>>
  answer: TitleAnswer | null
  /** What the form was made from; left out for a new one. */
  seen?: string
}

/** A periodical: its name, its address, its ISSN. */
export function PeriodicalForm({ title, values, answer, seen }: PeriodicalFormProps) {
  const { t } = useTexts()
  const problem = useTitleProblem(answer)
  const labels = {
    name: t('deskCatalogue:field.name'),
    slug: t('deskCatalogue:field.slug'),
    issn: t('deskCatalogue:field.issn'),
  }
  const propsOf = (name: keyof typeof labels) => ({
    name,
    label: labels[name],
    error: problem(name),
    defaultValue: values[name],
    autoComplete: 'off',
  })
  return (
    <form method="post" className="form narrow" noValidate>
      <h2>{title}</h2>
      <TitleNotices answer={answer} labels={labels} />
      {seen === undefined ? null : <input type="hidden" name="seen" value={seen} />}
      <Field {...propsOf('name')} required />
      <Field
        {...propsOf('slug')}
        hint={t('deskCatalogue:hint.periodicalSlug')}
        required
        readOnly={seen !== undefined}
        autoCapitalize="none"
      />
      <Field {...propsOf('issn')} hint={t('deskCatalogue:hint.issn')} className="short" />
      <p>
        <button type="submit" className="button">
          {t('desk:save')}
        </button>
      </p>
    </form>
  )
}
