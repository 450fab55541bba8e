import type { TokyoDay } from '#app/domain/day.ts'
import { AnswerNotices, useFieldProblem } from '#app/features/desk/answer-notices.tsx'
import type { DeskOrder } from '#app/features/desk/desk-order.ts'
import { OrderHeader } from '#app/features/desk/desk-order-page.tsx'
import type { FormAnswer } from '#app/features/desk/form-answer.ts'
import { RefundCheck, type RefundSummary } from '#app/features/desk/refund-check.tsx'
import { ReasonAndContinue } from '#app/features/desk/refund-fields.tsx'
import { lineField, type RefundableLine } from '#app/features/desk/refund-form.ts'
import { RefundLines } from '#app/features/desk/refund-lines.tsx'
import { hasMoney, RefundWay, type RefundableMoney } from '#app/features/desk/refund-way.tsx'
import { formatDay, formatYen } from '#app/platform/i18n/format.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { CheckField, Field } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { RadioGroup } from '#app/ui/radio-group.tsx'

export type RefundableView = RefundableMoney & {
  byLine: boolean
  lines: (RefundableLine & { description: string; textLanguage: string })[]
}

/** A report of a parcel that is open until something is given back. */
export type ReportToSettle = { id: string; postedOn: TokyoDay; isBack: boolean }

type RefundPageProps = {
  order: DeskOrder
  refundable: RefundableView
  report: ReportToSettle | null
  /** Those that it could settle, while it is said to settle none. */
  openReports: ReportToSettle[]
  today: TokyoDay
  answer: FormAnswer | null
  /** What would be done, to be looked at before it is. */
  summary: RefundSummary | null
}

/** Money goes back, or less is due of a bill: first what and how, then a look at it, then it is done. */
export function RefundPage(props: RefundPageProps) {
  const { order, refundable, report, openReports, today, answer, summary } = props
  const { t, locale } = useTexts()
  const hasAny = hasMoney(refundable) || refundable.openYen > 0
  const isCredit = summary ? summary.totalYen === 0 : hasAny && !hasMoney(refundable)
  return (
    <div className="narrow">
      <OrderHeader order={order} title={t(titleOf(summary !== null, isCredit))} />
      <div className="stack">
        {report ? (
          <Notice>
            {t(report.isBack ? 'deskOrders:refund.forCameBack' : 'deskOrders:refund.forReport', {
              day: formatDay(report.postedOn, locale, 'weekday'),
            })}
          </Notice>
        ) : null}
        {hasAny && !answer
          ? openReports.map(({ id, postedOn }) => (
              <Notice key={id}>
                {t('deskOrders:refund.openReport', { day: formatDay(postedOn, locale, 'weekday') })}{' '}
                <a className="target" href={`/desk/orders/${order.code}/refund?report=${id}`}>
                  {t('deskOrders:refund.settleReport')}
                </a>
              </Notice>
            ))
          : null}
        {summary && answer ? (
          <RefundCheck order={order} summary={summary} typed={answer.typed} />
        ) : hasAny ? (
          <RefundForm order={order} refundable={refundable} report={report} today={today} answer={answer} />
        ) : (
          <Notice>{t('deskOrders:refund.noMoney')}</Notice>
        )}
        <p>
          <a className="target" href={`/desk/orders/${order.code}`}>
            {t('deskOrders:leave')}
          </a>
        </p>
      </div>
    </div>
  )
}

function titleOf(isSummary: boolean, isCredit: boolean): TextKey {
  if (isSummary) return isCredit ? 'deskOrders:refund.checkCreditTitle' : 'deskOrders:refund.checkTitle'
  return isCredit ? 'deskOrders:refund.creditTitle' : 'deskOrders:refund.title'
}

type RefundFormProps = Pick<RefundPageProps, 'order' | 'refundable' | 'report' | 'today' | 'answer'>

function RefundForm({ order, refundable, report, today, answer }: RefundFormProps) {
  const { t, locale } = useTexts()
  const problem = useFieldProblem(answer)
  const typed = answer?.typed ?? {}
  const labels = {
    what: t(hasMoney(refundable) ? 'deskOrders:refund.what' : 'deskOrders:refund.creditWhat'),
    surplus: t('deskOrders:refund.surplus'),
    way: t('deskOrders:refund.way'),
    on: t('deskOrders:refund.on'),
    ref: t('deskOrders:payment.ref'),
    reason: t('deskOrders:refund.reason'),
    ...Object.fromEntries(
      refundable.lines.flatMap((line) =>
        (['unposted', 'posted', 'amount'] as const).map((name) => [
          lineField(name, line.chargeLineId),
          line.description,
        ]),
      ),
    ),
  }
  return (
    <>
      <AnswerNotices answer={answer} labels={labels} />
      <p>
        {hasMoney(refundable)
          ? t('deskOrders:refund.left', { amount: formatYen(refundable.paidYen, locale) })
          : null}
        {refundable.surplusYen > 0
          ? ` ${t('deskOrders:order.surplus', { amount: formatYen(refundable.surplusYen, locale) })}`
          : null}
        {refundable.openYen > 0
          ? ` ${t('deskOrders:refund.open', { amount: formatYen(refundable.openYen, locale) })}`
          : null}
      </p>
      <form method="post" className="form" noValidate>
        <input type="hidden" name="seen" value={order.seen} />
        {report ? <input type="hidden" name="report" value={report.id} /> : null}
        <RadioGroup
          name="what"
          legend={labels.what}
          error={problem('what')}
          defaultValue={typed.what ?? (refundable.byLine ? undefined : 'whole')}
          options={[
            { value: 'whole', label: t('deskOrders:refund.whole'), hint: t('deskOrders:refund.wholeHint') },
            { value: 'parts', label: t('deskOrders:refund.parts'), hint: t('deskOrders:refund.partsHint') },
          ]}
        />
        {refundable.lines.some((line) => line.posted > 0) ? (
          <CheckField
            name="restockAll"
            label={t('deskOrders:refund.restockAll')}
            hint={t('deskOrders:refund.restockAllHint')}
            defaultChecked={typed.restockAll === 'on'}
          />
        ) : null}
        {refundable.byLine ? <RefundLines lines={refundable.lines} answer={answer} /> : null}
        {refundable.surplusYen > 0 ? (
          <Field
            name="surplus"
            label={labels.surplus}
            hint={t('deskOrders:refund.upTo', { amount: formatYen(refundable.surplusYen, locale) })}
            error={problem('surplus')}
            defaultValue={typed.surplus}
            inputMode="numeric"
            className="short"
            autoComplete="off"
          />
        ) : null}
        <RefundWay refundable={refundable} today={today} answer={answer} />
        <ReasonAndContinue answer={answer} />
      </form>
    </>
  )
}
