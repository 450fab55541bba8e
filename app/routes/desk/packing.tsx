import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { MOST_ORDERS } from '#app/features/desk/packing/batch.ts'
import { listPackable, listWaitingBatches } from '#app/features/desk/packing/list-packable.server.ts'
import { packOrders } from '#app/features/desk/packing/pack-orders.server.ts'
import { PackingPage, type PackingPageData } from '#app/features/desk/packing/packing-page.tsx'
import { loadDocumentSettings } from '#app/features/documents/load-document-settings.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async () => {
  const [packable, batches, settings] = await Promise.all([
    listPackable(),
    listWaitingBatches(),
    loadDocumentSettings(),
  ])
  return { ...packable, batches, sheet: settings.labelSheet, firstLabel: '1' }
})

type Answer = Pick<PackingPageData, 'chosen' | 'problem'> & {
  sheet: string | null
  firstLabel: string | null
}

export const action = deskAction('secretariat', async ({ request, staff, now }) => {
  const form = await readForm(request, { most: MOST_ORDERS + 10 })
  const chosen = form.getAll('order')
  const [sheet, firstLabel] = [form.get('sheet'), form.get('firstLabel')]
  // The list of orders sends what was ticked there; labels are chosen here first.
  const isOnlyChosen = form.get('intent') !== 'pack' && chosen.length > 0
  if (isOnlyChosen) return data<Answer>({ chosen, problem: null, sheet, firstLabel })
  const result = await packOrders({ orderIds: chosen, sheet, firstLabel, locale: staff.locale }, { now })
  if (result.ok) return redirect(`/desk/work/${result.batchId}`, { status: 303 })
  const status = result.reason === 'not-found' || result.reason === 'too-many' ? 400 : 422
  return data<Answer>({ chosen, problem: result, sheet, firstLabel }, { status })
})

/** Orders that can be packed, oldest first. */
export default function Packing() {
  const page = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return (
    <PackingPage
      page={{
        ...page,
        chosen: answer?.chosen ?? null,
        problem: answer?.problem ?? null,
        sheet: answer?.sheet ?? page.sheet,
        firstLabel: answer?.firstLabel ?? page.firstLabel,
      }}
    />
  )
}
