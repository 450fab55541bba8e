import { MOST_WORDS } from '#app/features/lectures/lecture.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { CheckField, TextAreaField } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'

type WordsFieldsProps = {
  email: string | null
  /** Proposed in the language of the request; staff write what they will. */
  words: string
  isTold: boolean
  problem: (field: string) => string | undefined
}

/** What whoever asked is told by mail, or that she has no address. */
export function WordsFields({ email, words, isTold, problem }: WordsFieldsProps) {
  const { t } = useTexts()
  if (email === null) return <Notice>{t('lecture:mail.noEmail')}</Notice>
  return (
    <fieldset className="framed">
      <legend>{t('lecture:mail.legend')}</legend>
      <div className="fields">
        <CheckField name="tell" label={t('lecture:mail.tell', { email })} defaultChecked={isTold} />
        <TextAreaField
          name="words"
          label={t('lecture:mail.words')}
          hint={t('lecture:mail.wordsHint')}
          rows={8}
          maxLength={MOST_WORDS}
          error={problem('words')}
          defaultValue={words}
        />
      </div>
    </fieldset>
  )
}
