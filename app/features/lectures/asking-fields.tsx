import {
  ASKING_FIELDS,
  LECTURE_ADDRESS_FIELDS,
  type AskingField,
} from '#app/features/lectures/asking-form.ts'
import { MOST_LINE, MOST_WISHES, MOST_WORDS } from '#app/features/lectures/lecture.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { CheckField, Field, TextAreaField } from '#app/ui/field.tsx'

const WORDS: Record<AskingField, TextKey> = {
  organisation: 'lecture:field.organisation',
  name: 'lecture:field.name',
  email: 'inquiry:form.email',
  phone: 'checkout:contact.phone',
  postalCode: 'checkout:address.postalCode',
  prefecture: 'checkout:address.prefecture',
  city: 'checkout:address.city',
  street: 'checkout:address.street',
  building: 'checkout:address.building',
  topic: 'lecture:field.topic',
  wishes: 'lecture:field.wishes',
  place: 'lecture:field.place',
  isOnline: 'lecture:field.online',
  audience: 'lecture:field.audience',
  message: 'lecture:field.message',
}

/** What each field is called, by its name. */
export function useAskingLabels(): Record<AskingField, string> {
  const { t } = useTexts()
  return Object.fromEntries(ASKING_FIELDS.map((field) => [field, t(WORDS[field])])) as Record<
    AskingField,
    string
  >
}

type AskingFieldsProps = {
  typed: Readonly<Record<string, string>>
  /** What is wrong with a field, in the language of whoever fills it in. */
  problem: (field: string) => string | undefined
  /** Staff write for somebody else: browsers offer nothing of theirs, and there may be no e-mail address. */
  isDesk?: boolean
}

/** What is asked of whoever wishes for a lecturer: who she is, where the bill goes, what it is about. */
export function AskingFields({ typed, problem, isDesk = false }: AskingFieldsProps) {
  const { t } = useTexts()
  const labels = useAskingLabels()
  const fill = (completion: string): string => (isDesk ? 'off' : completion)
  const common = (name: AskingField) => ({
    name,
    label: labels[name],
    error: problem(name),
    defaultValue: typed[name],
  })
  const completions: Record<(typeof LECTURE_ADDRESS_FIELDS)[number], string> = {
    postalCode: 'postal-code',
    prefecture: 'address-level1',
    city: 'address-level2',
    street: 'address-line1',
    building: 'address-line2',
  }
  return (
    <>
      <fieldset className="framed">
        <legend>{t('lecture:form.who')}</legend>
        <div className="fields">
          <Field
            {...common('organisation')}
            hint={t('lecture:form.organisationHint')}
            maxLength={MOST_LINE}
            autoComplete={fill('organization')}
          />
          <Field {...common('name')} required maxLength={MOST_LINE} autoComplete={fill('name')} />
          <Field
            {...common('email')}
            type="email"
            hint={isDesk ? t('lecture:desk.emailHint') : t('inquiry:form.emailHint')}
            required={!isDesk}
            autoComplete={fill('email')}
          />
          <Field {...common('phone')} type="tel" maxLength={24} autoComplete={fill('tel')} />
        </div>
      </fieldset>
      <fieldset className="framed">
        <legend>{t('lecture:form.about')}</legend>
        <div className="fields">
          <Field
            {...common('topic')}
            hint={t('lecture:form.topicHint')}
            required
            maxLength={MOST_LINE}
            autoComplete="off"
          />
          <TextAreaField
            {...common('wishes')}
            hint={t('lecture:form.wishesHint')}
            rows={3}
            required
            maxLength={MOST_WISHES}
          />
          <Field {...common('place')} maxLength={MOST_LINE} autoComplete="off" />
          <CheckField
            name="isOnline"
            label={labels.isOnline}
            error={problem('isOnline')}
            defaultChecked={Boolean(typed.isOnline)}
          />
          <Field {...common('audience')} inputMode="numeric" className="short" autoComplete="off" />
          <TextAreaField {...common('message')} rows={6} maxLength={MOST_WORDS} />
        </div>
      </fieldset>
      <fieldset className="framed">
        <legend>{t('lecture:form.address')}</legend>
        <div className="fields">
          <p className="hint">{t('lecture:form.addressHint')}</p>
          {LECTURE_ADDRESS_FIELDS.map((field) => (
            <Field
              key={field}
              {...common(field)}
              className={field === 'postalCode' ? 'short' : undefined}
              maxLength={160}
              autoComplete={fill(completions[field])}
            />
          ))}
        </div>
      </fieldset>
    </>
  )
}
