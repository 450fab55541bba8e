import { AnswerNotices } from '#app/features/desk/answer-notices.tsx'
import type { DeskOrder, RefundView } from '#app/features/desk/desk-order.ts'
import { OrderHeader } from '#app/features/desk/desk-order-page.tsx'
import type { FormAnswer } from '#app/features/desk/form-answer.ts'
import { lineField, type RefundableLine } from '#app/features/desk/refund-form.ts'
import { RefundLines } from '#app/features/desk/refund-lines.tsx'
import { formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Notice } from '#app/ui/notice.tsx'

type RefundLinesPageProps = {
  order: DeskOrder
  refund: RefundView
  lines: readonly (RefundableLine & { description: string; textLanguage: string })[]
  answer: FormAnswer | null
}

/** A refund was made in Stripe's dashboard: a person says what it was for. The money itself does not move. */
export function RefundLinesPage({ order, refund, lines, answer }: RefundLinesPageProps) {
  const { t, locale } = useTexts()
  const labels = Object.fromEntries(
    lines.flatMap((line) =>
      (['unposted', 'posted', 'amount'] as const).map((name) => [
        lineField(name, line.chargeLineId),
        line.description,
      ]),
    ),
  )
  return (
    <div className="narrow">
      <OrderHeader order={order} title={t('deskOrders:step.refundLines')} />
      <div className="stack">
        <AnswerNotices answer={answer} labels={labels} />
        {refund.provisional ? (
          <>
            <p>
              {t('deskOrders:lines.lead', {
                amount: formatYen(refund.amountYen - refund.surplusYen, locale),
              })}
            </p>
            <form method="post" className="form" noValidate>
              <input type="hidden" name="seen" value={order.seen} />
              <RefundLines lines={lines} answer={answer} />
              <p>
                <button type="submit" className="button">
                  {t('deskOrders:lines.confirm')}
                </button>
              </p>
            </form>
          </>
        ) : (
          <Notice>{t('deskOrders:lines.already')}</Notice>
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
