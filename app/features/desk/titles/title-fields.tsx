import { LOCALES, type Locale } from '#app/domain/locale.ts'
import { KIND_TEXTS } from '#app/features/catalogue/catalogue-texts.ts'
import { TITLE_KINDS } from '#app/features/catalogue/title.ts'
import type { DeskTitle } from '#app/features/desk/titles/desk-title.ts'
import { TitleNotices, useTitleProblem, type TitleAnswer } from '#app/features/desk/titles/title-answer.tsx'
import { TEXT_FIELDS, type TextField } from '#app/features/desk/titles/title-form.ts'
import { formatLanguage } from '#app/platform/i18n/format.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Badge } from '#app/ui/badge.tsx'
import { CheckField, Field, SelectField, TextAreaField } from '#app/ui/field.tsx'

export const TITLE_LABELS = {
  slug: 'deskCatalogue:field.slug',
  kind: 'deskCatalogue:field.kind',
  publishedOn: 'deskCatalogue:field.publishedOn',
  listed: 'deskCatalogue:field.listed',
  periodical: 'deskCatalogue:field.periodical',
  numberFrom: 'deskCatalogue:field.numberFrom',
  numberTo: 'deskCatalogue:field.numberTo',
  datedOn: 'deskCatalogue:field.datedOn',
} as const satisfies Record<string, TextKey>

const TEXT_LABELS: Record<TextField, TextKey> = {
  name: 'deskCatalogue:field.name',
  subtitle: 'deskCatalogue:field.subtitle',
  description: 'deskCatalogue:field.description',
  contents: 'deskCatalogue:field.contents',
}

/** What stands in the form of a title before anybody types. */
export function valuesOfTitle(title: DeskTitle): Record<string, string> {
  const texts = LOCALES.flatMap((locale) =>
    TEXT_FIELDS.map((field) => [`${locale}.${field}`, title.texts[locale]?.[field] ?? '']),
  )
  const { issue } = title
  return {
    slug: title.slug,
    kind: title.kind,
    publishedOn: title.publishedOn,
    ...(title.listed ? { listed: 'on' } : {}),
    ...(issue
      ? {
          periodical: issue.periodical,
          numberFrom: String(issue.numberFrom),
          numberTo: issue.numberTo === issue.numberFrom ? '' : String(issue.numberTo),
          datedOn: issue.datedOn,
        }
      : {}),
    ...Object.fromEntries(texts),
  }
}

type TitleFormProps = {
  values: Readonly<Record<string, string>>
  answer: TitleAnswer | null
  /** The version the form was made from; null for a new title. */
  seen: string | null
  periodicals: readonly { slug: string; name: string; lastNumber: number | null }[]
  leave: string
}

/** A title: what it is, its number, its words in four languages. Sent as multipart, in which Japanese takes a third of the room. */
export function TitleForm({ values, answer, seen, periodicals, leave }: TitleFormProps) {
  const { t, locale } = useTexts()
  const problem = useTitleProblem(answer)
  const textLabels = LOCALES.flatMap((of) =>
    TEXT_FIELDS.map((field) => [`${of}.${field}`, `${formatLanguage(of, locale)}, ${t(TEXT_LABELS[field])}`]),
  )
  const plain = Object.entries(TITLE_LABELS).map(([name, key]) => [name, t(key)])
  const labels = Object.fromEntries([...plain, ...textLabels]) as Record<string, string>
  return (
    <form method="post" encType="multipart/form-data" className="form" noValidate>
      <TitleNotices answer={answer} labels={labels} />
      {seen === null ? null : <input type="hidden" name="seen" value={seen} />}
      <div className="narrow fields">
        <SelectField
          name="kind"
          label={t(TITLE_LABELS.kind)}
          defaultValue={values.kind ?? 'book'}
          error={problem('kind')}
          options={TITLE_KINDS.map((value) => ({ value, label: t(KIND_TEXTS[value]) }))}
        />
        <Field
          name="slug"
          label={t(TITLE_LABELS.slug)}
          hint={t('deskCatalogue:hint.slug')}
          required
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          error={problem('slug')}
          defaultValue={values.slug}
        />
        <Field
          name="publishedOn"
          type="date"
          label={t(TITLE_LABELS.publishedOn)}
          hint={t('deskCatalogue:hint.publishedOn')}
          required
          className="short"
          error={problem('publishedOn')}
          defaultValue={values.publishedOn}
        />
        <CheckField
          name="listed"
          label={t('deskCatalogue:listed.label')}
          hint={t('deskCatalogue:hint.listed')}
          defaultChecked={values.listed === 'on'}
        />
      </div>
      <IssueFields values={values} problem={problem} periodicals={periodicals} />
      <section className="stack" aria-labelledby="texts">
        <h2 id="texts">{t('deskCatalogue:title.texts')}</h2>
        <p className="hint">{t('deskCatalogue:hint.texts')}</p>
        {LOCALES.map((of) => (
          <TextFields key={of} of={of} values={values} problem={problem} />
        ))}
      </section>
      <p className="row">
        <button type="submit" className="button">
          {t('desk:save')}
        </button>
        <a className="target" href={leave}>
          {t('deskOrders:leave')}
        </a>
      </p>
    </form>
  )
}

type FieldsProps = {
  values: Readonly<Record<string, string>>
  problem: (field: string) => string | undefined
}

function IssueFields({ values, problem, periodicals }: FieldsProps & Pick<TitleFormProps, 'periodicals'>) {
  const { t } = useTexts()
  const names = periodicals.map(({ slug, name, lastNumber }) => ({
    value: slug,
    label:
      lastNumber === null ? name : t('deskCatalogue:periodical.upTo', { name, number: String(lastNumber) }),
  }))
  return (
    <fieldset className="framed fields">
      <legend>{t('deskCatalogue:title.issue')}</legend>
      <p className="hint">{t('deskCatalogue:hint.issue')}</p>
      <SelectField
        name="periodical"
        label={t(TITLE_LABELS.periodical)}
        defaultValue={values.periodical ?? ''}
        error={problem('periodical')}
        options={[{ value: '', label: t('deskCatalogue:periodical.none') }, ...names]}
      />
      <div className="pair">
        <Field
          name="numberFrom"
          label={t(TITLE_LABELS.numberFrom)}
          inputMode="numeric"
          autoComplete="off"
          error={problem('numberFrom')}
          defaultValue={values.numberFrom}
        />
        <Field
          name="numberTo"
          label={t(TITLE_LABELS.numberTo)}
          inputMode="numeric"
          autoComplete="off"
          error={problem('numberTo')}
          defaultValue={values.numberTo}
        />
      </div>
      <Field
        name="datedOn"
        type="date"
        label={t(TITLE_LABELS.datedOn)}
        hint={t('deskCatalogue:hint.datedOn')}
        className="short"
        error={problem('datedOn')}
        defaultValue={values.datedOn}
      />
    </fieldset>
  )
}

function TextFields({ of, values, problem }: FieldsProps & { of: Locale }) {
  const { t, locale } = useTexts()
  const isEmpty = TEXT_FIELDS.every((field) => (values[`${of}.${field}`] ?? '') === '')
  const hasProblem = TEXT_FIELDS.some((field) => problem(`${of}.${field}`) !== undefined)
  const propsOf = (field: TextField) => ({
    name: `${of}.${field}`,
    label: t(TEXT_LABELS[field]),
    error: problem(`${of}.${field}`),
    defaultValue: values[`${of}.${field}`],
    lang: of,
  })
  return (
    <details className="panel" open={!isEmpty || hasProblem || of === 'ja'}>
      <summary>
        {formatLanguage(of, locale)}{' '}
        {isEmpty ? <Badge tone="warn">{t('deskCatalogue:title.missing')}</Badge> : null}
      </summary>
      <div className="fields" role="group" aria-label={formatLanguage(of, locale)}>
        <Field {...propsOf('name')} autoComplete="off" />
        <Field {...propsOf('subtitle')} autoComplete="off" />
        <TextAreaField {...propsOf('description')} rows={6} />
        <TextAreaField {...propsOf('contents')} hint={t('deskCatalogue:hint.contents')} rows={6} />
      </div>
    </details>
  )
}
