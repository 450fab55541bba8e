import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { cancelCount } from '#app/features/circulation/start-count.server.ts'
import { COUNT_STATE_WORDS } from '#app/features/desk/counts/count.ts'
import { CountTable } from '#app/features/desk/counts/count-table.tsx'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { formatInstant } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { countOf } from '#app/routes/desk/count-param.server.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { Badge } from '#app/ui/badge.tsx'
import { CheckField } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ request, params, staff }) => ({
  count: await countOf(params, staff),
  done: new URL(request.url).searchParams.get('done'),
}))

export const action = deskAction('secretariat', async ({ request, params, staff }) => {
  const { code } = await countOf(params, staff)
  const form = await readForm(request)
  if (!form.has('sure')) return data({ isSureNeeded: true }, { status: 422 })
  await cancelCount(code)
  return redirect(`/desk/counts/${code}`, { status: 303 })
})

/** One stock-taking: what is counted, what is still to count, and where to go from here. */
export default function Count() {
  const { count, done } = useLoaderData<typeof loader>()
  const isSureNeeded = useActionData<typeof action>()?.isSureNeeded ?? false
  const { t, locale } = useTexts()
  const isOpen = count.state === 'open'
  return (
    <>
      <DeskHeader
        title={t('deskCounts:one', { code: count.code })}
        lead={[formatInstant(count.startedAt, locale), count.staffName, count.note]
          .filter(Boolean)
          .join(' · ')}
        crumbs={[
          { label: t('deskAdmin:stock.title'), href: '/desk/stock' },
          { label: t('deskCounts:title'), href: '/desk/counts' },
        ]}
      />
      {done ? <Notice tone="success">{t('deskCounts:entered', { sku: done })}</Notice> : null}
      <div className="stack">
        <p className="row spread" role="status">
          <span>
            <Badge tone={count.state === 'booked' ? 'good' : 'plain'}>
              {t(COUNT_STATE_WORDS[count.state])}
            </Badge>{' '}
            {t('deskCounts:progress', { counted: count.counted, lines: count.lines.length })}
          </span>
          <progress className="progress" max={Math.max(1, count.lines.length)} value={count.counted}>
            {count.counted}
          </progress>
        </p>
        {isOpen ? (
          <p className="row">
            <a className="button" href={`/desk/counts/${count.code}/differences`}>
              {t('deskCounts:differences')}
            </a>
            <a className="button quiet" href={`/desk/counts/${count.code}/sheet`}>
              {t('deskCounts:sheet')}
            </a>
          </p>
        ) : null}
        <CountTable count={count} />
        {isOpen ? (
          <details open={isSureNeeded}>
            <summary>{t('deskCounts:giveUp')}</summary>
            <form method="post" className="form" noValidate>
              <p>{t('deskCounts:giveUpLead')}</p>
              <CheckField
                name="sure"
                label={t('deskCopies:end.sure')}
                error={isSureNeeded ? t('deskCopies:end.sureNeeded') : undefined}
              />
              <p>
                <button type="submit" className="button quiet">
                  {t('deskCounts:giveUp')}
                </button>
              </p>
            </form>
          </details>
        ) : null}
      </div>
    </>
  )
}
