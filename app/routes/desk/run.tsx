import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { tokyoDayOf } from '#app/domain/day.ts'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import { bookPrintBill } from '#app/features/circulation/book-print-bill.server.ts'
import {
  cancelRun,
  changeRun,
  closeRun,
  type ChangeRunResult,
} from '#app/features/circulation/plan-run.server.ts'
import { loadRun } from '#app/features/desk/copies/load-run.server.ts'
import { readBill, readDelivery, readPlan } from '#app/features/desk/copies/run-form.ts'
import { RunPage } from '#app/features/desk/copies/run-page.tsx'
import { newFormKey } from '#app/features/desk/form-key.server.ts'
import { readCount, refusedAltogether, typedOf, wrongFields } from '#app/features/desk/form-answer.ts'
import { deliverRun, type DeliverRunResult } from '#app/features/settlement/deliver-run.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'

export const headers = privateHeaders

type Params = Readonly<Record<string, string | undefined>>

async function runOf(params: Params, context: Parameters<typeof loadRun>[2]) {
  const number = readCount(params.number ?? null)
  const run = number === null ? null : await loadRun(params.sku ?? '', number, context)
  if (!run) throw new Response(null, { status: 404 })
  return run
}

export const loader = deskLoader('secretariat', async ({ request, params, staff, now }) => ({
  run: await runOf(params, { locale: staff.locale, today: tokyoDayOf(now) }),
  today: tokyoDayOf(now),
  formKey: newFormKey(),
  isSaved: new URL(request.url).searchParams.has('saved'),
}))

export const action = deskAction('secretariat', async ({ request, params, staff, now }) => {
  const today = tokyoDayOf(now)
  const run = await runOf(params, { locale: staff.locale, today })
  const form = await readForm(request)
  const wrong = (problems: Parameters<typeof wrongFields>[1]) =>
    data({ answer: wrongFields(form, problems), check: null }, { status: 422 })
  const refused = (problem: FieldProblem) =>
    data({ answer: refusedAltogether(form, problem), check: null }, { status: 422 })
  const saved = () => redirect(`/desk/stock/${run.sku}/runs/${run.number}?saved`, { status: 303 })

  switch (form.get('intent')) {
    case 'plan': {
      const plan = readPlan(form, { today })
      if (!plan.ok) return wrong(plan.problems)
      const changed = await changeRun(run.id, plan.value)
      return changed.ok ? saved() : wrong([['copies', whyNotChanged(changed)]])
    }
    case 'bill': {
      const bill = readBill(form, { today })
      if (!bill.ok) return wrong(bill.problems)
      const booked = await bookPrintBill({ printRunId: run.id, ...bill.value }, { now })
      return booked.ok ? saved() : wrong([BILL_PROBLEMS[booked.reason]])
    }
    case 'cancel':
    case 'close': {
      if (!form.has('sure')) return wrong([['sure', { key: 'deskCopies:end.sureNeeded' }]])
      const ended = form.get('intent') === 'close' ? await closeRun(run.id) : await cancelRun(run.id)
      return ended.ok ? saved() : refused(whyNotChanged(ended))
    }
    default: {
      const delivery = readDelivery(form, { today })
      if (!delivery.ok) return wrong(delivery.problems)
      // What is booked cannot be taken back unseen, so it is read once more before.
      if (form.get('intent') !== 'deliver') {
        return data({ answer: null, check: { ...delivery.value, typed: typedOf(form) } })
      }
      const formKey = form.get('formKey') ?? ''
      if (formKey.length < 8) throw new Response(null, { status: 400 })
      const booked = await deliverRun({ printRunId: run.id, ...delivery.value, formKey }, { now })
      return booked.ok ? saved() : wrong([whyNotDelivered(booked)])
    }
  }
})

function whyNotChanged(result: Extract<ChangeRunResult, { ok: false }>): FieldProblem {
  switch (result.reason) {
    case 'promised':
      return { key: 'deskCopies:end.promised', values: { promised: result.promised } }
    case 'below-delivered':
      return { key: 'deskCopies:end.belowDelivered', values: { delivered: result.delivered } }
    case 'not-found':
    case 'closed':
    case 'delivered':
      return { key: 'deskCopies:delivery.closed' }
  }
}

function whyNotDelivered(
  result: Extract<DeliverRunResult, { ok: false }>,
): [field: string, problem: FieldProblem] {
  switch (result.reason) {
    case 'beyond-order':
      return ['overs', { key: 'deskCopies:delivery.beyond', values: { undeclared: result.undeclared } }]
    case 'overs-above-copies':
      return ['overs', { key: 'deskCopies:delivery.oversAbove' }]
    case 'no-copies':
      return ['copies', { key: 'deskCopies:delivery.noCopies' }]
    case 'day-in-future':
      return ['deliveredOn', { key: 'deskAdmin:stock.dayAhead' }]
    case 'not-found':
    case 'run-exists':
    case 'cancelled':
      return ['copies', { key: 'deskCopies:delivery.closed' }]
  }
}

const BILL_PROBLEMS: Record<
  Exclude<Awaited<ReturnType<typeof bookPrintBill>>, { ok: true }>['reason'],
  [field: string, problem: FieldProblem]
> = {
  'not-found': ['number', { key: 'deskCopies:delivery.closed' }],
  known: ['number', { key: 'deskCopies:bill.known' }],
  'day-in-future': ['billedOn', { key: 'deskAdmin:stock.dayAhead' }],
  'tax-sign': ['tax', { key: 'deskCopies:bill.taxWrong' }],
  'below-zero': ['net', { key: 'deskCopies:bill.belowZero' }],
}

/** One print run of an edition. */
export default function PrintRun() {
  const { run, today, formKey, isSaved } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  return (
    <RunPage
      run={run}
      today={today}
      formKey={formKey}
      isSaved={isSaved && !result}
      answer={result?.answer ?? null}
      check={result?.check ?? null}
    />
  )
}
