import { AnswerNotices, useFieldProblem } from '#app/features/desk/answer-notices.tsx'
import type { DeskOrder, ParcelView, ReportView } from '#app/features/desk/desk-order.ts'
import { OrderHeader } from '#app/features/desk/desk-order-page.tsx'
import type { FormAnswer } from '#app/features/desk/form-answer.ts'
import { PROBLEM_WORDS, RESOLUTION_WORDS } from '#app/features/desk/order-words.ts'
import { copiesField } from '#app/features/desk/post-form.ts'
import { formatDay, formatInstant } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Field } from '#app/ui/field.tsx'
import { Foreign } from '#app/ui/foreign.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { RadioGroup } from '#app/ui/radio-group.tsx'

type ParcelPageProps = {
  order: DeskOrder
  report: ReportView
  parcel: ParcelView
  /** Whether who looks at it may hand money back. */
  mayRefund: boolean
  answer: FormAnswer | null
}

/** A reader has missed something: what she said, and what is done about it. */
export function ParcelPage({ order, report, parcel, mayRefund, answer }: ParcelPageProps) {
  const { t, locale } = useTexts()
  const back = `/desk/orders/${order.code}`
  return (
    <div className="narrow">
      <OrderHeader order={order} title={t('deskOrders:step.parcel')} />
      <div className="stack">
        <Notice tone="warn" title={t(PROBLEM_WORDS[report.problem])}>
          {report.message ? <p className="pre-line">{report.message}</p> : null}
          <p className="small">
            {t('deskOrders:parcel.reportedAt', { at: formatInstant(report.reportedAt, locale) })}{' '}
            {t('deskOrders:parcel.posted', { day: formatDay(parcel.postedOn, locale, 'weekday') })}
            {parcel.tracking ? (
              <>
                {' · '}
                <a href={parcel.tracking.url}>{parcel.tracking.number}</a>
              </>
            ) : null}
          </p>
        </Notice>
        {report.resolution ? (
          <Notice tone="success">{t(RESOLUTION_WORDS[report.resolution])}</Notice>
        ) : (
          <ParcelForm order={order} parcel={parcel} mayRefund={mayRefund} answer={answer} />
        )}
        <p>
          <a className="target" href={back}>
            {t('deskOrders:leave')}
          </a>
        </p>
      </div>
    </div>
  )
}

function ParcelForm({ order, parcel, mayRefund, answer }: Omit<ParcelPageProps, 'report'>) {
  const { t } = useTexts()
  const problem = useFieldProblem(answer)
  const labels = {
    resolution: t('deskOrders:parcel.decision'),
    tracking: t('deskOrders:post.tracking'),
    ...Object.fromEntries(parcel.lines.map((line) => [copiesField(line.sku), line.description])),
  }
  return (
    <>
      <AnswerNotices answer={answer} labels={labels} />
      <form method="post" className="form" noValidate>
        <input type="hidden" name="seen" value={order.seen} />
        <RadioGroup
          name="resolution"
          legend={labels.resolution}
          error={problem('resolution')}
          defaultValue={answer?.typed.resolution}
          options={[
            {
              value: 'replacement',
              label: t('deskOrders:parcel.replace'),
              hint: t('deskOrders:parcel.replaceHint'),
            },
            {
              value: 'refund',
              label: t('deskOrders:parcel.refund'),
              hint: t(mayRefund ? 'deskOrders:parcel.refundHint' : 'deskOrders:parcel.refundTreasurer'),
              disabled: !mayRefund,
            },
            {
              value: 'none',
              label: t('deskOrders:parcel.nothing'),
              hint: t('deskOrders:parcel.nothingHint'),
            },
          ]}
        />
        <fieldset className="framed">
          <legend>{t('deskOrders:parcel.replaceWhat')}</legend>
          <div className="fields">
            {parcel.lines.map((line) => (
              <Field
                key={line.sku}
                name={copiesField(line.sku)}
                label={
                  <Foreign lang={line.textLanguage} withNote={false}>
                    {line.description}
                  </Foreign>
                }
                hint={t('deskOrders:parcel.wasInIt', { sku: line.sku, count: line.copies })}
                error={problem(copiesField(line.sku))}
                defaultValue={answer?.typed[copiesField(line.sku)] ?? line.copies}
                inputMode="numeric"
                className="tiny"
                autoComplete="off"
              />
            ))}
            <Field
              name="tracking"
              label={labels.tracking}
              hint={t('deskOrders:post.trackingHint')}
              error={problem('tracking')}
              defaultValue={answer?.typed.tracking}
              autoComplete="off"
            />
          </div>
        </fieldset>
        <p>
          <button type="submit" className="button">
            {t('deskOrders:parcel.confirm')}
          </button>
        </p>
      </form>
    </>
  )
}
