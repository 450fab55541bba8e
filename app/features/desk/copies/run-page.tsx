import type { TokyoDay } from '#app/domain/day.ts'
import { CopyBar, PlaceLegend } from '#app/features/desk/copies/copy-bar.tsx'
import type { RunView } from '#app/features/desk/copies/load-run.server.ts'
import type { TypedDelivery } from '#app/features/desk/copies/run-form.ts'
import { BillForm, DeliveryForm, EndForm, PlanForm } from '#app/features/desk/copies/run-forms.tsx'
import { SalesChart } from '#app/features/desk/copies/sales-chart.tsx'
import { BillTable, DeliveryTable } from '#app/features/desk/copies/run-tables.tsx'
import { runState } from '#app/features/desk/copies/run-words.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import type { FormAnswer } from '#app/features/desk/form-answer.ts'
import { formatDay, formatNumber, formatTenths, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Badge } from '#app/ui/badge.tsx'
import { Fact } from '#app/ui/fact.tsx'
import { Foreign } from '#app/ui/foreign.tsx'
import { Notice } from '#app/ui/notice.tsx'

/** A delivery that is right as far as can be seen, to be confirmed, and what was typed. */
export type CheckedDelivery = TypedDelivery & { typed: Record<string, string> }

type RunPageProps = {
  run: RunView
  today: TokyoDay
  formKey: string
  isSaved: boolean
  answer: FormAnswer | null
  check: CheckedDelivery | null
}

/** One run: what was agreed, what came, what it cost, where its copies went, and what can be done next. */
export function RunPage({ run, today, formKey, isSaved, answer, check }: RunPageProps) {
  const { t } = useTexts()
  const href = `/desk/stock/${run.sku}/runs/${run.number}`
  const isOpen = run.state === 'planned' || run.state === 'ordered'
  const answerTo = (...intents: string[]): FormAnswer | null =>
    answer && intents.includes(answer.typed.intent ?? '') ? answer : null
  const { text, tone } = runState(run)
  return (
    <>
      <DeskHeader
        title={`${run.sku} – ${t('deskCopies:run.one', { number: run.number })}`}
        lead={
          <Foreign lang={run.nameLanguage} withNote={false}>
            {run.name}
          </Foreign>
        }
        crumbs={[
          { label: t('deskAdmin:stock.title'), href: '/desk/stock' },
          { label: run.sku, href: `/desk/stock/${run.sku}` },
        ]}
      />
      {isSaved ? <Notice tone="success">{t('deskAdmin:saved')}</Notice> : null}
      {check ? (
        <DeliveryCheck check={check} href={href} />
      ) : (
        <div className="stack">
          <p>
            <Badge tone={tone}>{t(text)}</Badge>
          </p>
          <RunFacts run={run} />
          {run.copies > 0 ? (
            <section className="section">
              <h2>{t('deskCopies:where.title')}</h2>
              <CopyBar places={run.places} />
              <PlaceLegend places={run.places} />
              <HeldAndReturned run={run} />
              <SalesChart points={run.curve} printed={run.copies} />
            </section>
          ) : null}
          <div className="two-up">
            {isOpen && run.editionState !== 'withdrawn' ? (
              <DeliveryForm run={run} today={today} formKey={formKey} answer={answerTo('check', 'deliver')} />
            ) : null}
            {run.state === 'cancelled' ? null : <BillForm today={today} answer={answerTo('bill')} />}
            {isOpen ? <PlanForm plan={run} today={today} answer={answerTo('plan')} /> : null}
          </div>
          <DeliveryTable deliveries={run.deliveries} />
          <BillTable bills={run.bills} />
          {isOpen ? <EndForm run={run} answer={answerTo('cancel', 'close')} /> : null}
        </div>
      )}
    </>
  )
}

function RunFacts({ run }: { run: RunView }) {
  const { t, locale } = useTexts()
  const count = (copies: number): string => formatNumber(copies, locale)
  return (
    <dl className="facts narrow-terms">
      {run.copiesOrdered === null ? null : (
        <Fact term={t('deskCopies:run.ordered')}>{count(run.copiesOrdered)}</Fact>
      )}
      <Fact term={t('deskCopies:run.delivered')}>
        {count(run.copies)}
        {run.overs > 0 ? ` (${t('deskCopies:run.overs')}: ${count(run.overs)})` : null}
      </Fact>
      {run.spoils > 0 ? <Fact term={t('deskCopies:run.spoils')}>{count(run.spoils)}</Fact> : null}
      {run.toCome > 0 ? <Fact term={t('deskCopies:run.toCome')}>{count(run.toCome)}</Fact> : null}
      {run.printer ? <Fact term={t('deskCopies:run.printer')}>{run.printer}</Fact> : null}
      {run.orderedOn ? (
        <Fact term={t('deskCopies:run.orderedOn')}>{formatDay(run.orderedOn, locale)}</Fact>
      ) : null}
      {run.expectedOn ? (
        <Fact term={t('deskCopies:run.expectedOn')}>{formatDay(run.expectedOn, locale)}</Fact>
      ) : null}
      {run.quotedYen === null ? null : (
        <Fact term={t('deskCopies:run.quoted')}>{formatYen(run.quotedYen, locale)}</Fact>
      )}
      <Fact term={t('deskCopies:run.cost')}>
        {run.costYen === null ? t('deskCopies:run.unbilled') : formatYen(run.costYen, locale)}
        {run.costTaxYen > 0 ? ` + ${t('deskCopies:run.costTax')} ${formatYen(run.costTaxYen, locale)}` : null}
      </Fact>
      {run.costYen !== null && run.copies > 0 ? (
        <Fact term={t('deskCopies:run.costPerCopy')}>
          {`¥${formatTenths(run.costYen / run.copies, locale)}`}
        </Fact>
      ) : null}
      {run.note ? <Fact term={t('deskCopies:run.note')}>{run.note}</Fact> : null}
    </dl>
  )
}

function HeldAndReturned({ run }: { run: RunView }) {
  const { t, locale } = useTexts()
  if (run.held === 0 && run.returned === 0) return null
  return (
    <p className="small soft">
      {[
        ...(run.held > 0 ? [`${t('deskCopies:where.held')}: ${formatNumber(run.held, locale)}`] : []),
        ...(run.returned > 0
          ? [`${t('deskCopies:where.returned')}: ${formatNumber(run.returned, locale)}`]
          : []),
      ].join(' · ')}
    </p>
  )
}

/** The delivery as it will be booked: read once more, then confirmed. */
function DeliveryCheck({ check, href }: { check: CheckedDelivery; href: string }) {
  const { t, locale } = useTexts()
  const { intent: _intent, ...typed } = check.typed
  return (
    <form method="post" className="stack narrow">
      <h2>{t('deskAdmin:stock.checkTitle')}</h2>
      <ul>
        <li>{`${t('deskCopies:delivery.copies')}: ${formatNumber(check.copies, locale)}`}</li>
        {check.overs > 0 ? (
          <li>{`${t('deskCopies:delivery.overs')}: ${formatNumber(check.overs, locale)}`}</li>
        ) : null}
        {check.spoils > 0 ? (
          <li>{`${t('deskCopies:delivery.spoils')}: ${formatNumber(check.spoils, locale)}`}</li>
        ) : null}
        <li>{`${t('deskCopies:delivery.on')}: ${formatDay(check.deliveredOn, locale)}`}</li>
        {check.isLast ? <li>{t('deskCopies:delivery.isLast')}</li> : null}
      </ul>
      {Object.entries(typed).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <p className="row">
        <button type="submit" className="button" name="intent" value="deliver">
          {t('deskAdmin:stock.book')}
        </button>
        <a className="target" href={href}>
          {t('deskOrders:leave')}
        </a>
      </p>
    </form>
  )
}
