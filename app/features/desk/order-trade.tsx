import { documentCode } from '#app/domain/document.ts'
import { Totals } from '#app/features/checkout/lines-table.tsx'
import type { DeskOrder, GoodsView, PaymentView, RefundView } from '#app/features/desk/desk-order.ts'
import {
  DOCUMENT_WORDS,
  METHOD_WORDS,
  PROBLEM_WORDS,
  REFUND_STATE_WORDS,
  RESOLUTION_WORDS,
} from '#app/features/desk/order-words.ts'
import { formatDay, formatInstant, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Badge } from '#app/ui/badge.tsx'
import { Foreign } from '#app/ui/foreign.tsx'

/** What was ordered, and where each copy is. */
export function GoodsSection({ order }: { order: DeskOrder }) {
  const { t } = useTexts()
  return (
    <section className="stack" aria-labelledby="goods">
      <h2 id="goods">{t('deskOrders:goods.title')}</h2>
      <ul className="ruled dense" role="list">
        {order.goods.map((line) => (
          <GoodsLine key={line.chargeLineId} line={line} />
        ))}
      </ul>
      <Totals totals={order.totals} />
    </section>
  )
}

function GoodsLine({ line }: { line: GoodsView }) {
  const { t, locale } = useTexts()
  const places = [
    { text: t('deskOrders:goods.held', { count: line.held }), copies: line.held },
    { text: t('deskOrders:goods.preordered', { count: line.preordered }), copies: line.preordered },
    { text: t('deskOrders:goods.posted', { count: line.posted }), copies: line.posted },
    { text: t('deskOrders:goods.released', { count: line.released }), copies: line.released },
  ].filter((place) => place.copies > 0)
  return (
    <li className="order-line">
      <div>
        <p className="line-name">
          <Foreign lang={line.textLanguage} withNote={false}>
            {line.description}
          </Foreign>
        </p>
        <p className="small soft">
          <span className="code">{line.sku}</span> ·{' '}
          {t('checkout:line.quantity', { unit: formatYen(line.unitYen, locale), quantity: line.quantity })}
        </p>
        <p className="small">
          {line.format === 'pdf'
            ? line.availableAt
              ? t('deskOrders:goods.pdfOpen', { count: line.downloads })
              : t('deskOrders:goods.pdfClosed')
            : places.map((place) => place.text).join(' · ')}
        </p>
        {line.refundedYen > 0 ? (
          <p className="small">
            {t('deskOrders:goods.refunded', { amount: formatYen(line.refundedYen, locale) })}
          </p>
        ) : null}
        {line.creditedYen > 0 ? (
          <p className="small">
            {t('deskOrders:goods.credited', { amount: formatYen(line.creditedYen, locale) })}
          </p>
        ) : null}
      </div>
      <p className="price">{formatYen(line.amountYen, locale)}</p>
    </li>
  )
}

/** What came in and what went back, with the documents about it. */
export function MoneySection({ order }: { order: DeskOrder }) {
  const { t, locale } = useTexts()
  return (
    <section className="stack" aria-labelledby="money">
      <h2 id="money">{t('deskOrders:money.title')}</h2>
      <dl className="facts compact">
        <div>
          <dt>{t('deskOrders:money.reference')}</dt>
          <dd className="code">{order.reference}</dd>
        </div>
        <div>
          <dt>{t('deskOrders:money.paid')}</dt>
          <dd>{formatYen(order.paidYen, locale)}</dd>
        </div>
        {order.openYen > 0 ? (
          <div>
            <dt>{t('deskOrders:money.open')}</dt>
            <dd>{formatYen(order.openYen, locale)}</dd>
          </div>
        ) : null}
        {order.surplusYen > 0 ? (
          <div>
            <dt>{t('deskOrders:money.surplus')}</dt>
            <dd>{formatYen(order.surplusYen, locale)}</dd>
          </div>
        ) : null}
        {order.refundedYen > 0 ? (
          <div>
            <dt>{t('deskOrders:money.refunded')}</dt>
            <dd>{formatYen(order.refundedYen, locale)}</dd>
          </div>
        ) : null}
        {order.creditedYen > 0 ? (
          <div>
            <dt>{t('deskOrders:money.credited')}</dt>
            <dd>{formatYen(order.creditedYen, locale)}</dd>
          </div>
        ) : null}
      </dl>
      <Payments payments={order.payments} />
      <Refunds refunds={order.refunds} />
      <Documents order={order} />
    </section>
  )
}

/** What came in, piece by piece. */
export function Payments({ payments }: { payments: readonly PaymentView[] }) {
  const { t } = useTexts()
  if (payments.length === 0) return <p className="soft">{t('deskOrders:money.none')}</p>
  return (
    <ul className="ruled dense" role="list">
      {payments.map((payment) => (
        <Payment key={payment.id} payment={payment} />
      ))}
    </ul>
  )
}

function Payment({ payment }: { payment: PaymentView }) {
  const { t, locale } = useTexts()
  const isYen = payment.currency === 'jpy'
  return (
    <li className="order-line">
      <div>
        <p>
          {t('deskOrders:money.payment', {
            method: t(METHOD_WORDS[payment.method]),
            day: formatDay(payment.receivedOn, locale),
          })}
        </p>
        <p className="small soft">
          {[
            payment.note ? t('deskOrders:money.note', { note: payment.note }) : '',
            payment.stripeId ?? '',
            t('deskOrders:money.allocated', { amount: formatYen(payment.allocatedYen, locale) }),
            payment.surplusYen > 0
              ? t('deskOrders:money.beyond', { amount: formatYen(payment.surplusYen, locale) })
              : '',
            payment.refundedYen > 0
              ? t('deskOrders:money.wentBack', { amount: formatYen(payment.refundedYen, locale) })
              : '',
            payment.feeYen ? t('deskOrders:money.fee', { amount: formatYen(payment.feeYen, locale) }) : '',
            payment.confirmed ? '' : t('deskOrders:money.unconfirmed'),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      <p className="price">
        {isYen ? formatYen(payment.amount, locale) : `${payment.amount} ${payment.currency.toUpperCase()}`}
      </p>
    </li>
  )
}

/** What went back, piece by piece. */
export function Refunds({ refunds }: { refunds: readonly RefundView[] }) {
  const { t } = useTexts()
  if (refunds.length === 0) return null
  return (
    <>
      <h3>{t('deskOrders:money.refunds')}</h3>
      <ul className="ruled dense" role="list">
        {refunds.map((refund) => (
          <Refund key={refund.id} refund={refund} />
        ))}
      </ul>
    </>
  )
}

function Refund({ refund }: { refund: RefundView }) {
  const { t, locale } = useTexts()
  return (
    <li className="order-line">
      <div>
        <p className="badges">
          {refund.method === null ? (
            t('deskOrders:money.creditAt', { at: formatInstant(refund.createdAt, locale) })
          ) : (
            <>
              {t('deskOrders:money.refundBy', {
                method: t(METHOD_WORDS[refund.method]),
                at: formatInstant(refund.createdAt, locale),
              })}
              <Badge tone={refund.state === 'failed' ? 'bad' : refund.state === 'pending' ? 'warn' : 'good'}>
                {t(REFUND_STATE_WORDS[refund.state])}
              </Badge>
            </>
          )}
          {refund.provisional ? <Badge tone="warn">{t('deskOrders:money.provisional')}</Badge> : null}
        </p>
        <ul className="plain small">
          {refund.lines.map((line) => (
            <li key={line.description}>
              <Foreign lang={line.textLanguage} withNote={false}>
                {line.description}
              </Foreign>
              {line.copies > 0 ? ` × ${line.copies}` : null} · {formatYen(line.amountYen, locale)}
              {line.restocked > 0 ? ` · ${t('deskOrders:money.restocked', { count: line.restocked })}` : null}
            </li>
          ))}
          {refund.surplusYen > 0 ? (
            <li>{t('deskOrders:money.beyond', { amount: formatYen(refund.surplusYen, locale) })}</li>
          ) : null}
        </ul>
        {refund.reason ? <p className="small pre-line">{refund.reason}</p> : null}
        {refund.staffName ? <p className="small soft">{refund.staffName}</p> : null}
      </div>
      <p className="price">{formatYen(-refund.amountYen, locale)}</p>
    </li>
  )
}

function Documents({ order }: { order: DeskOrder }) {
  const { t, locale } = useTexts()
  return (
    <>
      <h3>{t('deskOrders:document.title')}</h3>
      <ul className="ruled dense" role="list">
        {order.documents.map((document) => (
          <li key={document.id} className="order-line">
            <p>
              {t(DOCUMENT_WORDS[document.kind])}{' '}
              <a className="target code" href={`/desk/documents/${document.id}`}>
                {documentCode(document)}
              </a>{' '}
              <span className="small soft">{formatDay(document.issuedOn, locale)}</span>
              {document.isVoid ? <Badge tone="bad">{t('deskOrders:document.void')}</Badge> : null}
            </p>
            <p className="price">{formatYen(document.totalYen, locale)}</p>
          </li>
        ))}
      </ul>
      <p>
        <a className="target" href={`/desk/documents/new?order=${order.code}`}>
          {t('deskOrders:document.issue')}
        </a>
      </p>
    </>
  )
}

/** The parcels that left, and what readers said of them. */
export function ParcelsSection({ order }: { order: DeskOrder }) {
  const { t, locale } = useTexts()
  if (order.shipments.length === 0) return null
  return (
    <section className="stack" aria-labelledby="parcels">
      <h2 id="parcels">{t('deskOrders:parcel.title')}</h2>
      <ul className="ruled dense" role="list">
        {order.shipments.map((shipment) => (
          <li key={shipment.id} className="stack-s">
            <p className="badges">
              {t('deskOrders:parcel.posted', { day: formatDay(shipment.postedOn, locale, 'weekday') })}
              {shipment.isReplacement ? (
                <Badge tone="accent">{t('deskOrders:parcel.replacement')}</Badge>
              ) : null}
            </p>
            <ul className="plain small">
              {shipment.lines.map((line) => (
                <li key={line.description}>
                  <Foreign lang={line.textLanguage} withNote={false}>
                    {line.description}
                  </Foreign>{' '}
                  × {line.copies}
                </li>
              ))}
            </ul>
            <p className="small soft">
              {shipment.tracking ? (
                <a className="target code" href={shipment.tracking.url}>
                  {shipment.tracking.number}
                </a>
              ) : (
                t('deskOrders:parcel.untracked')
              )}
              {shipment.staffName ? ` · ${shipment.staffName}` : null}
            </p>
            <Reports order={order} shipmentId={shipment.id} />
            {order.reports.some(
              (report) => report.shipmentId === shipment.id && report.problem === 'undeliverable',
            ) ? null : (
              <p>
                <a className="target" href={`/desk/orders/${order.code}/came-back/${shipment.id}`}>
                  {t('deskOrders:parcel.cameBackLink')}
                </a>
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Reports({ order, shipmentId }: { order: DeskOrder; shipmentId: string }) {
  const { t, locale } = useTexts()
  const reports = order.reports.filter((report) => report.shipmentId === shipmentId)
  return reports.map((report) => (
    <div key={report.id} className={report.resolution ? 'notice' : 'notice warn'}>
      <p>
        <b>{t(PROBLEM_WORDS[report.problem])}</b>{' '}
        <span className="small soft">{formatInstant(report.reportedAt, locale)}</span>
      </p>
      {report.message ? <p className="small pre-line">{report.message}</p> : null}
      {report.resolution && report.resolvedAt ? (
        <p className="small">
          {t(RESOLUTION_WORDS[report.resolution])} · {formatInstant(report.resolvedAt, locale)}
          {report.staffName ? ` · ${report.staffName}` : null}
        </p>
      ) : (
        <p>
          <a className="target" href={`/desk/orders/${order.code}/parcels/${report.id}`}>
            {t('deskOrders:step.parcel')}
          </a>
        </p>
      )}
    </div>
  ))
}
