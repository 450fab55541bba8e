import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { formatInstant } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { MAIL_STATES } from '#app/routes/sandbox/mail-states.ts'
import { loadMail } from '#app/sandbox/pages/mailbox.server.ts'
import { requireDemo } from '#app/sandbox/pages/page-locale.server.ts'

export async function loader({ params }: LoaderFunctionArgs) {
  requireDemo()
  const mail = await loadMail(params.id ?? '')
  if (!mail) throw new Response(null, { status: 404 })
  return mail
}

/** One mail: its head, how it looks, and its text. */
export default function Mail() {
  const mail = useLoaderData<typeof loader>()
  const { t, locale } = useTexts()
  return (
    <div className="stack-l">
      <header className="page-head">
        <p>
          <a href={`/sandbox/mailbox?lang=${locale}`}>{t('sandbox:mail.back')}</a>
        </p>
        <h1>{mail.subject}</h1>
      </header>
      <dl className="facts">
        <Fact term={t('sandbox:mail.from')} value={mail.from} />
        <Fact term={t('sandbox:mail.to')} value={mail.to.join(', ')} />
        {mail.replyTo.length > 0 ? (
          <Fact term={t('sandbox:mail.replyTo')} value={mail.replyTo.join(', ')} />
        ) : null}
        <Fact term={t('sandbox:mail.sentAt')} value={formatInstant(mail.sentAt, locale)} />
        <Fact term={t('sandbox:mail.state')} value={t(MAIL_STATES[mail.lastEvent])} />
        {Object.entries(mail.headers).map(([name, value]) => (
          <Fact key={name} term={name} value={value} />
        ))}
        {mail.tags.length > 0 ? (
          <Fact
            term={t('sandbox:mail.tags')}
            value={mail.tags.map((tag) => `${tag.name}=${tag.value}`).join(', ')}
          />
        ) : null}
      </dl>
      {mail.html ? (
        <section className="section">
          <h2>{t('sandbox:mail.html')}</h2>
          <iframe
            title={t('sandbox:mail.frame', { subject: mail.subject })}
            src={`/sandbox/mailbox/${mail.id}/html`}
            width="100%"
            height="800"
            sandbox="allow-popups allow-top-navigation-by-user-activation"
          />
        </section>
      ) : null}
      {mail.text ? (
        <section className="section">
          <h2>{t('sandbox:mail.text')}</h2>
          <div className="panel pre-line">{mail.text}</div>
        </section>
      ) : null}
    </div>
  )
}

function Fact({ term, value }: { term: string; value: string }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{value}</dd>
    </div>
  )
}
