import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { LABEL_SHEET_NAMES, labelsOn } from '#app/features/desk/packing/batch.ts'
import type { WaitingBatch } from '#app/features/desk/packing/list-packable.server.ts'
import type { PackOrdersResult } from '#app/features/desk/packing/pack-orders.server.ts'
import type { PackingFacts } from '#app/features/desk/packing/packing-facts.server.ts'
import { Destination } from '#app/features/desk/packing/destination.tsx'
import { Outdated } from '#app/features/desk/packing/outdated.tsx'
import { REFUSAL_TEXTS } from '#app/features/desk/packing/packing-texts.ts'
import { formatDay, formatInstant, formatNumber } from '#app/platform/i18n/format.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { tokyoDayOf } from '#app/domain/day.ts'
import { ErrorSummary } from '#app/ui/error-summary.tsx'
import { Field, SelectField } from '#app/ui/field.tsx'
import { Foreign } from '#app/ui/foreign.tsx'
import { Notice } from '#app/ui/notice.tsx'

export type PackingProblem = Exclude<PackOrdersResult, { ok: true }>

export type PackingPageData = {
  orders: PackingFacts[]
  total: number
  batches: WaitingBatch[]
  /** Ids of the orders that are ticked; null ticks all of them. */
  chosen: string[] | null
  sheet: string
  firstLabel: string
  problem: PackingProblem | null
}

const PROBLEM_TEXTS: Record<Exclude<PackingProblem['reason'], 'not-packable'>, TextKey> = {
  'nothing-chosen': 'deskWork:packing.nothingChosen',
  'too-many': 'deskWork:packing.tooMany',
  sheet: 'errors:choice',
  'first-label': 'deskWork:packing.firstLabelWrong',
  'not-found': 'errors:tampered',
}

/** What can be packed now, and what lies packed. */
export function PackingPage({ page }: { page: PackingPageData }) {
  const { t } = useTexts()
  return (
    <>
      <DeskHeader title={t('deskWork:packing.title')} lead={t('deskWork:packing.lead')} />
      <div className="stack-l">
        <Problem problem={page.problem} />
        {page.orders.length === 0 ? (
          <Notice title={t('deskWork:packing.empty')}>{t('deskWork:packing.emptyAdvice')}</Notice>
        ) : (
          <PackingForm page={page} />
        )}
        <Batches batches={page.batches} />
      </div>
    </>
  )
}

function Problem({ problem }: { problem: PackingProblem | null }) {
  const { t, locale } = useTexts()
  if (!problem) return null
  if (problem.reason === 'first-label')
    return <ErrorSummary errors={[{ field: 'firstLabel', message: t(PROBLEM_TEXTS[problem.reason]) }]} />
  if (problem.reason !== 'not-packable')
    return <Notice tone="error">{t(PROBLEM_TEXTS[problem.reason])}</Notice>
  return (
    <Notice tone="error" title={t('deskWork:packing.refused')}>
      <ul>
        {problem.refused.map((order) => (
          <li key={order.code}>
            <a className="code target" href={`/desk/orders/${order.code}`}>
              {order.code}
            </a>
            {': '}
            {order.reason === 'packed' && order.at
              ? t('deskWork:packing.packedBy', {
                  name: order.by ?? t('deskWork:work.nobody'),
                  at: formatInstant(order.at, locale),
                })
              : t(REFUSAL_TEXTS[order.reason])}
          </li>
        ))}
      </ul>
    </Notice>
  )
}

function PackingForm({ page }: { page: PackingPageData }) {
  const { t } = useTexts()
  const firstLabelWrong = page.problem?.reason === 'first-label'
  return (
    <form method="post" action="/desk/packing" className="stack">
      <p role="status">
        {t('deskWork:packing.found', { count: page.total })}
        {page.total > page.orders.length
          ? ` ${t('deskWork:packing.shown', { shown: page.orders.length })}`
          : null}
      </p>
      <table className="table stacked">
        <caption className="visually-hidden">{t('deskWork:packing.title')}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t('deskWork:packing.choose')}</span>
            </th>
            <th scope="col">{t('deskWork:packing.order')}</th>
            <th scope="col">{t('deskWork:packing.to')}</th>
            <th scope="col">{t('deskWork:packing.goods')}</th>
            <th scope="col" className="number">
              {t('deskWork:packing.weight')}
            </th>
          </tr>
        </thead>
        <tbody>
          {page.orders.map((order) => (
            <OrderRow key={order.id} order={order} isChosen={page.chosen?.includes(order.id) ?? true} />
          ))}
        </tbody>
      </table>
      <fieldset className="framed narrow">
        <legend>{t('deskWork:packing.labels')}</legend>
        <div className="fields">
          <SelectField
            name="sheet"
            label={t('deskWork:packing.sheet')}
            defaultValue={page.sheet}
            options={LABEL_SHEET_NAMES.map((name) => ({
              value: name,
              label: t('deskWork:packing.perSheet', { count: labelsOn(name) }),
            }))}
          />
          <Field
            name="firstLabel"
            label={t('deskWork:packing.firstLabel')}
            hint={t('deskWork:packing.firstLabelHint')}
            inputMode="numeric"
            className="tiny"
            maxLength={2}
            defaultValue={page.firstLabel}
            error={firstLabelWrong ? t('deskWork:packing.firstLabelWrong') : undefined}
          />
        </div>
      </fieldset>
      <p className="small soft">{t('deskWork:packing.consequence')}</p>
      <p>
        <button type="submit" className="button" name="intent" value="pack">
          {t('deskWork:packing.pack')}
        </button>
      </p>
    </form>
  )
}

function OrderRow({ order, isChosen }: { order: PackingFacts; isChosen: boolean }) {
  const { t, locale } = useTexts()
  return (
    <tr>
      <td className="pick">
        <label className="pick-box">
          <input type="checkbox" name="order" value={order.id} defaultChecked={isChosen} />
          <span className="visually-hidden">{t('deskWork:packing.chooseOne', { code: order.code })}</span>
        </label>
      </td>
      <th scope="row">
        <a className="code target nowrap" href={`/desk/orders/${order.code}`}>
          {order.code}
        </a>
        <span className="block small soft nowrap">
          {formatDay(tokyoDayOf(order.placedAt), locale, 'short')}
        </span>
      </th>
      <td>
        <Destination address={order.address} />
        {order.note ? <span className="block small typed">{order.note}</span> : null}
        <Outdated packing={order} />
      </td>
      <td>
        {order.lines.map((line) => (
          <span key={line.sku} className="block">
            <Foreign lang={line.textLanguage} withNote={false}>
              {line.description}
            </Foreign>{' '}
            <span className="nowrap">× {line.copies}</span>
          </span>
        ))}
      </td>
      <td className="number">{t('deskWork:packing.grams', { grams: formatNumber(order.grams, locale) })}</td>
    </tr>
  )
}

function Batches({ batches }: { batches: readonly WaitingBatch[] }) {
  const { t, locale } = useTexts()
  if (batches.length === 0) return null
  return (
    <section className="section">
      <h2>{t('deskWork:packing.waiting')}</h2>
      <ul className="ruled">
        {batches.map((batch) => (
          <li key={batch.id}>
            <a className="target" href={`/desk/packing/${batch.id}`}>
              {t('deskWork:packing.batch', { at: formatInstant(batch.createdAt, locale) })}
            </a>{' '}
            {t('deskWork:packing.left', { left: batch.toPost, orders: batch.orders })}
            {batch.staffName ? <span className="block small soft">{batch.staffName}</span> : null}
          </li>
        ))}
      </ul>
    </section>
  )
}
