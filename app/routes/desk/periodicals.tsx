import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { PeriodicalForm } from '#app/features/desk/titles/periodical-fields.tsx'
import { readPeriodical } from '#app/features/desk/titles/periodical-form.ts'
import { listPeriodicals } from '#app/features/desk/titles/periodicals.server.ts'
import { createPeriodical } from '#app/features/desk/titles/save-periodical.server.ts'
import { wrongTitle } from '#app/features/desk/titles/title-answer.tsx'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { Notice } from '#app/ui/notice.tsx'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ request }) => ({
  periodicals: await listPeriodicals(),
  isSaved: new URL(request.url).searchParams.has('saved'),
}))

export const action = deskAction('secretariat', async ({ request }) => {
  const form = await readForm(request)
  const read = readPeriodical(form)
  if (!read.ok) return data(wrongTitle(form, read.problems), { status: 422 })
  const saved = await createPeriodical(read.periodical)
  if (saved.ok) return redirect('/desk/periodicals?saved', { status: 303 })
  return data(wrongTitle(form, [['slug', { key: 'deskCatalogue:problem.slugUsed' }]]), { status: 422 })
})

/** The periodicals whose issues are titles, and a form for a new one. */
export default function Periodicals() {
  const { periodicals, isSaved } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const { t } = useTexts()
  return (
    <>
      <DeskHeader
        title={t('deskCatalogue:periodicals.title')}
        lead={t('deskCatalogue:periodicals.lead')}
        crumbs={[{ label: t('deskCatalogue:titles.title'), href: '/desk/titles' }]}
      />
      {isSaved && !answer ? <Notice tone="success">{t('deskAdmin:saved')}</Notice> : null}
      <div className="stack-l">
        {periodicals.length === 0 ? <p>{t('deskCatalogue:periodicals.empty')}</p> : null}
        <ul className="ruled" role="list">
          {periodicals.map(({ slug, name, issn, issues }) => (
            <li key={slug}>
              <a className="target" href={`/desk/periodicals/${slug}`}>
                {name}
              </a>
              <p className="small soft">
                {[
                  ...(issn ? [`ISSN ${issn}`] : []),
                  t('deskCatalogue:periodicals.issues', { count: issues }),
                ].join(' · ')}
              </p>
            </li>
          ))}
        </ul>
        <PeriodicalForm
          title={t('deskCatalogue:periodicals.add')}
          values={answer?.typed ?? {}}
          answer={answer}
        />
      </div>
    </>
  )
}
