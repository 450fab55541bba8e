import { countryOptions } from '#app/features/checkout/countries.ts'
import { ADDRESS_FIELDS } from '#app/features/checkout/details-form.ts'
import { AnswerNotices, useFieldProblem } from '#app/features/desk/answer-notices.tsx'
import type { DeskOrder, ParcelView, ReportView } from '#app/features/desk/desk-order.ts'
import { OrderHeader } from '#app/features/desk/desk-order-page.tsx'
import type { FormAnswer } from '#app/features/desk/form-answer.ts'
import { PROBLEM_WORDS, RESOLUTION_WORDS } from '#app/features/desk/order-words.ts'
import { copiesField } from '#app/features/desk/post-form.ts'
import { formatDay, formatInstant } from '#app/platform/i18n/format.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Field, SelectField } from '#app/ui/field.tsx'
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
            {report.returnedOn
              ? t('deskOrders:parcel.notedAt', {
                  day: formatDay(report.returnedOn, locale, 'weekday'),
                  at: formatInstant(report.reportedAt, locale),
                })
              : t('deskOrders:parcel.reportedAt', { at: formatInstant(report.reportedAt, locale) })}{' '}
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
          <ParcelForm order={order} report={report} parcel={parcel} mayRefund={mayRefund} answer={answer} />
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

function ParcelForm({ order, report, parcel, mayRefund, answer }: ParcelPageProps) {
  const { t } = useTexts()
  const isBack = report.problem === 'undeliverable'
  const problem = useFieldProblem(answer)
  const labels = {
    resolution: t('deskOrders:parcel.decision'),
    tracking: t('deskOrders:post.tracking'),
    ...Object.fromEntries(ADDRESS_FIELDS.map((field) => [`delivery.${field}`, t(ADDRESS_WORDS[field])])),
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
              label: t(isBack ? 'deskOrders:parcel.again' : 'deskOrders:parcel.replace'),
              hint: t(isBack ? 'deskOrders:parcel.againHint' : 'deskOrders:parcel.replaceHint'),
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
              hint: t(isBack ? 'deskOrders:parcel.endHint' : 'deskOrders:parcel.nothingHint'),
            },
          ]}
        />
        {isBack ? <ParcelAddress order={order} answer={answer} /> : null}
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

const ADDRESS_WORDS: Record<(typeof ADDRESS_FIELDS)[number], TextKey> = {
  name: 'checkout:address.name',
  country: 'checkout:address.country',
  postalCode: 'checkout:address.postalCode',
  prefecture: 'checkout:address.prefecture',
  city: 'checkout:address.city',
  street: 'checkout:address.street',
  building: 'checkout:address.building',
}

/** Where a parcel that came back goes next: the address as it is, to be corrected. */
function ParcelAddress({ order, answer }: Pick<ParcelPageProps, 'order' | 'answer'>) {
  const { t, locale } = useTexts()
  const problem = useFieldProblem(answer)
  const field = (name: (typeof ADDRESS_FIELDS)[number]) => ({
    name: `delivery.${name}`,
    label: t(ADDRESS_WORDS[name]),
    error: problem(`delivery.${name}`),
    defaultValue: answer?.typed[`delivery.${name}`] ?? order.contact.delivery?.[name] ?? '',
    autoComplete: 'off',
  })
  return (
    <fieldset className="framed">
      <legend>{t('deskOrders:parcel.address')}</legend>
      <p className="small soft">{t('deskOrders:parcel.addressHint')}</p>
      <div className="fields">
        {ADDRESS_FIELDS.map((name) =>
          name === 'country' ? (
            <SelectField key={name} {...field(name)} options={countryOptions(locale)} />
          ) : (
            <Field key={name} {...field(name)} />
          ),
        )}
      </div>
    </fieldset>
  )
}
