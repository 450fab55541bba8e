import type { TokyoDay } from '#app/domain/day.ts'
import { AnswerNotices, useFieldProblem } from '#app/features/desk/answer-notices.tsx'
import type { DeskOrder } from '#app/features/desk/desk-order.ts'
import { OrderHeader } from '#app/features/desk/desk-order-page.tsx'
import type { FormAnswer } from '#app/features/desk/form-answer.ts'
import { METHOD_WORDS } from '#app/features/desk/order-words.ts'
import { HAND_METHODS, isHandMethod } from '#app/features/desk/payment-form.ts'
import { formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { CheckField, Field } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { RadioGroup } from '#app/ui/radio-group.tsx'

type PaymentPageProps = { order: DeskOrder; today: TokyoDay; answer: FormAnswer | null }

/** Money for an order that the treasurer has seen on a statement or in the cash box. */
export function PaymentPage({ order, today, answer }: PaymentPageProps) {
  const { t } = useTexts()
  return (
    <div className="narrow">
      <OrderHeader order={order} title={t('deskOrders:payment.title')} />
      <PaymentForm order={order} back={`/desk/orders/${order.code}`} today={today} answer={answer} />
    </div>
  )
}

type PaymentFormProps = {
  /** What is paid: an order, or a bill that no order stands behind. */
  order: Pick<DeskOrder, 'method' | 'openYen' | 'reference' | 'seen'>
  back: string
  today: TokyoDay
  answer: FormAnswer | null
}

/** The form by which the treasurer records money, whatever it is for. */
export function PaymentForm({ order, back, today, answer }: PaymentFormProps) {
  const { t, locale } = useTexts()
  const problem = useFieldProblem(answer)
  const labels = {
    amount: t('deskOrders:payment.amount'),
    sure: t('deskOrders:payment.sure'),
    method: t('deskOrders:payment.method'),
    on: t('deskOrders:payment.on'),
    sureDay: t('deskOrders:payment.sureDay'),
    ref: t('deskOrders:payment.ref'),
  }
  const known = isHandMethod(order.method) ? order.method : 'bank'
  return (
    <div className="stack">
      <AnswerNotices answer={answer} labels={labels} />
      {order.openYen > 0 ? (
        <p>
          {t('deskOrders:order.missing', {
            amount: formatYen(order.openYen, locale),
            reference: order.reference,
          })}
        </p>
      ) : (
        <Notice tone="warn">{t('deskOrders:payment.notOpen')}</Notice>
      )}
      <form method="post" className="form" noValidate>
        <input type="hidden" name="seen" value={order.seen} />
        <Field
          name="amount"
          label={labels.amount}
          error={problem('amount')}
          defaultValue={answer?.typed.amount ?? (order.openYen > 0 ? order.openYen : undefined)}
          inputMode="numeric"
          className="short"
          autoComplete="off"
          required
        />
        {answer?.problems.sure || answer?.typed.sure ? (
          <CheckField
            name="sure"
            label={labels.sure}
            error={problem('sure')}
            defaultChecked={Boolean(answer.typed.sure)}
          />
        ) : null}
        <RadioGroup
          name="method"
          legend={labels.method}
          error={problem('method')}
          defaultValue={answer ? answer.typed.method : known}
          options={HAND_METHODS.map((value) => ({ value, label: t(METHOD_WORDS[value]) }))}
        />
        <Field
          name="on"
          type="date"
          label={labels.on}
          error={problem('on')}
          defaultValue={answer?.typed.on ?? today}
          max={today}
          className="short"
          required
        />
        {answer?.problems.sureDay || answer?.typed.sureDay ? (
          <CheckField
            name="sureDay"
            label={labels.sureDay}
            error={problem('sureDay')}
            defaultChecked={Boolean(answer.typed.sureDay)}
          />
        ) : null}
        <Field
          name="ref"
          label={labels.ref}
          hint={t('deskOrders:payment.refHint')}
          error={problem('ref')}
          defaultValue={answer?.typed.ref}
          autoComplete="off"
          required
        />
        <p className="small">{t('deskOrders:payment.final')}</p>
        <div className="row">
          <button type="submit" className="button">
            {t('deskOrders:payment.confirm')}
          </button>
          <a className="target" href={back}>
            {t('deskOrders:leave')}
          </a>
        </div>
      </form>
    </div>
  )
}
