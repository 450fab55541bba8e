import { isTokyoDay, type TokyoDay } from '#app/domain/day.ts'
import { AnswerNotices, useFieldProblem } from '#app/features/desk/answer-notices.tsx'
import { BillHeader } from '#app/features/desk/bills/bill-page.tsx'
import { amountField } from '#app/features/desk/bills/bill-refund-form.ts'
import type { DeskBill } from '#app/features/desk/bills/desk-bill.ts'
import type { FormAnswer } from '#app/features/desk/form-answer.ts'
import { METHOD_WORDS } from '#app/features/desk/order-words.ts'
import { ConfirmOrChange, DayAndReference, ReasonAndContinue } from '#app/features/desk/refund-fields.tsx'
import { HAND_METHODS, isHandMethod } from '#app/features/desk/payment-form.ts'
import { formatDay, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Field } from '#app/ui/field.tsx'
import { Foreign } from '#app/ui/foreign.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { RadioGroup } from '#app/ui/radio-group.tsx'

type BillRefundPageProps = {
  bill: DeskBill
  today: TokyoDay
  answer: FormAnswer | null
  /** What would be recorded in all, to be looked at before it is. */
  totalYen: number | null
}

/** Money of a bill has gone back: what of it, how and why, then a look at it, then it is recorded. */
export function BillRefundPage({ bill, today, answer, totalYen }: BillRefundPageProps) {
  const { t } = useTexts()
  const isPaid = bill.state === 'paid' && bill.paidYen > 0
  return (
    <div className="narrow">
      <BillHeader bill={bill} title={t(totalYen === null ? 'bills:refund.title' : 'bills:refund.check')} />
      <div className="stack">
        {totalYen !== null && answer ? (
          <BillRefundCheck totalYen={totalYen} typed={answer.typed} />
        ) : isPaid || bill.surplusYen > 0 ? (
          <BillRefundForm bill={bill} isPaid={isPaid} today={today} answer={answer} />
        ) : (
          <Notice>{t('bills:refund.nothing')}</Notice>
        )}
        <p>
          <a className="target" href={`/desk/bills/${bill.reference}`}>
            {t('deskOrders:leave')}
          </a>
        </p>
      </div>
    </div>
  )
}

function BillRefundForm({
  bill,
  isPaid,
  today,
  answer,
}: Omit<BillRefundPageProps, 'totalYen'> & { isPaid: boolean }) {
  const { t, locale } = useTexts()
  const problem = useFieldProblem(answer)
  const typed = answer?.typed ?? {}
  const lines = isPaid ? bill.lines.filter((line) => line.refundedYen < line.amountYen) : []
  const labels = {
    surplus: t('deskOrders:refund.surplus'),
    method: t('deskOrders:refund.way'),
    on: t('deskOrders:refund.on'),
    ref: t('deskOrders:payment.ref'),
    reason: t('deskOrders:refund.reason'),
    ...Object.fromEntries(lines.map((line) => [amountField(line.id), line.description])),
  }
  const amount = (name: string, most: number) => ({
    name,
    hint: t('deskOrders:refund.upTo', { amount: formatYen(most, locale) }),
    error: problem(name),
    defaultValue: typed[name],
    inputMode: 'numeric' as const,
    className: 'short',
    autoComplete: 'off',
  })
  return (
    <>
      <AnswerNotices answer={answer} labels={labels} />
      <p>
        {t('bills:refund.lead', {
          paid: formatYen(bill.paidYen, locale),
          surplus: formatYen(bill.surplusYen, locale),
        })}{' '}
        {bill.subject.startsWith('C-') ? t('bills:refund.copiesStay') : null}
      </p>
      <form method="post" className="form" noValidate>
        <input type="hidden" name="seen" value={bill.seen} />
        {bill.surplusYen > 0 ? (
          <Field {...amount('surplus', bill.surplusYen)} label={labels.surplus} />
        ) : null}
        {lines.map((line) => (
          <Field
            key={line.id}
            {...amount(amountField(line.id), line.amountYen - line.refundedYen)}
            label={
              <Foreign lang={line.textLanguage} withNote={false}>
                {line.description}
              </Foreign>
            }
          />
        ))}
        <RadioGroup
          name="method"
          legend={labels.method}
          error={problem('method')}
          defaultValue={typed.method}
          options={HAND_METHODS.map((value) => ({ value, label: t(METHOD_WORDS[value]) }))}
        />
        <DayAndReference today={today} answer={answer} />
        <ReasonAndContinue answer={answer} />
      </form>
    </>
  )
}

function BillRefundCheck({ totalYen, typed }: { totalYen: number; typed: Record<string, string> }) {
  const { t, locale } = useTexts()
  const { method = null, on, ref = '' } = typed
  const total = formatYen(totalYen, locale)
  return (
    <>
      <p>
        {t('bills:refund.checkLead', {
          total,
          day: isTokyoDay(on) ? formatDay(on, locale) : '',
          method: isHandMethod(method) ? t(METHOD_WORDS[method]) : '',
          ref,
        })}
      </p>
      <ConfirmOrChange typed={typed} confirm={t('bills:refund.confirm', { total })} />
    </>
  )
}
