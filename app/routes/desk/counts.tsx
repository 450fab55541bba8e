import { redirect } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { startCount } from '#app/features/circulation/start-count.server.ts'
import { COUNT_STATE_WORDS } from '#app/features/desk/counts/count.ts'
import { listCounts } from '#app/features/desk/counts/load-count.server.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { formatInstant } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { Badge } from '#app/ui/badge.tsx'
import { Field } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async () => ({ counts: await listCounts() }))

export const action = deskAction('secretariat', async ({ request, now }) => {
  const form = await readForm(request)
  // Where one is open already, that is where to go on.
  const { code } = await startCount({ note: form.get('note')?.trim().slice(0, 200) ?? null }, { now })
  return redirect(`/desk/counts/${code}`, { status: 303 })
})

/** Stock-takings, and the button that begins one. */
export default function Counts() {
  const { counts } = useLoaderData<typeof loader>()
  const { t, locale } = useTexts()
  const open = counts.find(({ state }) => state === 'open')
  return (
    <>
      <DeskHeader
        title={t('deskCounts:title')}
        lead={t('deskCounts:lead')}
        crumbs={[{ label: t('deskAdmin:stock.title'), href: '/desk/stock' }]}
      />
      <div className="stack">
        {open ? (
          <Notice title={t('deskCounts:openNow')}>
            <a className="button" href={`/desk/counts/${open.code}`}>
              {t('deskCounts:goOn', { code: open.code })}
            </a>
          </Notice>
        ) : (
          <form method="post" className="form" noValidate>
            <Field
              name="note"
              label={t('deskCounts:note')}
              hint={t('deskCounts:noteHint')}
              maxLength={200}
              autoComplete="off"
            />
            <p>
              <button type="submit" className="button">
                {t('deskCounts:start')}
              </button>
            </p>
          </form>
        )}
        {counts.length === 0 ? (
          <p>{t('deskCounts:none')}</p>
        ) : (
          <ul className="ruled dense" role="list">
            {counts.map((count) => (
              <li key={count.code} className="row spread">
                <span>
                  <a className="code target nowrap" href={`/desk/counts/${count.code}`}>
                    {count.code}
                  </a>{' '}
                  {formatInstant(count.startedAt, locale)} {count.note}
                </span>
                <span className="row">
                  {t('deskCounts:progress', { counted: count.counted, lines: count.lines })}
                  <Badge tone={count.state === 'booked' ? 'good' : 'plain'}>
                    {t(COUNT_STATE_WORDS[count.state])}
                  </Badge>
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  )
}
