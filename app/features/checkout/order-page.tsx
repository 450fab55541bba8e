import type { ReactNode } from 'react'
import { AddressFacts } from '#app/features/checkout/address-facts.tsx'
import { LineList, Totals } from '#app/features/checkout/lines-table.tsx'
import { METHOD_TEXTS } from '#app/features/checkout/method-texts.ts'
import { OrderStateBlock } from '#app/features/checkout/order-state-block.tsx'
import type { OrderView } from '#app/features/checkout/order-view.ts'
import { formatDay, formatInstant, formatYen } from '#app/platform/i18n/format.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Fact } from '#app/ui/fact.tsx'
import { Badge } from '#app/ui/badge.tsx'
import { Foreign } from '#app/ui/foreign.tsx'
import { Notice, type NoticeTone } from '#app/ui/notice.tsx'
import { PageHeader } from '#app/ui/page-header.tsx'

export type OrderNotice = { tone: NoticeTone; text: TextKey }

type OrderPageProps = {
  view: OrderView
  notice: OrderNotice | null
  /** Its receipts and other papers. */ papers?: ReactNode
}

/** An order's own page: how it stands, what to do next, and all that was agreed. Made to be printed too. */
export function OrderPage({ view, notice, papers }: OrderPageProps) {
  const { t, locale } = useTexts()
  return (
    <div className="narrow">
      <PageHeader
        title={
          <>
            {t('order:title')} <span className="code nowrap">{view.code}</span>
          </>
        }
        lead={t('order:placedAt', { at: formatInstant(view.placedAt, locale) })}
      />
      <div className="stack-l">
        {notice ? <Notice tone={notice.tone}>{t(notice.text)}</Notice> : null}
        <OrderStateBlock view={view} />
        <Shipments view={view} />
        <section className="stack" aria-labelledby="lines">
          <h2 id="lines">{t('order:section.lines')}</h2>
          <LineList lines={view.lines} />
          <Totals totals={view.totals} />
          <PaidSoFar view={view} />
        </section>
        {papers}
        <Contact view={view} />
        <History view={view} />
        <Actions view={view} />
      </div>
    </div>
  )
}

function PaidSoFar({ view }: { view: OrderView }) {
  const { t, locale } = useTexts()
  if (view.allocatedYen === 0 && view.refundedYen === 0 && view.creditedYen === 0) return null
  return (
    <dl className="facts compact">
      <div>
        <dt>{t('order:money.received')}</dt>
        <dd>{formatYen(view.allocatedYen + view.refundedYen, locale)}</dd>
      </div>
      {view.missingYen > 0 ? (
        <div>
          <dt>{t('order:money.missing')}</dt>
          <dd>{formatYen(view.missingYen, locale)}</dd>
        </div>
      ) : null}
      {view.refundedYen > 0 ? (
        <div>
          <dt>{t('order:money.refunded')}</dt>
          <dd>{formatYen(view.refundedYen, locale)}</dd>
        </div>
      ) : null}
      {view.creditedYen > 0 ? (
        <div>
          <dt>{t('order:money.credited')}</dt>
          <dd>{formatYen(view.creditedYen, locale)}</dd>
        </div>
      ) : null}
    </dl>
  )
}

function Shipments({ view }: { view: OrderView }) {
  const { t, locale } = useTexts()
  if (view.shipments.length === 0) return null
  return (
    <section className="stack" aria-labelledby="shipments">
      <h2 id="shipments">{t('order:section.shipments')}</h2>
      <ul className="ruled" role="list">
        {view.shipments.map((shipment) => (
          <li key={shipment.id} className="stack-s">
            <p>
              {t('order:shipment.postedOn', { day: formatDay(shipment.postedOn, locale, 'weekday') })}
              {shipment.isReplacement ? (
                <>
                  {' '}
                  <Badge tone="accent">{t('order:shipment.replacement')}</Badge>
                </>
              ) : null}
            </p>
            <ul>
              {shipment.lines.map((line) => (
                <li key={line.description}>
                  <Foreign lang={line.textLanguage} withNote={false}>
                    {line.description}
                  </Foreign>{' '}
                  {t('order:shipment.copies', { copies: line.copies })}
                </li>
              ))}
            </ul>
            {shipment.tracking ? (
              <p>
                {t('order:shipment.tracking')} <span className="code">{shipment.tracking.number}</span>
                <br />
                <a className="target" href={shipment.tracking.url}>
                  {t('order:shipment.track')}
                </a>
              </p>
            ) : (
              <p className="small soft">{t('order:shipment.untracked')}</p>
            )}
            {shipment.report ? (
              <p className="small">
                {shipment.report.isOpen
                  ? t(shipment.report.cameBack ? 'order:report.cameBack' : 'order:report.reported', {
                      day: formatDay(shipment.report.on, locale),
                    })
                  : t('order:report.settled')}
              </p>
            ) : null}
          </li>
        ))}
      </ul>
      {view.shipments.some((shipment) => shipment.report?.isOpen !== true) ? (
        <p className="no-print">
          <a className="target" href={`/${locale}/orders/${view.token}/report`}>
            {t('order:report.link')}
          </a>
        </p>
      ) : null}
    </section>
  )
}

function Contact({ view }: { view: OrderView }) {
  const { t, locale } = useTexts()
  const { contact } = view
  return (
    <section className="stack" aria-labelledby="contact">
      <div className="row spread">
        <h2 id="contact">{t('order:section.contact')}</h2>
        {view.can.correct ? (
          <a className="target no-print" href={`/${locale}/orders/${view.token}/details`}>
            {t('order:action.correct')}
          </a>
        ) : null}
      </div>
      <dl className="facts">
        <Fact term={t('checkout:contact.name')}>
          {contact.name}
          {contact.furigana ? <span className="soft"> ({contact.furigana})</span> : null}
        </Fact>
        {contact.email ? <Fact term={t('checkout:contact.email')}>{contact.email}</Fact> : null}
        {contact.phone ? <Fact term={t('checkout:contact.phone')}>{contact.phone}</Fact> : null}
        <AddressFacts of={contact} />
        <Fact term={t('checkout:receipt.name')}>{contact.receiptName ?? contact.name}</Fact>
        {view.method === 'cash' ? null : (
          <Fact term={t('checkout:method.legend')}>{t(METHOD_TEXTS[view.method].name)}</Fact>
        )}
        {contact.note ? (
          <Fact term={t('checkout:note.legend')}>
            <span className="pre-line">{contact.note}</span>
          </Fact>
        ) : null}
      </dl>
    </section>
  )
}

function History({ view }: { view: OrderView }) {
  const { t, locale } = useTexts()
  return (
    <section className="stack" aria-labelledby="history">
      <h2 id="history">{t('order:section.history')}</h2>
      <ol className="ruled">
        {view.history.map((event) => (
          <li key={`${event.at.toISOString()} ${event.text}`}>
            <time dateTime={event.at.toISOString()} className="small soft block">
              {formatInstant(event.at, locale)}
            </time>
            {t(event.text)}
          </li>
        ))}
      </ol>
    </section>
  )
}

function Actions({ view }: { view: OrderView }) {
  const { t, locale } = useTexts()
  return (
    <section className="stack no-print" aria-labelledby="help">
      <h2 id="help">{t('order:section.help')}</h2>
      <p>{t('order:help.keep')}</p>
      <p>
        {t('order:help.ask')}{' '}
        <a className="target" href={`mailto:${view.shop.email}`}>
          {view.shop.email}
        </a>{' '}
        ·{' '}
        <a className="target" href={`tel:${view.shop.phone.replace(/[^\d+]/g, '')}`}>
          {view.shop.phone}
        </a>
      </p>
      {view.can.cancel ? (
        <p>
          <a className="target" href={`/${locale}/orders/${view.token}/cancel`}>
            {t('order:action.cancel')}
          </a>
        </p>
      ) : null}
    </section>
  )
}
