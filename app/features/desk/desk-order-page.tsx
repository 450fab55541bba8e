import type { ReactNode } from 'react'
import { mayDo, type Role } from '#app/domain/roles.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import type { DeskOrder } from '#app/features/desk/desk-order.ts'
import { nextSteps } from '#app/features/desk/next-steps.ts'
import {
  BooksSection,
  AuditSection,
  HistorySection,
  MailsSection,
} from '#app/features/desk/order-history.tsx'
import { ContactSection, NotesSection, TasksSection } from '#app/features/desk/order-people.tsx'
import { GoodsSection, MoneySection, ParcelsSection } from '#app/features/desk/order-trade.tsx'
import { PackingNotice } from '#app/features/desk/packing/packing-notice.tsx'
import { CHANNEL_WORDS, METHOD_WORDS, STATE_WORDS } from '#app/features/desk/order-words.ts'
import { formatDay, formatInstant, formatYen } from '#app/platform/i18n/format.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Badge } from '#app/ui/badge.tsx'
import { Notice } from '#app/ui/notice.tsx'

type DeskOrderPageProps = {
  order: DeskOrder
  role: Role
  /** What was just done. */
  done: TextKey | null
  /** A note that was refused, with what is wrong with it. */
  note: { text: string; problem: TextKey } | null
}

/** One order with its whole history; what can be done next stands on top. */
export function DeskOrderPage({ order, role, done, note }: DeskOrderPageProps) {
  const { t } = useTexts()
  return (
    <>
      <OrderHeader order={order} />
      <div className="stack">
        {done ? <Notice tone="success">{t(done)}</Notice> : null}
        <Standing order={order} role={role} />
      </div>
      <div className="two-up order-columns">
        <div className="stack-l">
          <GoodsSection order={order} />
          <MoneySection order={order} />
          <ParcelsSection order={order} />
          <MailsSection order={order} />
        </div>
        <div className="stack-l">
          <TasksSection order={order} />
          <ContactSection order={order} />
          <NotesSection order={order} refused={note} />
          <HistorySection order={order} />
        </div>
      </div>
      <div className="stack-l order-ledger">
        <BooksSection order={order} />
        <AuditSection order={order} />
      </div>
    </>
  )
}

/** The way back and what the order is called. */
export function OrderHeader({ order, title }: { order: Pick<DeskOrder, 'code'>; title?: ReactNode }) {
  const { t } = useTexts()
  const list = { label: t('deskOrders:list.title'), href: '/desk/orders' }
  if (!title) {
    return (
      <DeskHeader
        title={
          <>
            {t('deskOrders:order.title')} <span className="code nowrap">{order.code}</span>
          </>
        }
        crumbs={[list]}
      />
    )
  }
  return (
    <DeskHeader title={title} crumbs={[list, { label: order.code, href: `/desk/orders/${order.code}` }]} />
  )
}

function Standing({ order, role }: { order: DeskOrder; role: Role }) {
  const { t, locale } = useTexts()
  const state = STATE_WORDS[order.state]
  const steps = nextSteps(order)
  const mine = steps.filter((step) => mayDo(role, step.needs))
  return (
    <section className="panel standing" aria-labelledby="standing">
      <h2 id="standing" className="row">
        <Badge tone={state.tone}>{t(state.text)}</Badge>
        {order.isOverdue ? <Badge tone="bad">{t('deskOrders:order.overdue')}</Badge> : null}
        <span className="standing-sum">{formatYen(order.totals.totalYen, locale)}</span>
        <span className="small soft">
          {t(METHOD_WORDS[order.method])}
          {order.terms === 'billed' ? ` (${t('deskOrders:order.billed')})` : null}
        </span>
      </h2>
      <Waiting order={order} />
      {mine.length > 0 ? (
        <p className="row">
          {mine.map((step) => (
            <a key={step.href} href={step.href} className={step.isMain ? 'button' : 'button quiet'}>
              {t(step.label)}
            </a>
          ))}
        </p>
      ) : null}
      {mine.length < steps.length ? <p className="small soft">{t('deskOrders:order.treasurers')}</p> : null}
      <p className="small soft">
        {t('deskOrders:order.placed', {
          at: formatInstant(order.placedAt, locale),
          channel: t(CHANNEL_WORDS[order.channel]),
        })}
        {order.enteredBy ? ` · ${t('deskOrders:order.enteredBy', { name: order.enteredBy })}` : null}
        {order.packedAt
          ? ` · ${t('deskOrders:order.packedAt', { at: formatInstant(order.packedAt, locale) })}`
          : null}
        {order.buyerReference
          ? ` · ${t('deskOrders:order.buyerReference', { reference: order.buyerReference })}`
          : null}
      </p>
    </section>
  )
}

/** What the order waits for, in a sentence. */
function Waiting({ order }: { order: DeskOrder }) {
  const { t, locale } = useTexts()
  const held = order.goods.reduce((sum, line) => sum + line.held, 0)
  const preordered = order.goods.reduce((sum, line) => sum + line.preordered, 0)
  return (
    <>
      {order.erasedAt ? (
        <p>{t('deskOrders:order.erased', { at: formatInstant(order.erasedAt, locale) })}</p>
      ) : null}
      {order.openYen > 0 ? (
        <p>
          {t('deskOrders:order.missing', {
            amount: formatYen(order.openYen, locale),
            reference: order.reference,
          })}
          {order.dueOn
            ? ` ${t('deskOrders:order.due', { day: formatDay(order.dueOn, locale, 'weekday') })}`
            : null}
          {order.expiresAt
            ? ` ${t('deskOrders:order.expires', { at: formatInstant(order.expiresAt, locale) })}`
            : null}
        </p>
      ) : null}
      {order.surplusYen > 0 ? (
        <p>{t('deskOrders:order.surplus', { amount: formatYen(order.surplusYen, locale) })}</p>
      ) : null}
      {order.isServed && held > 0 ? <p>{t('deskOrders:order.ready', { count: held })}</p> : null}
      {order.isServed ? <PackingNotice packing={order.packing} /> : null}
      {order.isServed && preordered > 0 ? (
        <p>{t('deskOrders:order.preordered', { count: preordered })}</p>
      ) : null}
    </>
  )
}
