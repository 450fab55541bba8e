import { data } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { MOST_ORDERS } from '#app/features/desk/packing/batch.ts'
import { BatchPage, type BatchAnswer } from '#app/features/desk/packing/batch-page.tsx'
import { type Batch, loadBatch } from '#app/features/desk/packing/load-batch.server.ts'
import { postBatch, type PostBatchResult } from '#app/features/desk/packing/post-batch.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ params }) => ({ batch: await findBatch(params.id) }))

export const action = deskAction('secretariat', async ({ request, params, now }) => {
  const batch = await findBatch(params.id)
  const form = await readForm(request, { most: MOST_ORDERS * 3 + 10 })
  const chosen = [...new Set(form.getAll('order'))]
  const typed = Object.fromEntries(chosen.map((id) => [id, form.get(`tracking-${id}`)?.trim() ?? '']))
  const parcels = chosen.map((orderId) => ({
    orderId,
    trackingNumber: typed[orderId] ?? '',
    seenEventId: form.get(`seen-${orderId}`) ?? '',
  }))
  const result = await postBatch(batch, parcels, { now })
  if (!result.ok && result.reason === 'not-in-batch') throw new Response(null, { status: 400 })
  const answer: BatchAnswer = {
    typed,
    chosen,
    isNothingChosen: !result.ok && result.reason === 'nothing-chosen',
    problems: problemsOf(result),
    posted: result.ok ? codesOf(batch, result.posted) : [],
  }
  const isChanged = answer.problems.some(({ problem }) => problem === 'changed')
  const isAllRight = result.ok && result.failed.length === 0
  return data(answer, { status: isAllRight ? 200 : isChanged ? 409 : 422 })
})

async function findBatch(id: string | undefined): Promise<Batch> {
  const batch = await loadBatch(id ?? '')
  if (!batch) throw new Response(null, { status: 404 })
  return batch
}

function problemsOf(result: PostBatchResult): BatchAnswer['problems'] {
  if (result.ok) return result.failed
  return result.reason === 'form' ? result.problems.map((problem) => ({ ...problem, events: [] })) : []
}

function codesOf(batch: Batch, orderIds: readonly string[]): string[] {
  return batch.orders.filter(({ id }) => orderIds.includes(id)).map(({ code }) => code)
}

/** A batch on its way to the post. */
export default function PackingBatchPage() {
  const { batch } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return <BatchPage batch={batch} answer={answer ?? null} />
}
