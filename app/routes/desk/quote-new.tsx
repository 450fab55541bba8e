import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { type FormAnswer, wrongFields } from '#app/features/desk/form-answer.ts'
import { listQuotable, makeQuote } from '#app/features/desk/papers/make-quote.server.ts'
import { emptyQuote } from '#app/features/desk/papers/quote-form.ts'
import { QuotePage } from '#app/features/desk/papers/quote-page.tsx'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ now }) => ({
  typed: emptyQuote(now),
  editions: await listQuotable(),
}))

export const action = deskAction('secretariat', async ({ request, now }) => {
  const form = await readForm(request)
  const result = await makeQuote(form, { now })
  if (result.ok) return redirect(`/desk/documents/${result.documentId}`, { status: 303 })
  return data<FormAnswer>(wrongFields(form, result.problems), { status: 422 })
})

/** A new quote. */
export default function NewQuote() {
  const { typed, editions } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return <QuotePage typed={answer?.typed ?? typed} problems={answer?.problems ?? {}} editions={editions} />
}
