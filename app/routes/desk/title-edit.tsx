import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { titleHref } from '#app/features/desk/titles/desk-title.ts'
import { listPeriodicals } from '#app/features/desk/titles/periodicals.server.ts'
import { staleTitle, wrongTitle } from '#app/features/desk/titles/title-answer.tsx'
import { TitleForm, valuesOfTitle } from '#app/features/desk/titles/title-fields.tsx'
import { readTitle } from '#app/features/desk/titles/title-form.ts'
import { TitleHeader } from '#app/features/desk/titles/title-page.tsx'
import { titleProblemOf } from '#app/features/desk/titles/title-problem.ts'
import { updateTitle } from '#app/features/desk/titles/update-title.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { titleOf } from '#app/routes/desk/title-param.server.ts'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ params, staff, now }) => {
  const [title, periodicals] = await Promise.all([titleOf(params, { staff, now }), listPeriodicals()])
  return { title, periodicals }
})

export const action = deskAction('secretariat', async ({ request, params, now }) => {
  const form = await readForm(request)
  const read = readTitle(form)
  if (!read.ok) return data(wrongTitle(form, read.problems), { status: 422 })
  const seen = form.get('seen') ?? ''
  const saved = await updateTitle(params.slug ?? '', read.title, { seen, now })
  if (saved.ok) return redirect(`${titleHref(saved.slug)}?saved`, { status: 303 })
  if (saved.reason === 'not-found') throw new Response(null, { status: 404 })
  if (saved.reason === 'changed') return data(staleTitle(form, saved.changes), { status: 409 })
  return data(wrongTitle(form, [titleProblemOf(saved)]), { status: 422 })
})

/** What a title is, its number, its words. */
export default function EditTitle() {
  const { title, periodicals } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const { t } = useTexts()
  return (
    <>
      <TitleHeader title={title} page={t('deskCatalogue:title.edit')} />
      <TitleForm
        values={answer?.typed ?? valuesOfTitle(title)}
        answer={answer}
        seen={title.seen}
        periodicals={periodicals}
        leave={titleHref(title.slug)}
      />
    </>
  )
}
