import type { AuditView, DeskOrder, EntryView, MovementView } from '#app/features/desk/desk-order.ts'
import { STOCK_MOVEMENT_WORDS } from '#app/features/desk/movement-words.ts'
import { ActorName, EventList } from '#app/features/desk/event-list.tsx'
import {
  CHANGE_WORDS,
  ENTRY_WORDS,
  MAIL_STATE_WORDS,
  MAIL_WORDS,
  TABLE_WORDS,
} from '#app/features/desk/order-words.ts'
import { formatDay, formatInstant, formatYen } from '#app/platform/i18n/format.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Badge } from '#app/ui/badge.tsx'

/** What happened, newest last, and who did it. */
export function HistorySection({ order }: { order: DeskOrder }) {
  const { t } = useTexts()
  return (
    <section className="stack" aria-labelledby="history">
      <h2 id="history">{t('deskOrders:history.title')}</h2>
      <EventList events={order.events} />
    </section>
  )
}

/** What the reader was told, and whether it reached her. */
export function MailsSection({ order }: { order: Pick<DeskOrder, 'mails'> }) {
  const { t, locale } = useTexts()
  const name = useNames(MAIL_WORDS)
  return (
    <section className="stack" aria-labelledby="mails">
      <h2 id="mails">{t('deskOrders:mails.title')}</h2>
      {order.mails.length === 0 ? <p className="soft">{t('deskOrders:mails.none')}</p> : null}
      <ul className="ruled dense" role="list">
        {order.mails.map((mail) => (
          <li key={mail.id}>
            <p className="badges">
              {name(mail.template)}
              <Badge tone={MAIL_STATE_WORDS[mail.state].tone}>{t(MAIL_STATE_WORDS[mail.state].text)}</Badge>
              {mail.mark ? <Badge tone="bad">{t('deskOrders:mails.bounced')}</Badge> : null}
            </p>
            <p className="small soft">
              {mail.toEmail} · {formatInstant(mail.sentAt ?? mail.createdAt, locale)}
              {mail.state === 'pending' && mail.attempts > 0
                ? ` · ${t('deskOrders:mails.attempts', { count: mail.attempts })}`
                : null}
            </p>
            {mail.lastError && mail.state !== 'sent' ? <p className="small">{mail.lastError}</p> : null}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What the order has moved in the ledger and in the stock. */
export function BooksSection({ order }: { order: Pick<DeskOrder, 'entries' | 'movements'> }) {
  const { t } = useTexts()
  return (
    <section className="stack" aria-labelledby="books">
      <h2 id="books">{t('deskOrders:books.title')}</h2>
      {order.entries.length === 0 ? (
        <p className="soft">{t('deskOrders:books.none')}</p>
      ) : (
        <Entries entries={order.entries} />
      )}
      {order.movements.length > 0 ? <Movements movements={order.movements} /> : null}
    </section>
  )
}

function Entries({ entries }: { entries: readonly EntryView[] }) {
  const { t, locale } = useTexts()
  const name = useNames(ENTRY_WORDS)
  return (
    <table className="table stacked">
      <caption>{t('deskOrders:books.entries')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('deskOrders:books.day')}</th>
          <th scope="col">{t('deskOrders:books.what')}</th>
          <th scope="col">{t('deskOrders:books.account')}</th>
          <th scope="col" className="number">
            {t('deskOrders:books.debit')}
          </th>
          <th scope="col" className="number">
            {t('deskOrders:books.credit')}
          </th>
        </tr>
      </thead>
      {entries.map((entry) => (
        <tbody key={entry.id}>
          {entry.postings.map((posting, index) => (
            <tr key={`${posting.account} ${posting.debitYen} ${posting.creditYen}`}>
              {index === 0 ? (
                <>
                  <td rowSpan={entry.postings.length}>
                    {formatDay(entry.eventOn, locale, 'short')}
                    {entry.postedOn === entry.eventOn ? null : (
                      <span className="block small soft">
                        {t('deskOrders:books.postedOn', {
                          day: formatDay(entry.postedOn, locale, 'short'),
                        })}
                      </span>
                    )}
                  </td>
                  <td rowSpan={entry.postings.length}>{name(entry.kind)}</td>
                </>
              ) : null}
              <td lang="ja">{posting.account}</td>
              <td className="number" data-label={t('deskOrders:books.debit')}>
                {posting.debitYen > 0 ? formatYen(posting.debitYen, locale) : ''}
              </td>
              <td className="number" data-label={t('deskOrders:books.credit')}>
                {posting.creditYen > 0 ? formatYen(posting.creditYen, locale) : ''}
              </td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  )
}

function Movements({ movements }: { movements: readonly MovementView[] }) {
  const { t, locale } = useTexts()
  const name = useNames(STOCK_MOVEMENT_WORDS)
  return (
    <table className="table stacked">
      <caption>{t('deskOrders:books.movements')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('deskOrders:books.day')}</th>
          <th scope="col">{t('deskOrders:books.what')}</th>
          <th scope="col">{t('deskOrders:books.edition')}</th>
          <th scope="col" className="number">
            {t('deskOrders:books.copies')}
          </th>
        </tr>
      </thead>
      <tbody>
        {movements.map((movement) => (
          <tr key={movement.id}>
            <td>{formatDay(movement.movedOn, locale, 'short')}</td>
            <td>
              {name(movement.kind)}
              {movement.staffName ? <span className="small soft"> {movement.staffName}</span> : null}
            </td>
            <td>
              <span className="code">{movement.sku}</span>{' '}
              <span className="small soft">{t('deskOrders:books.run', { run: movement.run })}</span>
            </td>
            <td className="number" data-label={t('deskOrders:books.copies')}>
              {movement.copies > 0 ? `+${movement.copies}` : movement.copies}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Who changed which row of this order. */
export function AuditSection({ order }: { order: DeskOrder }) {
  const { t } = useTexts()
  if (order.audit.length === 0) return null
  return (
    <section aria-labelledby="audit">
      <h2 id="audit">{t('deskOrders:audit.title')}</h2>
      <details>
        <summary>{t('deskOrders:audit.show', { count: order.audit.length })}</summary>
        <ul className="ruled dense" role="list">
          {order.audit.map((entry) => (
            <AuditLine key={entry.id} entry={entry} />
          ))}
        </ul>
      </details>
    </section>
  )
}

function AuditLine({ entry }: { entry: AuditView }) {
  const { locale } = useTexts()
  const table = useNames(TABLE_WORDS)
  const change = useNames(CHANGE_WORDS)
  return (
    <li>
      <p>
        {table(entry.table)}: {change(entry.change)}{' '}
        <span className="small soft">
          {formatInstant(entry.at, locale)} · <ActorName actor={entry.actor} staffName={entry.staffName} />
        </span>
      </p>
      {entry.columns.length > 0 ? (
        <ul className="plain small">
          {entry.columns.map((column) => (
            <li key={column.name}>
              <span className="code">{column.name}</span>: {column.before} → {column.after}
            </li>
          ))}
        </ul>
      ) : null}
    </li>
  )
}

/** What is called something has its name said; anything new keeps its own. */
function useNames(words: Readonly<Record<string, TextKey>>): (name: string) => string {
  const { t } = useTexts()
  return (name) => {
    const known = words[name]
    return known ? t(known) : name
  }
}
