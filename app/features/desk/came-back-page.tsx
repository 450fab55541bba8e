import type { TokyoDay } from '#app/domain/day.ts'
import { AnswerNotices, useFieldProblem } from '#app/features/desk/answer-notices.tsx'
import { backField } from '#app/features/desk/came-back-form.ts'
import type { DeskOrder, ParcelView, ReportView } from '#app/features/desk/desk-order.ts'
import { OrderHeader } from '#app/features/desk/desk-order-page.tsx'
import type { FormAnswer } from '#app/features/desk/form-answer.ts'
import { PROBLEM_WORDS } from '#app/features/desk/order-words.ts'
import { formatDay } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { CheckField, Field } from '#app/ui/field.tsx'
import { Foreign } from '#app/ui/foreign.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { RadioGroup } from '#app/ui/radio-group.tsx'

type CameBackPageProps = {
  order: DeskOrder
  parcel: ParcelView
  /** Each edition of the parcel with how many copies can still have come back. */
  returnable: readonly { sku: string; returnable: number }[]
  /** What the reader said about it and nobody has settled. */
  open: ReportView | null
  isNoted: boolean
  /** Whether who looks at it may hand money back. */
  mayRefund: boolean
  today: TokyoDay
  answer: FormAnswer | null
}

/** The post brought a parcel back: when, with what in it, and what comes next. */
export function CameBackPage(props: CameBackPageProps) {
  const { order, parcel, returnable, isNoted, answer } = props
  const { t, locale } = useTexts()
  const isEmpty = returnable.every((line) => line.returnable === 0)
  return (
    <div className="narrow">
      <OrderHeader order={order} title={t('deskOrders:step.cameBack')} />
      <div className="stack">
        {isNoted ? (
          <Notice>{t('deskOrders:cameBack.alreadyNoted')}</Notice>
        ) : isEmpty ? (
          <Notice>{t('deskOrders:cameBack.noneLeft')}</Notice>
        ) : (
          <>
            <p>
              {t('deskOrders:cameBack.lead', { day: formatDay(parcel.postedOn, locale, 'weekday') })}{' '}
              {parcel.tracking ? <a href={parcel.tracking.url}>{parcel.tracking.number}</a> : null}
            </p>
            <CameBackForm {...props} answer={answer} />
          </>
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

function CameBackForm({ order, parcel, returnable, open, mayRefund, today, answer }: CameBackPageProps) {
  const { t } = useTexts()
  const problem = useFieldProblem(answer)
  const labels = {
    on: t('deskOrders:cameBack.on'),
    next: t('deskOrders:cameBack.next'),
    ask: t('deskOrders:cameBack.ask'),
    ...Object.fromEntries(
      parcel.lines.flatMap(({ sku, description }) =>
        (['good', 'spoilt'] as const).map((condition) => [backField(condition, sku), description]),
      ),
    ),
  }
  const { email } = order.contact
  return (
    <>
      <AnswerNotices answer={answer} labels={labels} />
      {open ? (
        <Notice>{t('deskOrders:cameBack.takesOver', { problem: t(PROBLEM_WORDS[open.problem]) })}</Notice>
      ) : null}
      <form method="post" className="form" noValidate>
        <input type="hidden" name="seen" value={order.seen} />
        <Field
          name="on"
          label={labels.on}
          hint={t('deskOrders:cameBack.onHint')}
          error={problem('on')}
          defaultValue={answer?.typed.on ?? today}
          className="short"
          autoComplete="off"
        />
        {parcel.lines.map((line) => (
          <BackLine
            key={line.sku}
            line={line}
            left={returnable.find(({ sku }) => sku === line.sku)?.returnable ?? 0}
            answer={answer}
          />
        ))}
        <CheckField
          name="ask"
          label={labels.ask}
          hint={email ? t('deskOrders:cameBack.askHint', { email }) : t('deskOrders:cameBack.noEmail')}
          error={problem('ask')}
          disabled={!email}
          defaultChecked={answer?.typed.ask === 'on'}
        />
        <RadioGroup
          name="next"
          legend={labels.next}
          error={problem('next')}
          defaultValue={answer?.typed.next}
          options={[
            {
              value: 'again',
              label: t('deskOrders:cameBack.again'),
              hint: t('deskOrders:cameBack.againHint'),
            },
            {
              value: 'refund',
              label: t('deskOrders:cameBack.refund'),
              hint: t(mayRefund ? 'deskOrders:cameBack.refundHint' : 'deskOrders:parcel.refundTreasurer'),
              disabled: !mayRefund,
            },
            { value: 'wait', label: t('deskOrders:cameBack.wait'), hint: t('deskOrders:cameBack.waitHint') },
          ]}
        />
        <p className="small">{t('deskOrders:cameBack.final')}</p>
        <p>
          <button type="submit" className="button">
            {t('deskOrders:cameBack.confirm')}
          </button>
        </p>
      </form>
    </>
  )
}

function BackLine({
  line,
  left,
  answer,
}: {
  line: ParcelView['lines'][number]
  left: number
  answer: FormAnswer | null
}) {
  const { t } = useTexts()
  const problem = useFieldProblem(answer)
  const number = (condition: 'good' | 'spoilt', before: number) => ({
    name: backField(condition, line.sku),
    error: problem(backField(condition, line.sku)),
    defaultValue: answer?.typed[backField(condition, line.sku)] ?? before,
    inputMode: 'numeric' as const,
    className: 'tiny',
    autoComplete: 'off',
  })
  return (
    <fieldset className="framed">
      <legend>
        <Foreign lang={line.textLanguage} withNote={false}>
          {line.description}
        </Foreign>
      </legend>
      <p className="small soft">{t('deskOrders:cameBack.wasInIt', { sku: line.sku, count: left })}</p>
      <div className="row">
        <Field {...number('good', left)} label={t('deskOrders:cameBack.good')} />
        <Field {...number('spoilt', 0)} label={t('deskOrders:cameBack.spoilt')} />
      </div>
    </fieldset>
  )
}
