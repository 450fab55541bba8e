import { LOCALES } from '#app/domain/locale.ts'
import { MOST_NOTE } from '#app/features/desk/lectures/entry-form.ts'
import { AskingFields } from '#app/features/lectures/asking-fields.tsx'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { SelectField, TextAreaField } from '#app/ui/field.tsx'
import { LANGUAGE_NAMES } from '#app/ui/language-switcher.tsx'

type EntryFieldsProps = {
  typed: Readonly<Record<string, string>>
  problem: (field: string) => string | undefined
}

/** What is asked, as staff write it down, with the language to answer in and a note of theirs. */
export function EntryFields({ typed, problem }: EntryFieldsProps) {
  const { t } = useTexts()
  return (
    <>
      <AskingFields typed={typed} problem={problem} isDesk />
      <SelectField
        name="locale"
        label={t('inquiry:desk.language')}
        error={problem('locale')}
        defaultValue={typed.locale}
        options={LOCALES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
      />
      <TextAreaField
        name="note"
        label={t('lecture:field.note')}
        hint={t('lecture:desk.noteHint')}
        rows={3}
        maxLength={MOST_NOTE}
        error={problem('note')}
        defaultValue={typed.note}
      />
    </>
  )
}

/** What the fields are called that stand beside what is asked. */
export function useEntryLabels(): Record<string, string> {
  const { t } = useTexts()
  return {
    channel: t('inquiry:entry.channel'),
    receivedOn: t('inquiry:entry.receivedOn'),
    locale: t('inquiry:desk.language'),
    note: t('lecture:field.note'),
  }
}
