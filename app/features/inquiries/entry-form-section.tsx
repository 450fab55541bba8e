import { ChannelFields } from '#app/features/inquiries/channel-fields.tsx'
import { LOCALES } from '#app/domain/locale.ts'
import {
  ENTRY_FIELDS,
  type EntryErrors,
  type EntryField,
  type EntryProblem,
  type TypedEntry,
} from '#app/features/inquiries/entry-form.ts'
import { INQUIRY_TOPICS, MOST_MESSAGE, MOST_NAME, TOPIC_TEXTS } from '#app/features/inquiries/inquiry.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { ErrorSummary } from '#app/ui/error-summary.tsx'
import { CheckField, Field, SelectField, TextAreaField } from '#app/ui/field.tsx'
import { LANGUAGE_NAMES } from '#app/ui/language-switcher.tsx'

type EntryFormSectionProps = {
  /** Makes sending twice keep one. */
  formKey: string
  editions: readonly { sku: string; label: string }[]
  typed: Partial<TypedEntry>
  errors: EntryErrors
}

/** The desk's form for what came by telephone, post, mail or in person. */
export function EntryFormSection({ formKey, editions, typed, errors }: EntryFormSectionProps) {
  const { t } = useTexts()
  const problems = useProblemTexts(errors)
  return (
    <>
      <ErrorSummary
        errors={ENTRY_FIELDS.flatMap((field) => {
          const message = problems[field]
          return message ? [{ field, message }] : []
        })}
      />
      <form method="post" className="form" noValidate>
        <input type="hidden" name="key" value={formKey} />
        <ChannelFields typed={typed} problems={problems} />
        <SelectField
          name="topic"
          label={t('inquiry:desk.about')}
          required
          error={problems.topic}
          defaultValue={typed.topic ?? ''}
          options={[
            { value: '', label: '—' },
            ...INQUIRY_TOPICS.map((value) => ({ value, label: t(TOPIC_TEXTS[value]) })),
          ]}
        />
        <SelectField
          name="edition"
          label={t('inquiry:desk.edition')}
          error={problems.edition}
          defaultValue={typed.edition ?? ''}
          options={[
            { value: '', label: t('inquiry:form.noEdition') },
            ...editions.map(({ sku, label }) => ({ value: sku, label })),
          ]}
        />
        <Field
          name="name"
          label={t('inquiry:desk.who')}
          hint={t('inquiry:entry.nameHint')}
          maxLength={MOST_NAME}
          autoComplete="off"
          error={problems.name}
          defaultValue={typed.name}
        />
        <Field
          name="email"
          type="email"
          label={t('inquiry:form.email')}
          hint={t('inquiry:entry.emailHint')}
          autoComplete="off"
          error={problems.email}
          defaultValue={typed.email}
        />
        <SelectField
          name="locale"
          label={t('inquiry:desk.language')}
          error={problems.locale}
          defaultValue={typed.locale}
          options={LOCALES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        />
        <TextAreaField
          name="message"
          label={t('inquiry:desk.message')}
          hint={t('inquiry:entry.messageHint')}
          rows={6}
          maxLength={MOST_MESSAGE}
          error={problems.message}
          defaultValue={typed.message}
        />
        <CheckField
          name="settled"
          label={t('inquiry:entry.settled')}
          hint={t('inquiry:entry.settledHint')}
          defaultChecked={typed.settled}
        />
        <p>
          <button type="submit" className="button">
            {t('inquiry:entry.save')}
          </button>
        </p>
      </form>
    </>
  )
}

function useProblemTexts(errors: EntryErrors): Partial<Record<EntryField, string>> {
  const { t } = useTexts()
  const texts = (field: EntryField): Record<EntryProblem, string> => ({
    choice: t('errors:choice'),
    day: t('inquiry:entry.dayWrong'),
    future: t('inquiry:entry.dayFuture'),
    tooLong: t('errors:tooLong', { max: field === 'name' ? MOST_NAME : MOST_MESSAGE }),
    email: t('errors:email'),
  })
  return Object.fromEntries(
    Object.entries(errors).map(([field, problem]) => [field, texts(field as EntryField)[problem]]),
  )
}
