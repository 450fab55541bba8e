import { settlementMoney } from '#app/domain/consignment.ts'
import type { TokyoDay } from '#app/domain/day.ts'
import { AnswerNotices, useFieldProblem } from '#app/features/desk/answer-notices.tsx'
import type { TypedSettlement } from '#app/features/desk/consignments/consignment-form.ts'
import type { ConsignmentView } from '#app/features/desk/consignments/consignment.ts'
import type { FormAnswer } from '#app/features/desk/form-answer.ts'
import { formatNumber, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Fact } from '#app/ui/fact.tsx'
import { Field } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'

type SettleFormProps = {
  consignment: ConsignmentView
  today: TokyoDay
  formKey: string
  answer: FormAnswer | null
}

/** What the bookshop reports; for a stall, what came home and what lies in the cash box. */
export function SettleForm({ consignment, today, formKey, answer }: SettleFormProps) {
  const { t } = useTexts()
  const problem = useFieldProblem(answer)
  const typed = answer?.typed ?? {}
  const open = consignment.lines.filter(({ out }) => out > 0)
  const figures = consignment.isStall
    ? (['returned', 'lost'] as const)
    : (['sold', 'returned', 'lost'] as const)
  const words = {
    sold: t('deskConsign:sold'),
    returned: t(consignment.isStall ? 'deskConsign:back' : 'deskConsign:returned'),
    lost: t('deskConsign:lost'),
  }
  const labels = {
    ...Object.fromEntries(
      open.flatMap(({ sku }) => figures.map((figure) => [`${figure}.${sku}`, `${sku} ${words[figure]}`])),
    ),
    settledOn: t('deskConsign:settledOn'),
    cash: t('deskConsign:cash'),
  }
  return (
    <form method="post" className="form" noValidate>
      <h2>{t(consignment.isStall ? 'deskConsign:settleStall' : 'deskConsign:settle')}</h2>
      <p>{t(consignment.isStall ? 'deskConsign:settleStallLead' : 'deskConsign:settleLead')}</p>
      <AnswerNotices answer={answer} labels={labels} />
      <input type="hidden" name="formKey" value={typed.formKey ?? formKey} />
      {/* What is so now, even when the form goes back: sending it again is a decision. */}
      <input type="hidden" name="seen" value={consignment.settlements.length} />
      {open.map((line) => (
        <fieldset key={line.sku} className="field">
          <legend>
            <span className="code">{line.sku}</span> {line.name} ({t('deskConsign:outNow', { out: line.out })}
            )
          </legend>
          <div className="quote-row">
            {figures.map((figure) => (
              <Field
                key={figure}
                name={`${figure}.${line.sku}`}
                label={words[figure]}
                inputMode="numeric"
                className="tiny"
                autoComplete="off"
                required={consignment.isStall && figure === 'returned'}
                error={problem(`${figure}.${line.sku}`)}
                defaultValue={typed[`${figure}.${line.sku}`]}
              />
            ))}
          </div>
        </fieldset>
      ))}
      {consignment.isStall ? (
        <Field
          name="cash"
          label={labels.cash}
          hint={t('deskConsign:cashHint')}
          inputMode="numeric"
          required
          autoComplete="off"
          error={problem('cash')}
          defaultValue={typed.cash}
        />
      ) : null}
      <Field
        name="settledOn"
        type="date"
        label={labels.settledOn}
        required
        max={today}
        error={problem('settledOn')}
        defaultValue={typed.settledOn ?? today}
      />
      <Field
        name="note"
        label={t('deskCopies:run.note')}
        maxLength={1000}
        autoComplete="off"
        defaultValue={typed.note}
      />
      <p>
        <button type="submit" className="button" name="intent" value="check">
          {t('deskAdmin:stock.check')}
        </button>
      </p>
    </form>
  )
}

export type CheckedSettlement = TypedSettlement & { typed: Record<string, string> }

/** The settlement as it will be booked: what was sold, what is asked, and of a stall what the cash box has too much or too little. */
export function SettleCheck({
  consignment,
  check,
}: {
  consignment: ConsignmentView
  check: CheckedSettlement
}) {
  const { t, locale } = useTexts()
  const { intent: _intent, ...typed } = check.typed
  const money = settlementMoney(
    check.lines.map(({ sku, sold }) => ({
      unitYen: consignment.lines.find((line) => line.sku === sku)?.unitYen ?? 0,
      sold,
    })),
    consignment.commissionPercent,
  )
  const askedYen = money.grossYen - money.commissionYen
  const differenceYen = check.cashCountedYen === null ? 0 : check.cashCountedYen - askedYen
  return (
    <form method="post" className="stack narrow">
      <h2>{t('deskConsign:checkTitle')}</h2>
      <ul>
        {check.lines.map((line) => (
          <li key={line.sku}>
            <span className="code">{line.sku}</span>{' '}
            {t('deskConsign:checkLine', {
              sold: formatNumber(line.sold, locale),
              returned: formatNumber(line.returned, locale),
              lost: formatNumber(line.lost, locale),
            })}
          </li>
        ))}
      </ul>
      <dl className="facts narrow-terms">
        <Fact term={t('deskConsign:gross')}>{formatYen(money.grossYen, locale)}</Fact>
        {money.commissionYen > 0 ? (
          <Fact term={t('deskConsign:commission')}>{formatYen(money.commissionYen, locale)}</Fact>
        ) : null}
        <Fact term={t(consignment.isStall ? 'deskConsign:expected' : 'deskConsign:asked')}>
          {formatYen(askedYen, locale)}
        </Fact>
        {check.cashCountedYen === null ? null : (
          <Fact term={t('deskConsign:cash')}>{formatYen(check.cashCountedYen, locale)}</Fact>
        )}
      </dl>
      {differenceYen === 0 ? null : (
        <Notice tone="warn">
          {t(differenceYen < 0 ? 'deskConsign:cashShort' : 'deskConsign:cashOver', {
            amount: formatYen(Math.abs(differenceYen), locale),
          })}
        </Notice>
      )}
      {Object.entries(typed).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <p className="row">
        <button type="submit" className="button" name="intent" value="book">
          {t('deskConsign:book')}
        </button>
        <a className="target" href={`/desk/consignments/${consignment.code}`}>
          {t('deskOrders:leave')}
        </a>
      </p>
    </form>
  )
}
