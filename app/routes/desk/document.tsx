import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { tokyoDayOf } from '#app/domain/day.ts'
import { mayDo } from '#app/domain/roles.ts'
import { reissuePaper } from '#app/features/desk/papers/issue-paper.server.ts'
import { loadPaperBill, loadPaperOrder } from '#app/features/desk/papers/load-paper-order.server.ts'
import { PaperPage } from '#app/features/desk/papers/paper-page.tsx'
import { loadDocument } from '#app/features/documents/load-documents.server.ts'
import { voidDocument } from '#app/features/documents/void-document.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { idFrom, readForm } from '#app/platform/http/request.server.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ params, staff, now }) => {
  const paper = await findPaper(params.id)
  const canVoid = mayDo(staff.role, 'treasurer') && paper.voidedAt === null
  const [orderCode, bill] = await Promise.all([loadPaperOrder(paper), loadPaperBill(paper)])
  return { paper, canVoid, today: tokyoDayOf(now), orderCode, bill }
})

const PROBLEMS: Record<'already-void' | 'reason-missing' | 'reason-too-long', TextKey> = {
  'already-void': 'deskWork:paper.alreadyVoid',
  'reason-missing': 'deskWork:paper.reasonMissing',
  'reason-too-long': 'deskWork:paper.reasonTooLong',
}

export const action = deskAction('secretariat', async ({ request, params, staff, now }) => {
  const paper = await findPaper(params.id)
  const form = await readForm(request)
  if (form.get('intent') === 'reissue') {
    const isDone = (await reissuePaper(paper.id, { now })) !== null
    if (isDone) return redirect(`/desk/documents/${paper.id}`, { status: 303 })
    const problem: TextKey = paper.payload ? PROBLEMS['already-void'] : 'documents:erased'
    return data({ reason: '', problem }, { status: 409 })
  }
  if (form.get('intent') !== 'void') throw new Response(null, { status: 400 })
  if (!mayDo(staff.role, 'treasurer')) throw new Response(null, { status: 403 })
  const reason = form.get('reason') ?? ''
  const result = await voidDocument({ documentId: paper.id, reason }, { now })
  if (result.ok) return redirect(`/desk/documents/${paper.id}`, { status: 303 })
  if (result.reason === 'not-found') throw new Response(null, { status: 404 })
  return data({ reason, problem: PROBLEMS[result.reason] }, { status: 422 })
})

async function findPaper(id: string | undefined) {
  const paper = await loadDocument(idFrom(id, 404))
  if (!paper) throw new Response(null, { status: 404 })
  return paper
}

/** One numbered paper and each time it was handed out. */
export default function DocumentRoute() {
  return <PaperPage {...useLoaderData<typeof loader>()} wrong={useActionData<typeof action>() ?? null} />
}
