import { data, redirect, type HeadersArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { PackingOutcome } from '#app/features/desk/packing/batch.ts'
import { PapersResult } from '#app/features/desk/packing/papers-result.tsx'
import { AnnouncementResult } from '#app/features/desk/supplements/announcement-result.tsx'
import { loadAnnouncement } from '#app/features/desk/supplements/list-announcements.server.ts'
import { loadMailBatch } from '#app/features/desk/resend-mails.server.ts'
import { loadOutcome, loadWork } from '#app/features/work/load-work.server.ts'
import { runWorkAgain } from '#app/features/work/run-work-again.server.ts'
import {
  canRunAgain,
  WORK_KIND_TEXTS,
  WORK_PROBLEM_TEXTS,
  WORK_STATE_TEXTS,
} from '#app/features/work/work.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { formatInstant } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { MailBatchResult } from '#app/features/desk/mail-batch-result.tsx'
import { Notice } from '#app/ui/notice.tsx'

/** How often the page of a running work asks for itself again. */
const REFRESH_SECONDS = 2

export function headers({ loaderHeaders }: HeadersArgs): Record<string, string> {
  const refresh = loaderHeaders.get('Refresh')
  return { ...privateHeaders(), ...(refresh === null ? {} : { Refresh: refresh }) }
}

export const loader = deskLoader('secretariat', async ({ params, request }) => {
  const work = await loadWork(params.id ?? '')
  if (!work) throw new Response(null, { status: 404 })
  const isPaused = new URL(request.url).searchParams.has('still')
  const isUnderWay = work.state === 'queued' || work.state === 'running'
  const papers =
    work.kind === 'packing' ? PackingOutcome.safeParse(await loadOutcome(work.id)).data : undefined
  const mails = work.kind === 'mail-batch' ? await loadMailBatch(work.id) : null
  const announcement = work.kind === 'announcement' ? await loadAnnouncement(work.id) : null
  // The browser's own way to load a page again: no script, and no meta element that axe has doubts about.
  const refresh = isUnderWay && !isPaused ? { Refresh: String(REFRESH_SECONDS) } : undefined
  return data({ work, isUnderWay, isPaused, papers, mails, announcement }, { headers: refresh })
})

export const action = deskAction('secretariat', async ({ params }) => {
  const id = params.id ?? ''
  if (!(await loadWork(id))) throw new Response(null, { status: 404 })
  await runWorkAgain(id)
  return redirect(`/desk/work/${id}`, { status: 303 })
})

/** How far a long work is, and its result. */
export default function WorkPage() {
  const { work, isUnderWay, isPaused, papers, mails, announcement } = useLoaderData<typeof loader>()
  const { t, locale } = useTexts()
  return (
    <>
      <DeskHeader
        title={t(WORK_KIND_TEXTS[work.kind])}
        lead={t('deskWork:work.asked', {
          name: work.staffName ?? t('deskWork:work.nobody'),
          at: formatInstant(work.createdAt, locale),
        })}
        crumbs={[{ label: t('deskWork:works.title'), href: '/desk/work' }]}
      />
      <div className="stack">
        {isUnderWay ? (
          <section className="panel" aria-labelledby="progress">
            <h2 id="progress">{t(WORK_STATE_TEXTS[work.state])}</h2>
            <p>
              <progress
                className="progress"
                value={work.done}
                max={Math.max(work.total, 1)}
                aria-labelledby="steps"
              />
            </p>
            <p id="steps">{t('deskWork:work.steps', { done: work.done, total: work.total })}</p>
            <p className="small soft">{t(isPaused ? 'deskWork:work.paused' : 'deskWork:work.reloads')}</p>
            <p>
              {isPaused ? (
                <a className="target" href={`/desk/work/${work.id}`}>
                  {t('deskWork:work.goOn')}
                </a>
              ) : (
                <a className="target" href={`/desk/work/${work.id}?still`}>
                  {t('deskWork:work.stay')}
                </a>
              )}
            </p>
          </section>
        ) : null}
        {work.state === 'failed' ? (
          <Notice tone="error" title={t('deskWork:state.failed')}>
            {t(WORK_PROBLEM_TEXTS[work.problem ?? 'error'])}
          </Notice>
        ) : null}
        {work.state === 'done' ? (
          <Notice tone="success" title={t('deskWork:state.done')}>
            {work.finishedAt ? (
              <p>{t('deskWork:work.finished', { at: formatInstant(work.finishedAt, locale) })}</p>
            ) : null}
            {papers ? <PapersResult outcome={papers} /> : null}
            {announcement?.outcome ? <AnnouncementResult outcome={announcement.outcome} /> : null}
            {work.hasFile ? (
              <>
                <p>
                  <a className="button" href={`/desk/work/${work.id}/file`}>
                    {t('deskWork:work.download')}
                  </a>
                </p>
                <p className="small">{t('deskWork:work.kept')}</p>
              </>
            ) : null}
            {work.fileName !== null && !work.hasFile ? <p>{t('deskWork:work.gone')}</p> : null}
          </Notice>
        ) : null}
        {mails && !isUnderWay ? <MailBatchResult outcome={mails} /> : null}
        {canRunAgain(work) ? (
          <form method="post">
            <button type="submit" className="button quiet">
              {t(work.state === 'failed' ? 'deskWork:work.tryAgain' : 'deskWork:work.makeAgain')}
            </button>
          </form>
        ) : null}
        {announcement ? (
          <p className="row">
            <a href={`/desk/supplements/${announcement.supplementId}`}>
              {t('deskSupplements:announce.back')}
            </a>
          </p>
        ) : null}
        {work.kind === 'packing' ? (
          <p className="row">
            <a href={`/desk/packing/${work.id}`}>{t('deskWork:work.toBatch')}</a>
          </p>
        ) : null}
      </div>
    </>
  )
}
