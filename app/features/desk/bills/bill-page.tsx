import type { ReactNode } from 'react'
import { documentCode } from '#app/domain/document.ts'
import { formatReference } from '#app/domain/reference.ts'
import { mayDo, type Role } from '#app/domain/roles.ts'
import { AddressBlock } from '#app/features/checkout/address-block.tsx'
import { BILL_WORDS } from '#app/features/desk/bills/bill-filters.ts'
import { BillForms } from '#app/features/desk/bills/bill-forms.tsx'
import type { DeskBill } from '#app/features/desk/bills/desk-bill.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { BooksSection, MailsSection } from '#app/features/desk/order-history.tsx'
import { Payments, Refunds } from '#app/features/desk/order-trade.tsx'
import { DOCUMENT_WORDS, METHOD_WORDS } from '#app/features/desk/order-words.ts'
import { TaskItem } from '#app/features/desk/task-item.tsx'
import { formatDay, formatLanguage, formatYen } from '#app/platform/i18n/format.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Badge } from '#app/ui/badge.tsx'
import { Fact } from '#app/ui/fact.tsx'
import { Foreign } from '#app/ui/foreign.tsx'
import { Notice } from '#app/ui/notice.tsx'

type BillPageProps = {
  bill: DeskBill
  role: Role
  /** What was just done. */
  done: TextKey | null
  /** Why something was not. */
  problem: TextKey | null
}

/** One bill that no order stands behind, with its whole history; what can be done next stands on top. */
export function BillPage({ bill, role, done, problem }: BillPageProps) {
  const { t } = useTexts()
  return (
    <>
      <BillHeader bill={bill} />
      <div className="stack">
        {done ? <Notice tone="success">{t(done)}</Notice> : null}
        {problem ? <Notice tone="error">{t(problem)}</Notice> : null}
        <Standing bill={bill} role={role} />
      </div>
      <div className="two-up order-columns">
        <div className="stack-l">
          <LinesSection bill={bill} />
          <section className="stack" aria-labelledby="money">
            <h2 id="money">{t('bills:payments')}</h2>
            <Payments payments={bill.payments} />
            <Refunds refunds={bill.refunds} />
          </section>
          <MailsSection order={bill} />
        </div>
        <div className="stack-l">
          <TasksSection bill={bill} />
          <PayerSection bill={bill} />
          <DocumentsSection bill={bill} />
          <BillForms bill={bill} role={role} />
        </div>
      </div>
      <div className="stack-l order-ledger">
        <BooksSection order={{ entries: bill.entries, movements: [] }} />
      </div>
    </>
  )
}

/** The way back and what the bill is called. */
export function BillHeader({ bill, title }: { bill: DeskBill; title?: ReactNode }) {
  const { t } = useTexts()
  const list = { label: t('bills:list.title'), href: '/desk/bills' }
  if (title) {
    const page = { label: bill.subject, href: `/desk/bills/${bill.reference}` }
    return <DeskHeader title={title} crumbs={[list, page]} />
  }
  return (
    <DeskHeader
      title={
        <>
          {t('bills:title')} <span className="code nowrap">{bill.subject}</span>
        </>
      }
      crumbs={[list]}
    />
  )
}

function Standing({ bill, role }: { bill: DeskBill; role: Role }) {
  const { t, locale } = useTexts()
  const { text, tone } = BILL_WORDS[bill.state]
  const isTreasurer = mayDo(role, 'treasurer')
  return (
    <section className="panel standing" aria-labelledby="standing">
      <h2 id="standing" className="row">
        <Badge tone={tone}>{t(text)}</Badge>
        <span className="standing-sum">{formatYen(bill.amountYen, locale)}</span>
        <span className="small soft">{t(METHOD_WORDS[bill.method])}</span>
      </h2>
      {bill.openYen > 0 ? (
        <p>
          {t('deskOrders:order.missing', {
            amount: formatYen(bill.openYen, locale),
            reference: formatReference(bill.reference),
          })}{' '}
          {t('deskOrders:order.due', { day: formatDay(bill.dueOn, locale, 'weekday') })}
        </p>
      ) : null}
      {bill.surplusYen > 0 ? (
        <p>{t('deskOrders:order.surplus', { amount: formatYen(bill.surplusYen, locale) })}</p>
      ) : null}
      <p className="row">
        {isTreasurer ? (
          <a
            className={bill.isOpen ? 'button' : 'button quiet'}
            href={`/desk/bills/${bill.reference}/payment`}
          >
            {t('deskOrders:step.payment')}
          </a>
        ) : null}
        {isTreasurer && canRefund(bill) ? (
          <a className="button quiet" href={`/desk/bills/${bill.reference}/refund`}>
            {t('bills:refund.title')}
          </a>
        ) : null}
        {bill.subjectHref ? (
          <a className="button quiet" href={bill.subjectHref}>
            {t('bills:matter')}
          </a>
        ) : null}
      </p>
      {bill.isOpen && !isTreasurer ? <p className="small soft">{t('deskOrders:order.treasurers')}</p> : null}
      <p className="small soft">{t('bills:earnedOn', { day: formatDay(bill.earnedOn, locale) })}</p>
    </section>
  )
}

/** Whether any money of it could go back: what is too much, or what was paid of a bill that is paid. */
function canRefund(bill: DeskBill): boolean {
  return bill.surplusYen > 0 || (bill.state === 'paid' && bill.paidYen > 0)
}

function LinesSection({ bill }: { bill: DeskBill }) {
  const { t, locale } = useTexts()
  return (
    <section className="stack" aria-labelledby="lines">
      <h2 id="lines">{t('bills:lines')}</h2>
      <ul className="ruled dense" role="list">
        {bill.lines.map((line) => (
          <li key={line.id} className="order-line">
            <p className="line-name">
              <Foreign lang={line.textLanguage} withNote={false}>
                {line.description}
              </Foreign>
              {line.quantity > 1 ? ` × ${line.quantity}` : null}
              {line.refundedYen > 0 ? (
                <span className="block small soft">
                  {t('deskOrders:goods.refunded', { amount: formatYen(line.refundedYen, locale) })}
                </span>
              ) : null}
            </p>
            <p className="price">{formatYen(line.amountYen, locale)}</p>
          </li>
        ))}
      </ul>
      <dl className="facts compact">
        <div className="total">
          <dt>{t('checkout:totals.total')}</dt>
          <dd>
            <span className="price">{formatYen(bill.amountYen, locale)}</span>
          </dd>
        </div>
        {bill.taxBlocks.map((block) => (
          <div key={block.taxRate} className="small">
            <dt>
              {t('checkout:totals.tax', { rate: block.taxRate, gross: formatYen(block.grossYen, locale) })}
            </dt>
            <dd>{formatYen(block.taxYen, locale)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function TasksSection({ bill }: { bill: DeskBill }) {
  const { t } = useTexts()
  if (bill.tasks.length === 0) return null
  return (
    <section className="stack" aria-labelledby="tasks">
      <h2 id="tasks">{t('deskOrders:task.title')}</h2>
      <ul className="ruled dense" role="list">
        {bill.tasks.map((task) => (
          <TaskItem key={task.id} task={task} back={`/desk/bills/${bill.reference}`} withOrder={false} />
        ))}
      </ul>
    </section>
  )
}

function PayerSection({ bill: { payer, reference } }: { bill: DeskBill }) {
  const { t, locale } = useTexts()
  return (
    <section className="stack" aria-labelledby="payer">
      <h2 id="payer">{t('bills:payer')}</h2>
      <dl className="facts narrow-terms">
        <Fact term={t('checkout:contact.name')}>{payer.name || t('bills:erased')}</Fact>
        <Fact term={t('checkout:contact.email')}>
          {payer.email ? (
            <a className="target" href={`mailto:${payer.email}`}>
              {payer.email}
            </a>
          ) : (
            t('deskOrders:contact.noEmail')
          )}
        </Fact>
        {payer.address ? (
          <Fact term={t('bills:address')}>
            <AddressBlock address={payer.address} />
          </Fact>
        ) : null}
        <Fact term={t('deskOrders:contact.language')}>{formatLanguage(payer.locale, locale)}</Fact>
        <Fact term={t('deskOrders:money.reference')}>
          <span className="code">{formatReference(reference)}</span>
        </Fact>
      </dl>
    </section>
  )
}

function DocumentsSection({ bill }: { bill: DeskBill }) {
  const { t, locale } = useTexts()
  if (bill.documents.length === 0) return null
  return (
    <section className="stack" aria-labelledby="documents">
      <h2 id="documents">{t('deskOrders:document.title')}</h2>
      <ul className="ruled dense" role="list">
        {bill.documents.map((document) => (
          <li key={document.id}>
            <p className="badges">
              {t(DOCUMENT_WORDS[document.kind])}{' '}
              <a className="target code" href={`/desk/documents/${document.id}`}>
                {documentCode(document)}
              </a>{' '}
              <span className="small soft">{formatDay(document.issuedOn, locale)}</span>
              {document.isVoid ? <Badge tone="bad">{t('deskOrders:document.void')}</Badge> : null}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
