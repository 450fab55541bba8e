import type { ReactNode } from 'react'
import { LOCALES } from '#app/domain/locale.ts'
import { languageName } from '#app/features/catalogue/catalogue-texts.ts'
import type { EditionChoice } from '#app/features/desk/find-editions.server.ts'
import type { FormAnswer } from '#app/features/desk/form-answer.ts'
import {
  MOST_NAME,
  MOST_NOTE,
  SUPPLEMENT_KIND_TEXTS,
  SUPPLEMENT_KINDS,
  SUPPLEMENT_LANGUAGES,
} from '#app/features/desk/supplements/supplement.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Field, SelectField, TextAreaField } from '#app/ui/field.tsx'
import { LANGUAGE_NAMES } from '#app/ui/language-switcher.tsx'
import { RadioGroup } from '#app/ui/radio-group.tsx'

type SupplementFieldsProps = {
  /** Everything typed, by the names of the fields. */
  typed: Record<string, string>
  problems: FormAnswer['problems']
  /** What she may have meant who typed no code. */
  choices: readonly EditionChoice[]
  /** Readers see it: it stays with its edition. */
  isSeen?: boolean
  /** Between what it is and what it says. */
  children?: ReactNode
}

/** What a supplement is, and what it is called and noted in four languages, of which one is enough. */
export function SupplementFields(props: SupplementFieldsProps) {
  const { typed, problems, choices, isSeen = false, children } = props
  const { t, locale } = useTexts()
  const errorOf = (field: string): string | undefined => {
    const problem = problems[field]
    return problem && t(problem.key, problem.values)
  }
  return (
    <>
      <Field
        name="sku"
        label={t('deskSupplements:field.edition')}
        hint={isSeen ? t('deskSupplements:field.editionStays') : t('deskSupplements:field.editionHint')}
        required
        readOnly={isSeen}
        autoComplete="off"
        className="short"
        error={errorOf('sku')}
        defaultValue={typed.sku}
      />
      {choices.length > 0 ? (
        <ul>
          {choices.map(({ sku, label }) => (
            <li key={sku}>{label}</li>
          ))}
        </ul>
      ) : null}
      <RadioGroup
        name="kind"
        legend={t('deskSupplements:field.kind')}
        error={errorOf('kind')}
        defaultValue={typed.kind}
        options={SUPPLEMENT_KINDS.map((value) => ({ value, label: t(SUPPLEMENT_KIND_TEXTS[value]) }))}
      />
      <SelectField
        name="language"
        label={t('deskSupplements:field.language')}
        required
        className="short"
        error={errorOf('language')}
        defaultValue={typed.language ?? ''}
        options={[
          { value: '', label: '—' },
          ...SUPPLEMENT_LANGUAGES.map((value) => ({ value, label: languageName(value, locale) })),
        ]}
      />
      {children}
      <p>{t('deskSupplements:field.textsHint')}</p>
      {LOCALES.map((one) => (
        <fieldset key={one} className="framed">
          <legend>{LANGUAGE_NAMES[one]}</legend>
          <div className="fields">
            <Field
              name={`name.${one}`}
              label={t('deskSupplements:field.name')}
              lang={one}
              maxLength={MOST_NAME}
              error={errorOf(`name.${one}`)}
              defaultValue={typed[`name.${one}`]}
            />
            <TextAreaField
              name={`note.${one}`}
              label={t('deskSupplements:field.note')}
              lang={one}
              rows={3}
              maxLength={MOST_NOTE}
              error={errorOf(`note.${one}`)}
              defaultValue={typed[`note.${one}`]}
            />
          </div>
        </fieldset>
      ))}
    </>
  )
}

/** What is wrong, each with the name of its field, for the summary above the form. */
export function useProblemList(problems: FormAnswer['problems']): { field: string; message: string }[] {
  const { t } = useTexts()
  return Object.entries(problems).map(([field, { key, values }]) => {
    const language = LOCALES.find((locale) => field.endsWith(`.${locale}`))
    const message = t(key, values)
    return { field, message: language ? `${LANGUAGE_NAMES[language]}: ${message}` : message }
  })
}
