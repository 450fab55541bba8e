import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { createTitle } from '#app/features/desk/titles/create-title.server.ts'
import { titleHref } from '#app/features/desk/titles/desk-title.ts'
import { listPeriodicals } from '#app/features/desk/titles/periodicals.server.ts'
import { wrongTitle } from '#app/features/desk/titles/title-answer.tsx'
import { TitleForm } from '#app/features/desk/titles/title-fields.tsx'
import { readTitle } from '#app/features/desk/titles/title-form.ts'
import { titleProblemOf } from '#app/features/desk/titles/title-problem.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async () => ({ periodicals: await listPeriodicals() }))

export const action = deskAction('secretariat', async ({ request, now }) => {
  const form = await readForm(request)
  const read = readTitle(form)
  if (!read.ok) return data(wrongTitle(form, read.problems), { status: 422 })
  const created = await createTitle(read.title, { now })
  if (!created.ok) return data(wrongTitle(form, [titleProblemOf(created)]), { status: 422 })
  return redirect(`${titleHref(created.slug)}?saved`, { status: 303 })
})

/** A new title; its editions follow on its own page. */
export default function NewTitle() {
  const { periodicals } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const { t } = useTexts()
  return (
    <>
      <DeskHeader
        title={t('deskCatalogue:titles.add')}
        lead={t('deskCatalogue:titles.addLead')}
        crumbs={[{ label: t('deskCatalogue:titles.title'), href: '/desk/titles' }]}
      />
      <TitleForm
        values={answer?.typed ?? {}}
        answer={answer}
        seen={null}
        periodicals={periodicals}
        leave="/desk/titles"
      />
    </>
  )
}
