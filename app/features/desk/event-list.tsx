import type { EventView } from '#app/features/desk/desk-order.ts'
import { ACTOR_WORDS, EVENT_WORDS } from '#app/features/desk/order-words.ts'
import { formatInstant, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'

/** What happened to an order, and who did it. */
export function EventList({ events }: { events: readonly EventView[] }) {
  const { locale } = useTexts()
  return (
    <ol className="ruled dense">
      {events.map((event) => (
        <li key={event.id}>
          <p>
            <EventName kind={event.kind} />
            <EventDetails details={event.details} />
          </p>
          <p className="small soft">
            <time dateTime={event.at.toISOString()}>{formatInstant(event.at, locale)}</time> ·{' '}
            <ActorName actor={event.actor} staffName={event.staffName} />
          </p>
        </li>
      ))}
    </ol>
  )
}

/** A member of staff by name, anybody else by what they are. */
export function ActorName({ actor, staffName }: { actor: string; staffName: string | null }) {
  const { t } = useTexts()
  const known = ACTOR_WORDS[actor]
  return <>{staffName ?? (known ? t(known) : actor)}</>
}

/** The figures of an event that say more than its kind. */
function EventDetails({ details }: { details: unknown }) {
  const { t, locale } = useTexts()
  const { amountYen, amount, currency, copies, message } = (details ?? {}) as Record<string, unknown>
  const yen = typeof amountYen === 'number' ? amountYen : currency === 'jpy' ? amount : null
  const parts = [
    typeof yen === 'number' ? formatYen(yen, locale) : '',
    typeof copies === 'number' ? t('deskOrders:copies', { count: copies }) : '',
    typeof message === 'string' ? message : '',
  ].filter(Boolean)
  return parts.length > 0 ? <span className="soft"> · {parts.join(' · ')}</span> : null
}

function EventName({ kind }: { kind: string }) {
  const { t } = useTexts()
  const known = EVENT_WORDS[kind]
  return <>{known ? t(known) : kind}</>
}
