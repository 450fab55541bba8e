import type { TokyoDay } from '#app/domain/day.ts'
import { AnswerNotices, useFieldProblem } from '#app/features/desk/answer-notices.tsx'
import {
  CLASS_WORDS,
  NOTE_CLASSES,
  NOTE_PURPOSES,
  NOTE_TEXTS,
  PURPOSE_WORDS,
  type NoteKind,
} from '#app/features/desk/copies/note-form.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import type { FormAnswer } from '#app/features/desk/form-answer.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Field, SelectField } from '#app/ui/field.tsx'

type NotePageProps = {
  kind: NoteKind
  edition: { sku: string; name: string }
  today: TokyoDay
  formKey: string
  answer: FormAnswer | null
}

/** What somebody writes down about copies that leave without a sale, or come back. */
export function NotePage({ kind, edition, today, formKey, answer }: NotePageProps) {
  const { t } = useTexts()
  const problem = useFieldProblem(answer)
  const typed = answer?.typed ?? {}
  const labels: Record<string, string> = {
    ...Object.fromEntries(NOTE_CLASSES.map((one) => [one, t(CLASS_WORDS[one])])),
    on: t('deskCopies:note.on'),
    copies: t('deskCopies:note.copies'),
    purpose: t('deskCopies:note.purpose'),
    memberClass: t('deskCopies:note.purpose'),
    how: t('deskCopies:note.how'),
    recipient: t('deskCopies:note.recipient'),
    reason: t('deskCopies:note.reason'),
  }
  const choose = { value: '', label: t('deskCopies:choose') }
  return (
    <>
      <DeskHeader
        title={t(NOTE_TEXTS[kind].title)}
        lead={`${edition.sku} ${edition.name}`}
        crumbs={[
          { label: t('deskAdmin:stock.title'), href: '/desk/stock' },
          { label: edition.sku, href: `/desk/stock/${edition.sku}` },
        ]}
      />
      <form method="post" className="form" noValidate>
        <p>{t(NOTE_TEXTS[kind].lead)}</p>
        <AnswerNotices answer={answer} labels={labels} />
        <input type="hidden" name="formKey" value={typed.formKey ?? formKey} />
        {kind === 'members' ? (
          NOTE_CLASSES.map((one) => (
            <Copies key={one} name={one} label={labels[one] ?? one} typed={typed[one]} error={problem(one)} />
          ))
        ) : (
          <Copies
            name="copies"
            label={labels.copies ?? ''}
            typed={typed.copies}
            error={problem('copies')}
            required
          />
        )}
        {kind === 'complimentary' ? (
          <SelectField
            name="purpose"
            label={labels.purpose}
            required
            error={problem('purpose')}
            defaultValue={typed.purpose ?? ''}
            options={[choose, ...NOTE_PURPOSES.map((value) => ({ value, label: t(PURPOSE_WORDS[value]) }))]}
          />
        ) : null}
        {kind === 'member-return' ? (
          <SelectField
            name="memberClass"
            label={labels.memberClass}
            required
            error={problem('memberClass')}
            defaultValue={typed.memberClass ?? ''}
            options={[choose, ...NOTE_CLASSES.map((value) => ({ value, label: t(CLASS_WORDS[value]) }))]}
          />
        ) : null}
        {kind === 'loss' ? (
          <SelectField
            name="how"
            label={labels.how}
            required
            error={problem('how')}
            defaultValue={typed.how ?? ''}
            options={[
              choose,
              { value: 'damaged', label: t('deskOrders:movement.damaged') },
              { value: 'lost', label: t('deskOrders:movement.lost') },
            ]}
          />
        ) : null}
        {kind === 'complimentary' ? (
          <Field
            name="recipient"
            label={labels.recipient}
            hint={t('deskCopies:note.recipientHint')}
            maxLength={200}
            autoComplete="off"
            error={problem('recipient')}
            defaultValue={typed.recipient}
          />
        ) : null}
        <Field
          name="reason"
          label={labels.reason}
          maxLength={500}
          required={kind === 'loss'}
          autoComplete="off"
          error={problem('reason')}
          defaultValue={typed.reason}
        />
        <Field
          name="on"
          type="date"
          label={labels.on}
          max={today}
          required
          error={problem('on')}
          defaultValue={typed.on ?? today}
        />
        <p className="row">
          <button type="submit" className="button">
            {t('deskCopies:note.book')}
          </button>
          <a className="target" href={`/desk/stock/${edition.sku}`}>
            {t('deskOrders:leave')}
          </a>
        </p>
      </form>
    </>
  )
}

type CopiesProps = {
  name: string
  label: string
  typed: string | undefined
  error: string | undefined
  required?: boolean
}

function Copies({ name, label, typed, error, required }: CopiesProps) {
  return (
    <Field
      name={name}
      label={label}
      inputMode="numeric"
      className="tiny"
      autoComplete="off"
      required={required}
      error={error}
      defaultValue={typed}
    />
  )
}
