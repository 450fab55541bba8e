import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { tokyoDayOf } from '#app/domain/day.ts'
import { planRun } from '#app/features/circulation/plan-run.server.ts'
import { readPlan } from '#app/features/desk/copies/run-form.ts'
import { PlanForm } from '#app/features/desk/copies/run-forms.tsx'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { readCount, wrongFields } from '#app/features/desk/form-answer.ts'
import { loadEditionName } from '#app/features/desk/copies/load-edition-name.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ request, params, staff, now }) => {
  const edition = await loadEditionName(params.sku ?? '', staff)
  if (!edition) throw new Response(null, { status: 404 })
  // A proposal leads here with its figure.
  const suggested = readCount(new URL(request.url).searchParams.get('copies'))
  return { edition, suggested: suggested ?? undefined, today: tokyoDayOf(now) }
})

export const action = deskAction('secretariat', async ({ request, params, staff, now }) => {
  const edition = await loadEditionName(params.sku ?? '', staff)
  if (!edition) throw new Response(null, { status: 404 })
  const form = await readForm(request)
  const plan = readPlan(form, { today: tokyoDayOf(now) })
  if (!plan.ok) return data(wrongFields(form, plan.problems), { status: 422 })
  const proposalId = new URL(request.url).searchParams.get('proposal')
  const planned = await planRun(
    { sku: edition.sku, ...plan.value, ...(proposalId === null ? {} : { proposalId }) },
    { now },
  )
  if (planned.ok) return redirect(`/desk/stock/${edition.sku}/runs/${planned.number}?saved`, { status: 303 })
  return data(wrongFields(form, [['copies', { key: 'deskAdmin:stock.notReceived' }]]), { status: 422 })
})

/** Plans a run. */
export default function NewRun() {
  const { edition, suggested, today } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { t } = useTexts()
  return (
    <>
      <DeskHeader
        title={t('deskCopies:run.plan')}
        lead={edition.name}
        crumbs={[
          { label: t('deskAdmin:stock.title'), href: '/desk/stock' },
          { label: edition.sku, href: `/desk/stock/${edition.sku}` },
        ]}
      />
      <PlanForm plan={null} suggested={suggested} today={today} answer={answer ?? null} />
    </>
  )
}
