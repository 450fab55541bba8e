import type { TokyoDay } from '#app/domain/day.ts'
import { AnswerNotices, useFieldProblem } from '#app/features/desk/answer-notices.tsx'
import type { DeskOrder } from '#app/features/desk/desk-order.ts'
import { OrderHeader } from '#app/features/desk/desk-order-page.tsx'
import type { FormAnswer } from '#app/features/desk/form-answer.ts'
import { METHOD_WORDS } from '#app/features/desk/order-words.ts'
import { HAND_METHODS, isHandMethod } from '#app/features/desk/payment-form.ts'
import { MOST_REASON } from '#app/domain/refund.ts'
import { lineField, type RefundableLine } from '#app/features/desk/refund-form.ts'
import { RefundLines } from '#app/features/desk/refund-lines.tsx'
import { formatDay, formatYen } from '#app/platform/i18n/format.ts'
import { isTokyoDay } from '#app/domain/day.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Fact } from '#app/ui/fact.tsx'
import { CheckField, Field, TextAreaField } from '#app/ui/field.tsx'
import { Foreign } from '#app/ui/foreign.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { RadioGroup } from '#app/ui/radio-group.tsx'

export type RefundableView = {
  paidYen: number
  surplusYen: number
  /** Of both, what can go back through Stripe. */
  stripeYen: number
  needsEmail: boolean
  byLine: boolean
  lines: (RefundableLine & { description: string; textLanguage: string })[]
}

export type RefundSummary = {
  lines: {
    description: string
    textLanguage: string
    amountYen: number
    copies: number
    released: number
    restocked: number
  }[]
  advanceYen: number
  surplusYen: number
  totalYen: number
  parts: { method: keyof typeof METHOD_WORDS; amountYen: number }[]
}

type RefundPageProps = {
  order: DeskOrder
  refundable: RefundableView
  today: TokyoDay
  answer: FormAnswer | null
  /** What would be done, to be looked at before it is. */
  summary: RefundSummary | null
}

/** Money goes back: first what and how, then a look at it, then it is done. */
export function RefundPage({ order, refundable, today, answer, summary }: RefundPageProps) {
  const { t } = useTexts()
  const hasMoney = refundable.paidYen + refundable.surplusYen > 0
  return (
    <div className="narrow">
      <OrderHeader
        order={order}
        title={t(summary ? 'deskOrders:refund.checkTitle' : 'deskOrders:refund.title')}
      />
      <div className="stack">
        {summary && answer ? (
          <Summary order={order} summary={summary} typed={answer.typed} />
        ) : hasMoney ? (
          <RefundForm order={order} refundable={refundable} today={today} answer={answer} />
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

type RefundFormProps = Pick<RefundPageProps, 'order' | 'refundable' | 'today' | 'answer'>

function RefundForm({ order, refundable, today, answer }: RefundFormProps) {
  const { t, locale } = useTexts()
  const problem = useFieldProblem(answer)
  const typed = answer?.typed ?? {}
  const labels = {
    what: t('deskOrders:refund.what'),
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
  const canStripe = refundable.stripeYen > 0 && !refundable.needsEmail
  return (
    <>
      <AnswerNotices answer={answer} labels={labels} />
      <p>
        {t('deskOrders:refund.left', { amount: formatYen(refundable.paidYen, locale) })}
        {refundable.surplusYen > 0
          ? ` ${t('deskOrders:order.surplus', { amount: formatYen(refundable.surplusYen, locale) })}`
          : null}
      </p>
      <form method="post" className="form" noValidate>
        <input type="hidden" name="seen" value={order.seen} />
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
        <RadioGroup
          name="way"
          legend={labels.way}
          error={problem('way')}
          defaultValue={typed.way ?? (canStripe ? 'stripe' : undefined)}
          options={[
            {
              value: 'stripe',
              label: t('deskOrders:refund.stripe'),
              hint: refundable.needsEmail
                ? t('deskOrders:refund.emailNeeded')
                : t('deskOrders:refund.stripeHint', { amount: formatYen(refundable.stripeYen, locale) }),
              disabled: !canStripe,
            },
            ...HAND_METHODS.map((value) => ({ value, label: t(METHOD_WORDS[value]) })),
          ]}
          hint={t('deskOrders:refund.wayHint')}
        />
        <div className="fields two">
          <Field
            name="on"
            type="date"
            label={labels.on}
            error={problem('on')}
            defaultValue={typed.on ?? today}
            max={today}
          />
          <Field
            name="ref"
            label={labels.ref}
            error={problem('ref')}
            defaultValue={typed.ref}
            autoComplete="off"
          />
        </div>
        <TextAreaField
          name="reason"
          label={labels.reason}
          hint={t('deskOrders:refund.reasonHint', { max: MOST_REASON })}
          error={problem('reason')}
          defaultValue={typed.reason}
          rows={2}
        />
        <p>
          <button type="submit" className="button" name="intent" value="preview">
            {t('deskOrders:refund.continue')}
          </button>
        </p>
      </form>
    </>
  )
}

type SummaryProps = { order: DeskOrder; summary: RefundSummary; typed: Record<string, string> }

function Summary({ order, summary, typed }: SummaryProps) {
  const { t, locale } = useTexts()
  const { intent: _intent, ...fields } = typed
  const day = typed.on
  return (
    <>
      <p>{t('deskOrders:refund.checkLead')}</p>
      <dl className="facts">
        <Fact term={t('deskOrders:refund.to')}>
          {order.contact.name}
          {order.contact.email ? <span className="block small">{order.contact.email}</span> : null}
        </Fact>
        <Fact term={t('deskOrders:refund.what')}>
          <ul className="plain">
            {summary.lines.map((line) => (
              <li key={line.description}>
                <Foreign lang={line.textLanguage} withNote={false}>
                  {line.description}
                </Foreign>
                {line.copies > 0 ? ` × ${line.copies}` : null} · {formatYen(line.amountYen, locale)}
                <span className="block small soft">
                  {[
                    line.released > 0 ? t('deskOrders:refund.released', { count: line.released }) : '',
                    line.restocked > 0 ? t('deskOrders:refund.restocked', { count: line.restocked }) : '',
                    line.copies > line.released + line.restocked
                      ? t('deskOrders:refund.kept', { count: line.copies - line.released - line.restocked })
                      : '',
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </li>
            ))}
            {summary.advanceYen > 0 ? (
              <li>
                {t('deskOrders:refund.advance')} · {formatYen(summary.advanceYen, locale)}
              </li>
            ) : null}
            {summary.surplusYen > 0 ? (
              <li>
                {t('deskOrders:money.surplus')} · {formatYen(summary.surplusYen, locale)}
              </li>
            ) : null}
          </ul>
        </Fact>
        <Fact term={t('deskOrders:refund.way')}>
          {isHandMethod(typed.way ?? null) && isTokyoDay(day) ? (
            <>
              {t(METHOD_WORDS[typed.way as 'bank' | 'postal' | 'cash'])}
              <span className="block small">
                {formatDay(day, locale)} · {typed.ref}
              </span>
            </>
          ) : (
            summary.parts.map((part) => (
              <span key={part.method} className="block">
                {t('deskOrders:refund.throughStripe', {
                  method: t(METHOD_WORDS[part.method]),
                  amount: formatYen(part.amountYen, locale),
                })}
              </span>
            ))
          )}
        </Fact>
        {typed.reason ? (
          <Fact term={t('deskOrders:refund.reason')}>
            <span className="pre-line">{typed.reason}</span>
          </Fact>
        ) : null}
        <Fact term={t('deskOrders:refund.total')}>
          <b className="price">{formatYen(summary.totalYen, locale)}</b>
        </Fact>
      </dl>
      <form method="post" className="row">
        {Object.entries(fields).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <button type="submit" className="button danger" name="intent" value="confirm">
          {t('deskOrders:refund.confirm', { amount: formatYen(summary.totalYen, locale) })}
        </button>
        <button type="submit" className="button quiet" name="intent" value="edit">
          {t('deskOrders:refund.change')}
        </button>
      </form>
    </>
  )
}
