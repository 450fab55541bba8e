import type { SessionRow } from '#app/features/staff/list-sessions.server.ts'
import { formatInstant } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Badge } from '#app/ui/badge.tsx'

type SessionsTableProps = {
  sessions: readonly SessionRow[]
  /** The browser that looks at this page. */
  own?: string
}

/** The browsers in which somebody is signed in, each with a button that ends it; sent are `intent` and `session`. */
export function SessionsTable({ sessions, own }: SessionsTableProps) {
  const { t, locale } = useTexts()
  return (
    <div className="scroll-x">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('desk:me.device')}</th>
            <th scope="col">{t('desk:me.since')}</th>
            <th scope="col">{t('desk:me.lastSeen')}</th>
            <th scope="col">
              <span className="visually-hidden">{t('desk:me.end')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <tr key={session.id}>
              <th scope="row">{session.device}</th>
              <td>{formatInstant(session.createdAt, locale)}</td>
              <td>{formatInstant(session.lastSeenAt, locale)}</td>
              <td>
                {session.id === own ? (
                  <Badge tone="good">{t('desk:me.thisOne')}</Badge>
                ) : (
                  <form method="post">
                    <input type="hidden" name="session" value={session.id} />
                    <button type="submit" className="link-button" name="intent" value="end">
                      {t('desk:me.end')}
                    </button>
                  </form>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
