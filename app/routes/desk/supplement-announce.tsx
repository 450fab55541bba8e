import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { refusedAltogether, wrongFields } from '#app/features/desk/form-answer.ts'
import {
  announceSupplement,
  previewAnnouncement,
  type AnnounceRefusal,
} from '#app/features/desk/supplements/announce.server.ts'
import { AnnouncePage } from '#app/features/desk/supplements/announce-page.tsx'
import { loadDeskSupplement } from '#app/features/desk/supplements/load-supplement.server.ts'
import { loadDocumentSettings } from '#app/features/documents/load-document-settings.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ params, staff, now }) => {
  const supplement = await loadDeskSupplement(params.id ?? '', { locale: staff.locale, now })
  if (!supplement) throw new Response(null, { status: 404 })
  const [preview, { labelSheet }] = await Promise.all([
    previewAnnouncement(supplement),
    loadDocumentSettings(),
  ])
  return { supplement, preview, sheet: labelSheet }
})

type Refusal = Exclude<AnnounceRefusal, 'not-found' | 'labels'>

const REFUSALS: Record<Refusal, TextKey> = {
  'not-published': 'deskSupplements:announce.notPublished',
  'under-way': 'deskSupplements:announce.underWay',
  nobody: 'deskSupplements:announce.nobody',
  changed: 'deskSupplements:announce.changed',
}

export const action = deskAction('secretariat', async ({ request, params, staff, now }) => {
  const form = await readForm(request)
  const field = (name: string): string => form.get(name) ?? ''
  const result = await announceSupplement(
    params.id ?? '',
    {
      agreed: field('agreed'),
      labels: { sheet: field('sheet'), firstLabel: field('firstLabel') },
      locale: staff.locale,
    },
    { now },
  )
  if (result.ok) return redirect(`/desk/work/${result.workId}`, { status: 303 })
  if (result.reason === 'not-found') throw new Response(null, { status: 404 })
  if (result.reason === 'labels') {
    const wrong = wrongFields(form, [['firstLabel', { key: 'deskWork:packing.firstLabelWrong' }]])
    return data(wrong, { status: 422 })
  }
  return data(refusedAltogether(form, { key: REFUSALS[result.reason] }), { status: 409 })
})

/** Everyone who bought the edition is told of a supplement, once somebody has seen how many that is. */
export default function AnnounceSupplement() {
  const { supplement, preview, sheet } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return <AnnouncePage supplement={supplement} preview={preview} sheet={sheet} answer={answer ?? null} />
}
