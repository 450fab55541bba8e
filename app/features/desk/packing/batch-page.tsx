import type { EventView } from '#app/features/desk/desk-order.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { EventList } from '#app/features/desk/event-list.tsx'
import { Destination } from '#app/features/desk/packing/destination.tsx'
import type { Batch, BatchOrder } from '#app/features/desk/packing/load-batch.server.ts'
import { PARCEL_PROBLEM_TEXTS, REFUSAL_TEXTS } from '#app/features/desk/packing/packing-texts.ts'
import type { PostProblem, TrackingProblem } from '#app/features/desk/packing/post-batch.server.ts'
import { formatDay, formatInstant } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Badge } from '#app/ui/badge.tsx'
import { ErrorSummary } from '#app/ui/error-summary.tsx'
import { Notice } from '#app/ui/notice.tsx'

/** What came of the form: what was typed, what was wrong with it, what left. */
export type BatchAnswer = {
  typed: Record<string, string>
  chosen: string[]
  isNothingChosen: boolean
  /** `events` are what has happened to the order since the form was made. */
  problems: { orderId: string; problem: TrackingProblem | PostProblem; events: EventView[] }[]
  /** Codes of the orders that left just now. */
  posted: string[]
}

/** Orders that were packed together, to be marked as posted. */
export function BatchPage({ batch, answer }: { batch: Batch; answer: BatchAnswer | null }) {
  const { t, locale } = useTexts()
  const { work, orders } = batch
  const problems = (answer?.problems ?? []).map((problem) => ({
    ...problem,
    code: orders.find(({ id }) => id === problem.orderId)?.code ?? '',
  }))
  // What has changed meanwhile is told with what happened; its field may be gone.
  const errors = problems
    .filter(({ problem }) => problem !== 'changed')
    .map(({ orderId, code, problem }) => ({
      field: `tracking-${orderId}`,
      message: `${code}: ${t(PARCEL_PROBLEM_TEXTS[problem])}`,
    }))
  const isWaiting = orders.some(({ state }) => state === 'to-post')
  return (
    <>
      <DeskHeader
        title={t('deskWork:batch.title')}
        lead={t('deskWork:work.asked', {
          name: work.staffName ?? t('deskWork:work.nobody'),
          at: formatInstant(work.createdAt, locale),
        })}
        crumbs={[{ label: t('deskWork:packing.title'), href: '/desk/packing' }]}
      >
        <p className="row">
          <a href={`/desk/work/${work.id}`}>{t('deskWork:batch.papers')}</a>
        </p>
      </DeskHeader>
      <div className="stack">
        {answer?.isNothingChosen ? <Notice tone="error">{t('deskWork:batch.nothingChosen')}</Notice> : null}
        <ErrorSummary errors={errors} />
        {problems
          .filter(({ problem }) => problem === 'changed')
          .map(({ orderId, code, events }) => (
            <ChangedParcel key={orderId} code={code} events={events} />
          ))}
        {answer && answer.posted.length > 0 ? (
          <Notice tone="success">
            {t('deskWork:batch.posted', { count: answer.posted.length, codes: answer.posted.join(', ') })}
          </Notice>
        ) : null}
        <form method="post" className="stack">
          <table className="table stacked">
            <caption className="visually-hidden">{t('deskWork:batch.title')}</caption>
            <thead>
              <tr>
                <th scope="col">
                  <span className="visually-hidden">{t('deskWork:packing.choose')}</span>
                </th>
                <th scope="col">{t('deskWork:packing.order')}</th>
                <th scope="col">{t('deskWork:packing.to')}</th>
                <th scope="col">{t('deskWork:batch.tracking')}</th>
              </tr>
            </thead>
            <tbody>
              {orders.map((order) => (
                <ParcelRow key={order.id} order={order} answer={answer} />
              ))}
            </tbody>
          </table>
          {isWaiting ? (
            <>
              <p className="small soft">{t('deskWork:batch.consequence')}</p>
              <p>
                <button type="submit" className="button">
                  {t('deskWork:batch.post')}
                </button>
              </p>
            </>
          ) : (
            <p>{t('deskWork:batch.allGone')}</p>
          )}
        </form>
      </div>
    </>
  )
}

/** The second of two people sees what the first one did to an order, which was not posted. */
function ChangedParcel({ code, events }: { code: string; events: readonly EventView[] }) {
  const { t } = useTexts()
  return (
    <Notice tone="error" title={t('deskWork:batch.changedTitle', { code })}>
      <p>{t('deskWork:batch.changedLead')}</p>
      <EventList events={events} />
    </Notice>
  )
}

function ParcelRow({ order, answer }: { order: BatchOrder; answer: BatchAnswer | null }) {
  const { t } = useTexts()
  const isWaiting = order.state === 'to-post'
  return (
    <tr>
      <td className="pick">
        {isWaiting ? (
          <label className="pick-box">
            <input
              type="checkbox"
              name="order"
              value={order.id}
              defaultChecked={answer?.chosen.includes(order.id) ?? true}
            />
            <span className="visually-hidden">{t('deskWork:packing.chooseOne', { code: order.code })}</span>
          </label>
        ) : null}
      </td>
      <th scope="row">
        <a className="code target nowrap" href={`/desk/orders/${order.code}`}>
          {order.code}
        </a>
      </th>
      <td>
        <Destination address={order.address} />
      </td>
      <td>{isWaiting ? <TrackingField order={order} answer={answer} /> : <Outcome order={order} />}</td>
    </tr>
  )
}

function TrackingField({ order, answer }: { order: BatchOrder; answer: BatchAnswer | null }) {
  const { t } = useTexts()
  const id = `tracking-${order.id}`
  const problem = answer?.problems.find(({ orderId }) => orderId === order.id)?.problem
  return (
    <div className="field">
      <input type="hidden" name={`seen-${order.id}`} value={order.seenEventId} />
      <label className="visually-hidden" htmlFor={id}>
        {t('deskWork:batch.trackingOf', { code: order.code })}
      </label>
      {problem ? (
        <p className="error" id={`${id}-error`}>
          {t(PARCEL_PROBLEM_TEXTS[problem])}
        </p>
      ) : null}
      <input
        id={id}
        name={id}
        className="input"
        inputMode="text"
        autoComplete="off"
        maxLength={40}
        defaultValue={answer?.typed[order.id]}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? `${id}-error` : undefined}
      />
    </div>
  )
}

function Outcome({ order }: { order: BatchOrder }) {
  const { t, locale } = useTexts()
  if (order.state === 'packed-again') return <Badge>{t('deskWork:batch.isPackedAgain')}</Badge>
  if (order.state !== 'posted') return <Outdated order={order} />
  return (
    <>
      <Badge tone="good">{t('deskWork:batch.isPosted')}</Badge>{' '}
      {order.postedOn ? formatDay(order.postedOn, locale, 'short') : null}
      {order.trackingNumber ? <span className="block code">{order.trackingNumber}</span> : null}
    </>
  )
}

/** What lies packed here is wrong by now: why, and what to do about it. */
function Outdated({ order }: { order: BatchOrder }) {
  const { t } = useTexts()
  return (
    <>
      <Badge tone="warn">
        {t(order.state === 'moved' ? 'deskWork:batch.isMoved' : 'deskWork:batch.isChanged')}
      </Badge>
      {order.refusal ? (
        <span className="block small">{t(REFUSAL_TEXTS[order.refusal])}</span>
      ) : (
        <span className="block small">
          {t('deskWork:batch.oldPapers')}{' '}
          <a className="target" href="/desk/packing">
            {t('deskWork:batch.packAgain')}
          </a>
        </span>
      )}
    </>
  )
}
