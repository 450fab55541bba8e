import type { OrderView } from '#app/features/checkout/order-view.ts'
import { PARCEL_PROBLEM_TEXTS, PARCEL_PROBLEMS } from '#app/features/checkout/parcel-problems.ts'
import { formatDay } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { ErrorSummary } from '#app/ui/error-summary.tsx'
import { TextAreaField } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { PageHeader } from '#app/ui/page-header.tsx'
import { RadioGroup } from '#app/ui/radio-group.tsx'

type ReportPageProps = {
  view: OrderView
  /** What was sent and not taken, and why. */
  wrong: {
    typed: { shipment: string; problem: string; message: string }
    missing: { shipment: boolean; problem: boolean }
    refusal: 'already-reported' | 'message-too-long' | null
  } | null
}

/** A reader says which parcel, what is wrong with it, and whatever else helps. */
export function ReportPage({ view, wrong }: ReportPageProps) {
  const { t, locale } = useTexts()
  const back = `/${locale}/orders/${view.token}`
  const open = view.shipments.filter((shipment) => shipment.report?.isOpen !== true)
  const errors = {
    shipment: wrong?.missing.shipment ? t('errors:choice') : undefined,
    problem: wrong?.missing.problem ? t('errors:choice') : undefined,
    message: wrong?.refusal === 'message-too-long' ? t('errors:tooLong', { max: 1000 }) : undefined,
  }
  return (
    <div className="narrow">
      <PageHeader
        title={t('order:report.title')}
        lead={open.length > 0 ? t('order:report.lead') : undefined}
        crumbs={[{ label: `${t('order:title')} ${view.code}`, href: back }]}
      />
      <div className="stack">
        {wrong?.refusal === 'already-reported' ? (
          <Notice tone="error">{t('order:report.already')}</Notice>
        ) : null}
        {open.length === 0 ? (
          <Notice>
            {t(view.shipments.length > 0 ? 'order:report.already' : 'order:report.nothingPosted')}
          </Notice>
        ) : (
          <>
            <ErrorSummary
              errors={Object.entries(errors).flatMap(([field, message]) =>
                message ? [{ field, message }] : [],
              )}
            />
            <form method="post" className="form" noValidate>
              <RadioGroup
                name="shipment"
                legend={t('order:report.which')}
                error={errors.shipment}
                defaultValue={wrong?.typed.shipment ?? (open.length === 1 ? open[0]?.id : undefined)}
                options={open.map((shipment) => ({
                  value: shipment.id,
                  label: t('order:shipment.postedOn', {
                    day: formatDay(shipment.postedOn, locale, 'weekday'),
                  }),
                  hint: shipment.lines.map((line) => `${line.description} × ${line.copies}`).join(', '),
                }))}
              />
              <RadioGroup
                name="problem"
                legend={t('order:report.what')}
                error={errors.problem}
                defaultValue={wrong?.typed.problem}
                options={PARCEL_PROBLEMS.map((value) => ({ value, label: t(PARCEL_PROBLEM_TEXTS[value]) }))}
              />
              <TextAreaField
                name="message"
                label={t('order:report.message')}
                hint={t('order:report.messageHint')}
                error={errors.message}
                defaultValue={wrong?.typed.message}
                rows={4}
              />
              <p>
                <button type="submit" className="button">
                  {t('order:report.send')}
                </button>
              </p>
            </form>
          </>
        )}
        <p>
          <a className="target" href={back}>
            {t('order:report.back')}
          </a>
        </p>
      </div>
    </div>
  )
}
