import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { tokyoDayOf } from '#app/domain/day.ts'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import { writeStockNote, type StockNoteResult } from '#app/features/circulation/write-stock-note.server.ts'
import { loadEditionName } from '#app/features/desk/copies/load-edition-name.server.ts'
import { isNoteKind, readNote, type NoteKind } from '#app/features/desk/copies/note-form.ts'
import { NotePage } from '#app/features/desk/copies/note-page.tsx'
import { wrongFields } from '#app/features/desk/form-answer.ts'
import { newFormKey } from '#app/features/desk/form-key.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'

export const headers = privateHeaders

type Args = {
  params: Readonly<Record<string, string | undefined>>
  staff: Parameters<typeof loadEditionName>[1]
}

async function noteOf({ params, staff }: Args) {
  const edition = await loadEditionName(params.sku ?? '', staff)
  if (!edition || !isNoteKind(params.kind)) throw new Response(null, { status: 404 })
  return { edition, kind: params.kind }
}

export const loader = deskLoader('secretariat', async ({ params, staff, now }) => ({
  ...(await noteOf({ params, staff })),
  today: tokyoDayOf(now),
  formKey: newFormKey(),
}))

export const action = deskAction('secretariat', async ({ request, params, staff, now }) => {
  const { edition, kind } = await noteOf({ params, staff })
  const form = await readForm(request)
  const read = readNote(form, kind, { today: tokyoDayOf(now) })
  if (!read.ok) return data(wrongFields(form, read.problems), { status: 422 })
  const formKey = form.get('formKey') ?? ''
  if (formKey.length < 8) throw new Response(null, { status: 400 })
  const written = await writeStockNote({ sku: edition.sku, formKey, ...read.note }, { now })
  if (written.ok) {
    const short = written.missing > 0 ? `&short=${written.missing}` : ''
    return redirect(`/desk/stock/${edition.sku}?saved${short}`, { status: 303 })
  }
  return data(wrongFields(form, [problemOf(written, kind)]), { status: 422 })
})

function problemOf(
  result: Extract<StockNoteResult, { ok: false }>,
  kind: NoteKind,
): [field: string, problem: FieldProblem] {
  if (result.reason !== 'too-many') return ['on', { key: 'deskAdmin:stock.dayAhead' }]
  const values = { left: result.left }
  if (kind === 'loss') return ['copies', { key: 'deskCopies:note.tooManyLost', values }]
  if (kind === 'member-return') return ['copies', { key: 'deskCopies:note.tooManyBack', values }]
  return [kind === 'members' ? 'individual_member' : 'copies', { key: 'deskCopies:note.tooMany', values }]
}

/** Copies that leave without a sale, or come back from members. */
export default function StockNote() {
  const { kind, edition, today, formKey } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return <NotePage kind={kind} edition={edition} today={today} formKey={formKey} answer={answer ?? null} />
}
