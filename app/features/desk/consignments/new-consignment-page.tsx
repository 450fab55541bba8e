import type { TokyoDay } from '#app/domain/day.ts'
import { AnswerNotices, useFieldProblem } from '#app/features/desk/answer-notices.tsx'
import { NOTE_ROWS } from '#app/features/desk/consignments/consignment.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import type { FormAnswer } from '#app/features/desk/form-answer.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Field, SelectField } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'

type NewConsignmentPageProps = {
  consignees: readonly { id: string; name: string; kind: 'bookshop' | 'stall'; commissionPercent: number }[]
  editions: readonly { sku: string; name: string; free: number }[]
  today: TokyoDay
  formKey: string
  answer: FormAnswer | null
}

/** A new consignment note: to whom, what, and until when it is to be settled. */
export function NewConsignmentPage({
  consignees,
  editions,
  today,
  formKey,
  answer,
}: NewConsignmentPageProps) {
  const { t } = useTexts()
  const problem = useFieldProblem(answer)
  const typed = answer?.typed ?? {}
  const rows = Array.from({ length: NOTE_ROWS }, (_none, row) => row)
  const labels = {
    consignee: t('deskConsign:consignee'),
    sentOn: t('deskConsign:sentOn'),
    settleBy: t('deskConsign:settleBy'),
    event: t('deskConsign:event'),
    note: t('deskCopies:run.note'),
    ...Object.fromEntries(
      rows.flatMap((row) => [
        [`sku.${row}`, `${t('deskAdmin:stock.edition')} ${row + 1}`],
        [`copies.${row}`, `${t('deskCopies:note.copies')} ${row + 1}`],
      ]),
    ),
  } as Record<string, string>
  // What was chosen stays chosen, even when a colleague has taken the last free copies meanwhile.
  const goneSince = (chosen: string | undefined) =>
    chosen && editions.every(({ sku }) => sku !== chosen) ? [{ value: chosen, label: chosen }] : []
  const choose = { value: '', label: t('deskCopies:choose') }
  return (
    <>
      <DeskHeader
        title={t('deskConsign:new')}
        lead={t('deskConsign:newLead')}
        crumbs={[{ label: t('deskConsign:title'), href: '/desk/consignments' }]}
      />
      {consignees.length === 0 ? (
        <Notice title={t('deskConsign:noConsignee')}>
          <a className="button" href="/desk/consignees/new">
            {t('deskConsign:newConsignee')}
          </a>
        </Notice>
      ) : (
        <form method="post" className="form" noValidate>
          <AnswerNotices answer={answer} labels={labels} />
          <input type="hidden" name="formKey" value={typed.formKey ?? formKey} />
          <SelectField
            name="consignee"
            label={labels.consignee}
            required
            error={problem('consignee')}
            defaultValue={typed.consignee ?? ''}
            options={[
              choose,
              ...consignees.map(({ id, name, kind, commissionPercent }) => ({
                value: id,
                label: kind === 'stall' ? name : `${name} (${commissionPercent} %)`,
              })),
            ]}
          />
          <Field
            name="event"
            label={labels.event}
            hint={t('deskConsign:eventHint')}
            maxLength={200}
            autoComplete="off"
            error={problem('event')}
            defaultValue={typed.event}
          />
          {rows.map((row) => (
            <div key={row} className="quote-row">
              <SelectField
                name={`sku.${row}`}
                label={labels[`sku.${row}`]}
                required={row === 0}
                error={problem(`sku.${row}`)}
                defaultValue={typed[`sku.${row}`] ?? ''}
                options={[
                  choose,
                  ...editions.map(({ sku, name, free }) => ({
                    value: sku,
                    label: t('deskConsign:editionOption', { sku, name, free }),
                  })),
                  ...goneSince(typed[`sku.${row}`]),
                ]}
              />
              <Field
                name={`copies.${row}`}
                label={labels[`copies.${row}`]}
                inputMode="numeric"
                className="tiny"
                autoComplete="off"
                error={problem(`copies.${row}`)}
                defaultValue={typed[`copies.${row}`]}
              />
            </div>
          ))}
          <Field
            name="sentOn"
            type="date"
            label={labels.sentOn}
            required
            max={today}
            error={problem('sentOn')}
            defaultValue={typed.sentOn ?? today}
          />
          <Field
            name="settleBy"
            type="date"
            label={labels.settleBy}
            error={problem('settleBy')}
            defaultValue={typed.settleBy}
          />
          <Field
            name="note"
            label={labels.note}
            maxLength={1000}
            autoComplete="off"
            error={problem('note')}
            defaultValue={typed.note}
          />
          <p className="row">
            <button type="submit" className="button">
              {t('deskConsign:send')}
            </button>
            <a className="target" href="/desk/consignments">
              {t('deskOrders:leave')}
            </a>
          </p>
        </form>
      )}
    </>
  )
}
