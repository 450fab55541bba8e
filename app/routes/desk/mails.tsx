import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { MAIL_STATE_WORDS } from '#app/features/desk/order-words.ts'
import { resendMails } from '#app/features/desk/resend-mails.server.ts'
import { listMails, type ListedMail } from '#app/features/messages/list-mails.server.ts'
import { isMailState, MAIL_STATES } from '#app/features/messages/mail-state.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { formatInstant } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { readPage } from '#app/routes/desk/read-page.ts'
import { Badge } from '#app/ui/badge.tsx'
import { SelectField } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { Pagination } from '#app/ui/pagination.tsx'

const PER_PAGE = 50

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ request, staff }) => {
  const asked = new URL(request.url).searchParams.get('state')
  const state = isMailState(asked) ? asked : null
  const page = readPage(request)
  const { mails, total } = await listMails({ state, locale: staff.locale, page, perPage: PER_PAGE })
  return { mails, state, page, pages: Math.ceil(total / PER_PAGE) }
})

export const action = deskAction('secretariat', async ({ request, now }) => {
  const form = await readForm(request)
  const which = form.get('intent') === 'all' ? ('all' as const) : { mailIds: form.getAll('mail') }
  if (which !== 'all' && which.mailIds.length === 0)
    return data('deskWork:mails.noneChosen' as const, { status: 422 })
  const result = await resendMails(which, { now })
  if (!result.ok) return data('deskWork:mails.nothingFailed' as const, { status: 422 })
  return redirect(`/desk/work/${result.workId}`, { status: 303 })
})

/** Every mail that left or is to leave; failed ones can be sent again. */
export default function Mails() {
  const { mails, state, page, pages } = useLoaderData<typeof loader>()
  const problem = useActionData<typeof action>()
  const { t, locale } = useTexts()
  const hasFailed = mails.some((mail) => mail.canSendAgain)
  return (
    <>
      <DeskHeader title={t('deskWork:mails.title')} lead={t('deskWork:mails.lead')} />
      <div className="stack">
        {problem ? <Notice tone="error">{t(problem)}</Notice> : null}
        <form method="get" className="filters">
          <SelectField
            name="state"
            label={t('deskWork:mails.state')}
            defaultValue={state ?? ''}
            options={[
              { value: '', label: t('deskWork:mails.all') },
              ...MAIL_STATES.map((value) => ({ value, label: t(MAIL_STATE_WORDS[value].text) })),
            ]}
          />
          <p className="filter-button">
            <button type="submit" className="button quiet">
              {t('deskWork:show')}
            </button>
          </p>
        </form>
        {mails.length === 0 ? <p>{t('deskWork:mails.empty')}</p> : null}
        {mails.length > 0 ? (
          <form method="post" className="stack">
            <table className="table stacked">
              <thead>
                <tr>
                  <th scope="col">{t('deskWork:mails.subject')}</th>
                  <th scope="col">{t('deskWork:mails.to')}</th>
                  <th scope="col">{t('deskWork:mails.state')}</th>
                  <th scope="col">{t('deskWork:mails.when')}</th>
                </tr>
              </thead>
              <tbody>
                {mails.map((mail) => (
                  <tr key={mail.id}>
                    <th scope="row">
                      {mail.canSendAgain ? (
                        <label className="check" htmlFor={`mail-${mail.id}`}>
                          <input type="checkbox" id={`mail-${mail.id}`} name="mail" value={mail.id} />
                          <span>{mail.subject}</span>
                        </label>
                      ) : (
                        <MailSubject mail={mail} />
                      )}
                    </th>
                    <td>{mail.toEmail ?? t('deskWork:paper.erased')}</td>
                    <td>
                      <Badge tone={MAIL_STATE_WORDS[mail.state].tone}>
                        {t(MAIL_STATE_WORDS[mail.state].text)}
                      </Badge>
                      {mail.lastError ? <span className="block small soft">{mail.lastError}</span> : null}
                      {mail.state === 'failed' && mail.orderCode ? (
                        <a className="target code nowrap" href={`/desk/orders/${mail.orderCode}`}>
                          {mail.orderCode}
                        </a>
                      ) : null}
                    </td>
                    <td className="nowrap">{formatInstant(mail.sentAt ?? mail.createdAt, locale)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {hasFailed ? (
              <>
                <p className="small soft">{t('deskWork:mails.onceMore')}</p>
                <p className="row">
                  <button type="submit" className="button" name="intent" value="chosen">
                    {t('deskWork:mails.sendChosen')}
                  </button>
                  <button type="submit" className="button quiet" name="intent" value="all">
                    {t('deskWork:mails.sendAll')}
                  </button>
                </p>
              </>
            ) : null}
          </form>
        ) : null}
        <Pagination
          page={page}
          pages={pages}
          hrefFor={(number) =>
            `/desk/mails?${new URLSearchParams({ state: state ?? '', page: String(number) })}`
          }
        />
      </div>
    </>
  )
}

/** What a mail is about, which leads to its order, if there is one. */
function MailSubject({ mail: { subject, orderCode } }: { mail: ListedMail }) {
  if (orderCode === null) return <>{subject}</>
  return (
    <a className="target" href={`/desk/orders/${orderCode}`}>
      {subject}
    </a>
  )
}
