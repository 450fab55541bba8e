import { MAIL_STATE_WORDS } from '#app/features/desk/order-words.ts'
import type { MailBatchOutcome } from '#app/features/desk/resend-mails.server.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { MAIL_STATES } from '#app/features/messages/mail-state.ts'

/** What became of the mails of a batch. */
export function MailBatchResult({ outcome }: { outcome: MailBatchOutcome }) {
  const { t } = useTexts()
  return (
    <section>
      <dl className="facts compact">
        {MAIL_STATES.filter((state) => outcome[state] > 0).map((state) => (
          <div key={state}>
            <dt>{t(MAIL_STATE_WORDS[state].text)}</dt>
            <dd>{outcome[state]}</dd>
          </div>
        ))}
      </dl>
      <p className="row">
        <a href="/desk/mails">{t('deskWork:mails.title')}</a>
      </p>
    </section>
  )
}
