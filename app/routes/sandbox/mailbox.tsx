import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { formatInstant } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { MAIL_STATES } from '#app/routes/sandbox/mail-states.ts'
import { loadMailbox } from '#app/sandbox/pages/mailbox.server.ts'
import { requireDemo } from '#app/sandbox/pages/page-locale.server.ts'

export async function loader({ request }: LoaderFunctionArgs) {
  requireDemo()
  return await loadMailbox(new URL(request.url).searchParams.get('before'))
}

/** All mails that the shop sent, newest first. */
export default function Mailbox() {
  const { mails, older } = useLoaderData<typeof loader>()
  const { t, locale } = useTexts()
  return (
    <>
      <header className="page-head">
        <h1>{t('sandbox:mailbox.title')}</h1>
        <p>{t('sandbox:mailbox.lead')}</p>
      </header>
      {mails.length === 0 ? (
        <p>{t('sandbox:mailbox.empty')}</p>
      ) : (
        <ul className="ruled" role="list">
          {mails.map((mail) => (
            <li key={mail.id} className="stack-s">
              <p>
                <a className="target" href={`/sandbox/mailbox/${mail.id}?lang=${locale}`}>
                  {mail.subject}
                </a>
              </p>
              <p className="small soft">
                {t('sandbox:mailbox.to', { to: mail.to })} · {formatInstant(mail.sentAt, locale)} ·{' '}
                {t(MAIL_STATES[mail.state])}
              </p>
            </li>
          ))}
        </ul>
      )}
      {older ? (
        <p>
          <a className="button quiet" href={`/sandbox/mailbox?lang=${locale}&before=${older}`}>
            {t('sandbox:mailbox.older')}
          </a>
        </p>
      ) : null}
    </>
  )
}
