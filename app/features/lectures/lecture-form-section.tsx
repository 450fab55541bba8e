import { AskingFields, useAskingLabels } from '#app/features/lectures/asking-fields.tsx'
import type { AskingProblems, TypedAsking } from '#app/features/lectures/asking-form.ts'
import { UnsentNotice, type SendingRefusal } from '#app/features/inquiries/unsent-notice.tsx'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { ErrorSummary } from '#app/ui/error-summary.tsx'
import { Honeypot } from '#app/ui/honeypot.tsx'
import { Notice } from '#app/ui/notice.tsx'

/** A form that was not taken: what was typed, and what is wrong with it or with the sending. */
export type RefusedLecture = {
  typed: TypedAsking
  problems: AskingProblems
  refusal: SendingRefusal | null
}

type LectureFormSectionProps = {
  /** Sealed moment of opening, sent back with the form. */
  stamp: string
  isSent: boolean
  refused: RefusedLecture | null
}

/** The form by which people ask for a lecturer. */
export function LectureFormSection({ stamp, isSent, refused }: LectureFormSectionProps) {
  const { t } = useTexts()
  const labels = useAskingLabels()
  const problems = refused?.problems ?? []
  const { refusal } = refused ?? {}
  function problem(field: string): string | undefined {
    const found = problems.find(([name]) => name === field)?.[1]
    return found && t(found.key, found.values)
  }
  return (
    <section className="stack" aria-labelledby="ask">
      <h2 id="ask">{t('lecture:form.title')}</h2>
      {isSent && !refused ? (
        <Notice tone="success" title={t('lecture:form.sentTitle')}>
          {t('lecture:form.sent')}
        </Notice>
      ) : null}
      <UnsentNotice refusal={refusal} />
      <ErrorSummary
        errors={problems.map(([field, { key, values }]) => ({
          field,
          message: `${labels[field]}: ${t(key, values)}`,
        }))}
      />
      <form method="post" className="form" noValidate>
        <input type="hidden" name="stamp" value={stamp} />
        <AskingFields typed={refused?.typed ?? {}} problem={problem} />
        <Honeypot />
        <p>
          <button type="submit" className="button">
            {t('inquiry:form.send')}
          </button>
        </p>
      </form>
      <p className="small soft">{t('lecture:form.keeping')}</p>
    </section>
  )
}
