import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { tokyoDayOf } from '#app/domain/day.ts'
import { listProposals, loadProposal } from '#app/features/circulation/list-proposals.server.ts'
import { proposeRun } from '#app/features/circulation/propose-run.server.ts'
import { suggestProposal } from '#app/features/circulation/suggest-proposal.server.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { wrongFields } from '#app/features/desk/form-answer.ts'
import { loadNextChoices } from '#app/features/desk/next/load-choices.server.ts'
import { ChooseForm, ProposalForm } from '#app/features/desk/next/next-forms.tsx'
import { BacktestSection, ProposalTable } from '#app/features/desk/next/outcomes.tsx'
import { readProposal } from '#app/features/desk/next/proposal-form.ts'
import { ProposalResult } from '#app/features/desk/next/proposal-result.tsx'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { readPage } from '#app/routes/desk/read-page.ts'
import { Pagination } from '#app/ui/pagination.tsx'

const PER_PAGE = 20

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ request, staff, now }) => {
  const search = new URL(request.url).searchParams
  const id = search.get('proposal')
  const proposal = id === null ? null : await loadProposal(id, staff)
  const page = readPage(request)
  const list = await listProposals({ locale: staff.locale, page, perPage: PER_PAGE })
  if ((id !== null && !proposal) || page > list.pages) throw new Response(null, { status: 404 })
  const chosen = search.get('edition')?.trim() ?? ''
  const suggestion = chosen === '' ? null : await suggestProposal(chosen, { now })
  const isUnknown = chosen !== '' && !suggestion
  const choices = await loadNextChoices(staff)
  const found = { proposal, suggestion, isUnknown, choices, ...list }
  return data({ ...found, chosen, page, today: tokyoDayOf(now) }, { status: isUnknown ? 404 : 200 })
})

export const action = deskAction('secretariat', async ({ request, now }) => {
  const form = await readForm(request)
  const typed = readProposal(form, { today: tokyoDayOf(now) })
  if (!typed.ok) return data(wrongFields(form, typed.problems), { status: 422 })
  const sku = new URL(request.url).searchParams.get('edition') ?? ''
  const made = sku === '' ? null : await proposeRun({ sku, ...typed.value }, { now })
  if (!made?.ok) throw new Response(null, { status: 404 })
  return redirect(`/desk/print-runs/next?proposal=${made.proposalId}`, { status: 303 })
})

/** How many to print next: a proposal with its arithmetic, and earlier ones beside what became of them. */
export default function NextRun() {
  const { proposal, suggestion, isUnknown, choices, chosen, proposals, page, pages, today } =
    useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { t } = useTexts()
  return (
    <>
      <DeskHeader
        title={t('deskNext:title')}
        lead={t('deskNext:lead')}
        crumbs={[{ label: t('deskRuns:title'), href: '/desk/print-runs' }]}
      />
      <div className="stack">
        {proposal ? (
          <ProposalResult proposal={proposal} />
        ) : (
          <ChooseForm choices={choices} chosen={chosen} isUnknown={isUnknown} />
        )}
        {suggestion ? (
          <>
            <ProposalForm suggestion={suggestion} today={today} answer={answer ?? null} />
            <BacktestSection backtest={suggestion.backtest} />
          </>
        ) : null}
        <section className="section">
          <h2>{t('deskNext:earlier')}</h2>
          <ProposalTable proposals={proposals} />
        </section>
      </div>
      <Pagination page={page} pages={pages} hrefFor={(number) => `/desk/print-runs/next?page=${number}`} />
    </>
  )
}
