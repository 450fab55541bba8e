import { useLoaderData } from '@remix-run/react'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { listWorks } from '#app/features/work/load-work.server.ts'
import { WORK_KIND_TEXTS, WORK_STATE_TEXTS, type WorkState } from '#app/features/work/work.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { formatInstant } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { readPage } from '#app/routes/desk/read-page.ts'
import { Badge, type BadgeTone } from '#app/ui/badge.tsx'
import { Pagination } from '#app/ui/pagination.tsx'

const PER_PAGE = 30
const TONES: Record<WorkState, BadgeTone> = {
  queued: 'plain',
  running: 'accent',
  done: 'good',
  failed: 'bad',
}

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ request }) => {
  const page = readPage(request)
  const { works, total } = await listWorks({ page, perPage: PER_PAGE })
  return { works, page, pages: Math.ceil(total / PER_PAGE) }
})

/** What was asked for that takes long, the newest first. */
export default function Works() {
  const { works, page, pages } = useLoaderData<typeof loader>()
  const { t, locale } = useTexts()
  return (
    <>
      <DeskHeader title={t('deskWork:works.title')} lead={t('deskWork:works.lead')} />
      {works.length === 0 ? <p>{t('deskWork:works.empty')}</p> : null}
      {works.length > 0 ? (
        <table className="table stacked">
          <thead>
            <tr>
              <th scope="col">{t('deskWork:works.what')}</th>
              <th scope="col">{t('deskWork:works.state')}</th>
              <th scope="col" className="number">
                {t('deskWork:works.steps')}
              </th>
              <th scope="col">{t('deskWork:works.who')}</th>
              <th scope="col">{t('deskWork:works.when')}</th>
            </tr>
          </thead>
          <tbody>
            {works.map((work) => (
              <tr key={work.id}>
                <th scope="row">
                  <a className="target" href={`/desk/work/${work.id}`}>
                    {t(WORK_KIND_TEXTS[work.kind])}
                  </a>
                </th>
                <td>
                  <Badge tone={TONES[work.state]}>{t(WORK_STATE_TEXTS[work.state])}</Badge>
                </td>
                <td className="number">
                  {work.done}/{work.total}
                </td>
                <td>{work.staffName ?? t('deskWork:work.nobody')}</td>
                <td className="nowrap">{formatInstant(work.createdAt, locale)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      <Pagination page={page} pages={pages} hrefFor={(number) => `/desk/work?page=${number}`} />
    </>
  )
}
