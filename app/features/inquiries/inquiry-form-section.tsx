import { INQUIRY_TOPICS, MOST_MESSAGE, MOST_NAME, TOPIC_TEXTS } from '#app/features/inquiries/inquiry.ts'
import type {
  InquiryErrors,
  InquiryField,
  InquiryProblem,
  TypedInquiry,
} from '#app/features/inquiries/inquiry-form.ts'
import { UnsentNotice, type SendingRefusal } from '#app/features/inquiries/unsent-notice.tsx'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { ErrorSummary } from '#app/ui/error-summary.tsx'
import { Field, SelectField, TextAreaField } from '#app/ui/field.tsx'
import { Honeypot } from '#app/ui/honeypot.tsx'
import { Notice } from '#app/ui/notice.tsx'

export type RefusedInquiry = {
  typed: TypedInquiry
  errors: InquiryErrors
  refusal: SendingRefusal | null
}

type InquiryFormSectionProps = {
  /** Sealed moment of opening, sent back with the form. */
  stamp: string
  editions: readonly { sku: string; label: string }[]
  isSent: boolean
  refused: RefusedInquiry | null
}

/** The form by which readers write to the office. */
export function InquiryFormSection({ stamp, editions, isSent, refused }: InquiryFormSectionProps) {
  const { t } = useTexts()
  const errors = useProblemTexts(refused?.errors ?? {})
  const { typed, refusal } = refused ?? {}
  return (
    <section className="stack" aria-labelledby="write">
      <h2 id="write">{t('inquiry:form.title')}</h2>
      {isSent && !refused ? (
        <Notice tone="success" title={t('inquiry:form.sentTitle')}>
          {t('inquiry:form.sent')}
        </Notice>
      ) : null}
      <UnsentNotice refusal={refusal} />
      <ErrorSummary
        errors={(['name', 'email', 'topic', 'edition', 'message'] as const).flatMap((field) => {
          const message = errors[field]
          return message ? [{ field, message }] : []
        })}
      />
      <form method="post" className="form" noValidate>
        <input type="hidden" name="stamp" value={stamp} />
        <Field
          name="name"
          label={t('inquiry:form.name')}
          autoComplete="name"
          required
          maxLength={MOST_NAME}
          error={errors.name}
          defaultValue={typed?.name}
        />
        <Field
          name="email"
          label={t('inquiry:form.email')}
          hint={t('inquiry:form.emailHint')}
          type="email"
          autoComplete="email"
          required
          error={errors.email}
          defaultValue={typed?.email}
        />
        <SelectField
          name="topic"
          label={t('inquiry:form.topic')}
          required
          error={errors.topic}
          defaultValue={typed?.topic ?? ''}
          options={[
            { value: '', label: '—' },
            ...INQUIRY_TOPICS.map((topic) => ({ value: topic, label: t(TOPIC_TEXTS[topic]) })),
          ]}
        />
        <SelectField
          name="edition"
          label={t('inquiry:form.edition')}
          error={errors.edition}
          defaultValue={typed?.edition ?? ''}
          options={[
            { value: '', label: t('inquiry:form.noEdition') },
            ...editions.map(({ sku, label }) => ({ value: sku, label })),
          ]}
        />
        <TextAreaField
          name="message"
          label={t('inquiry:form.message')}
          rows={8}
          required
          maxLength={MOST_MESSAGE}
          error={errors.message}
          defaultValue={typed?.message}
        />
        <Honeypot />
        <p>
          <button type="submit" className="button">
            {t('inquiry:form.send')}
          </button>
        </p>
      </form>
    </section>
  )
}

/** The problems in the reader's language. */
function useProblemTexts(errors: InquiryErrors): Partial<Record<InquiryField, string>> {
  const { t } = useTexts()
  const texts = (field: InquiryField): Record<InquiryProblem, string> => ({
    required: t('errors:required'),
    tooLong: t('errors:tooLong', { max: field === 'name' ? MOST_NAME : MOST_MESSAGE }),
    email: t('errors:email'),
    choice: t('errors:choice'),
  })
  return Object.fromEntries(
    Object.entries(errors).map(([field, problem]) => [field, texts(field as InquiryField)[problem]]),
  )
}
