import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { HistoryList } from '#app/features/desk/titles/history-list.tsx'
import { PeriodicalForm } from '#app/features/desk/titles/periodical-fields.tsx'
import { periodicalSeen, readPeriodical } from '#app/features/desk/titles/periodical-form.ts'
import { loadPeriodical } from '#app/features/desk/titles/periodicals.server.ts'
import { updatePeriodical } from '#app/features/desk/titles/save-periodical.server.ts'
import { refusedTitle, wrongTitle } from '#app/features/desk/titles/title-answer.tsx'
import { loadPeriodicalHistory } from '#app/features/desk/titles/title-history.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ params }) => {
  const periodical = await loadPeriodical(params.slug ?? '')
  if (!periodical) throw new Response(null, { status: 404 })
  return { periodical, history: await loadPeriodicalHistory(periodical.id) }
})

export const action = deskAction('secretariat', async ({ request, params }) => {
  const form = await readForm(request)
  const slug = params.slug ?? ''
  form.set('slug', slug)
  const read = readPeriodical(form)
  if (!read.ok) return data(wrongTitle(form, read.problems), { status: 422 })
  const saved = await updatePeriodical(slug, read.periodical, { seen: form.get('seen') ?? '' })
  if (saved.ok) return redirect('/desk/periodicals?saved', { status: 303 })
  if (saved.reason !== 'changed') throw new Response(null, { status: 404 })
  return data(refusedTitle(form, { key: 'deskAdmin:settings.changed' }), { status: 409 })
})

/** A periodical's name and ISSN, and who changed them. */
export default function Periodical() {
  const { periodical, history } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const { t } = useTexts()
  const { slug, name, issn } = periodical
  return (
    <>
      <DeskHeader
        title={name}
        crumbs={[
          { label: t('deskCatalogue:titles.title'), href: '/desk/titles' },
          { label: t('deskCatalogue:periodicals.title'), href: '/desk/periodicals' },
        ]}
      />
      <div className="stack-l">
        <PeriodicalForm
          title={t('deskCatalogue:periodicals.edit')}
          values={{ name, issn: issn ?? '', ...answer?.typed, slug }}
          answer={answer}
          seen={periodicalSeen(periodical)}
        />
        <section className="section" aria-labelledby="history">
          <h2 id="history">{t('deskAdmin:settings.history')}</h2>
          {history.length === 0 ? <p>{t('deskAdmin:settings.noHistory')}</p> : null}
          <HistoryList entries={history} />
        </section>
      </div>
    </>
  )
}
