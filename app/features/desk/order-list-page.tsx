import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import type { OrderList, OrderRow } from '#app/features/desk/list-desk-orders.server.ts'
import {
  isNarrowed,
  ORDER_CHANNELS,
  ORDER_FILTERS,
  ORDER_METHODS,
  ordersHref,
  type OrderFilters,
} from '#app/features/desk/order-filters.ts'
import { CHANNEL_WORDS, FILTER_WORDS, METHOD_WORDS, STATE_WORDS } from '#app/features/desk/order-words.ts'
import { formatDay, formatInstant, formatNumber, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Badge } from '#app/ui/badge.tsx'
import { CheckField, Field, SelectField } from '#app/ui/field.tsx'
import { Foreign } from '#app/ui/foreign.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { Pagination } from '#app/ui/pagination.tsx'

/** All orders, narrowed by what there is to do, and the way to pack many at once. */
export function OrderListPage({ filters, list }: { filters: OrderFilters; list: OrderList }) {
  const { t, locale } = useTexts()
  const isLess = isNarrowed(filters)
  return (
    <>
      <DeskHeader title={t('deskOrders:list.title')}>
        <p>
          <a className="button quiet" href="/desk/orders/new">
            {t('deskOrders:list.enter')}
          </a>
        </p>
      </DeskHeader>
      <Filters filters={filters} />
      <p className="row spread found" role="status">
        <span>
          {t('deskOrders:list.found', { count: list.total })}
          {list.total > 0
            ? ` · ${t('deskOrders:list.sums', {
                amount: formatYen(list.amountYen, locale),
                open: formatYen(list.openYen, locale),
              })}`
            : null}
        </span>
        {isLess ? (
          <a className="target" href="/desk/orders">
            {t('deskOrders:list.all')}
          </a>
        ) : null}
      </p>
      {list.total === 0 ? (
        <Notice title={t(isLess ? 'deskOrders:list.empty' : 'deskOrders:list.none')}>
          {t(isLess ? 'deskOrders:list.emptyAdvice' : 'deskOrders:list.noneAdvice')}
        </Notice>
      ) : (
        <OrderTable orders={list.orders} />
      )}
      <Pagination page={list.page} pages={list.pages} hrefFor={(page) => ordersHref({ ...filters, page })} />
    </>
  )
}

function Filters({ filters }: { filters: OrderFilters }) {
  const { t } = useTexts()
  const all = { value: '', label: t('deskOrders:list.any') }
  return (
    <form method="get" action="/desk/orders" role="search" className="filters desk-filters">
      <div className="whole">
        <Field
          name="q"
          type="search"
          label={t('deskOrders:list.search')}
          hint={t('deskOrders:list.searchHint')}
          maxLength={100}
          defaultValue={filters.q}
          autoComplete="off"
        />
      </div>
      <SelectField
        name="state"
        label={t('deskOrders:list.state')}
        defaultValue={filters.state ?? ''}
        options={[all, ...ORDER_FILTERS.map((value) => ({ value, label: t(FILTER_WORDS[value]) }))]}
      />
      <SelectField
        name="method"
        label={t('deskOrders:list.method')}
        defaultValue={filters.method ?? ''}
        options={[all, ...ORDER_METHODS.map((value) => ({ value, label: t(METHOD_WORDS[value]) }))]}
      />
      <SelectField
        name="channel"
        label={t('deskOrders:list.channel')}
        defaultValue={filters.channel ?? ''}
        options={[all, ...ORDER_CHANNELS.map((value) => ({ value, label: t(CHANNEL_WORDS[value]) }))]}
      />
      <Field name="from" type="date" label={t('deskOrders:list.from')} defaultValue={filters.from ?? ''} />
      <Field name="to" type="date" label={t('deskOrders:list.to')} defaultValue={filters.to ?? ''} />
      <CheckField name="task" label={t('deskOrders:list.withTask')} defaultChecked={filters.task} />
      <button type="submit" className="button">
        {t('common:action.search')}
      </button>
    </form>
  )
}

function OrderTable({ orders }: { orders: readonly OrderRow[] }) {
  const { t } = useTexts()
  const canPack = orders.some((order) => order.toPack > 0)
  const columns = [
    t('deskOrders:list.order'),
    t('deskOrders:list.reader'),
    t('deskOrders:list.goods'),
    t('deskOrders:list.state'),
  ]
  return (
    <form method="post" action="/desk/packing">
      <table className="table stacked">
        <caption className="visually-hidden">{t('deskOrders:list.title')}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t('deskOrders:list.select')}</span>
            </th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
            <th scope="col" className="number">
              {t('deskOrders:list.amount')}
            </th>
          </tr>
        </thead>
        <tbody>
          {orders.map((order) => (
            <Row key={order.id} order={order} />
          ))}
        </tbody>
      </table>
      {canPack ? (
        <p className="row form-foot">
          <button type="submit" className="button">
            {t('deskOrders:list.pack')}
          </button>
          <span className="small soft">{t('deskOrders:list.packHint')}</span>
        </p>
      ) : null}
    </form>
  )
}

function Row({ order }: { order: OrderRow }) {
  const { t, locale } = useTexts()
  return (
    <tr>
      <td className="pick">
        {order.toPack > 0 ? (
          <label className="pick-box">
            <input type="checkbox" name="order" value={order.id} />
            <span className="visually-hidden">{t('deskOrders:list.selectOne', { code: order.code })}</span>
          </label>
        ) : null}
      </td>
      <th scope="row">
        <a className="code target nowrap" href={`/desk/orders/${order.code}`}>
          {order.code}
        </a>
        <span className="block small soft">{formatInstant(order.placedAt, locale)}</span>
      </th>
      <td>
        {order.contactName}
        <span className="block small soft">
          {t(METHOD_WORDS[order.method])}
          {order.channel === 'web' ? null : ` · ${t(CHANNEL_WORDS[order.channel])}`}
        </span>
      </td>
      <td>
        {order.goods.slice(0, 3).map((line) => (
          <span key={line.description} className="block">
            <Foreign lang={line.textLanguage} withNote={false}>
              {line.description}
            </Foreign>{' '}
            <span className="nowrap">× {line.quantity}</span>
          </span>
        ))}
        {order.goods.length > 3 ? (
          <span className="block small soft">
            {t('deskOrders:list.moreGoods', { count: order.goods.length - 3 })}
          </span>
        ) : null}
      </td>
      <td>
        <OrderBadges order={order} />
      </td>
      <td className="number">
        {formatYen(order.totalYen, locale)}
        {order.openYen > 0 && order.openYen < order.totalYen ? (
          <span className="block small">
            {t('deskOrders:list.open', { open: formatYen(order.openYen, locale) })}
          </span>
        ) : null}
      </td>
    </tr>
  )
}

function OrderBadges({ order }: { order: OrderRow }) {
  const { t, locale } = useTexts()
  const state = STATE_WORDS[order.state]
  return (
    <span className="badges">
      <Badge tone={state.tone}>{t(state.text)}</Badge>
      {order.toPack > 0 ? (
        <span className="small soft">
          {t('deskOrders:list.copies', { copies: formatNumber(order.toPack, locale) })}
        </span>
      ) : null}
      {order.overdueSince ? (
        <Badge tone="bad">
          {t('deskOrders:list.overdueSince', { day: formatDay(order.overdueSince, locale, 'short') })}
        </Badge>
      ) : null}
      {order.isReported ? <Badge tone="bad">{t('deskOrders:filter.reported')}</Badge> : null}
      {order.tasks > 0 ? (
        <Badge tone="warn">{t('deskOrders:list.tasks', { count: order.tasks })}</Badge>
      ) : null}
    </span>
  )
}
