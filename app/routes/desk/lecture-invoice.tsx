import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { addDays, tokyoDayOf } from '#app/domain/day.ts'
import { typedOf } from '#app/features/desk/form-answer.ts'
import { InvoicePage } from '#app/features/desk/lectures/invoice-page.tsx'
import { wrongLecture } from '#app/features/desk/lectures/lecture-answer.tsx'
import { previewBill } from '#app/features/desk/lectures/preview-bill.server.ts'
import { readInvoice } from '#app/features/desk/lectures/terms-form.ts'
import { invoiceLecture } from '#app/features/lectures/invoice-lecture.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { lectureOf, refuseLecture, seenOf } from '#app/routes/desk/lecture-param.server.ts'

export const headers = privateHeaders

/** Days that are proposed for paying a bill. */
const DAYS_TO_PAY = 30

export const loader = deskLoader('secretariat', async ({ params, now }) => {
  const lecture = await lectureOf(params, { now })
  return {
    lecture,
    preview: lecture.can.bill ? previewBill(lecture) : null,
    empty: {
      payerName: lecture.asking.organisation || lecture.asking.name,
      dueOn: addDays(tokyoDayOf(now), DAYS_TO_PAY),
      method: 'bank',
    } as Record<string, string>,
  }
})

export const action = deskAction('secretariat', async ({ params, request, now }) => {
  const lecture = await lectureOf(params, { now })
  const form = await readForm(request)
  const read = readInvoice(form, { today: tokyoDayOf(now) })
  if (!read.ok) return data({ answer: wrongLecture(form, read.problems), check: null }, { status: 422 })
  // A bill is looked at once more before it is made and mailed.
  if (form.get('intent') !== 'bill') {
    return data({ answer: null, check: { ...read.invoice, seen: seenOf(form), typed: typedOf(form) } })
  }
  const result = await invoiceLecture(lecture.code, { ...read.invoice, seen: seenOf(form) }, { now })
  if (result.ok) return redirect(`/desk/lectures/${lecture.code}?done=lecture-billed`, { status: 303 })
  const refused = await refuseLecture(form, lecture, result)
  return data({ answer: refused.data, check: null }, refused.init ?? undefined)
})

/** The bill of a lecture that was held: filled in, looked at, made. */
export default function InvoiceLecture() {
  const { lecture, preview, empty } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  return (
    <InvoicePage
      lecture={lecture}
      preview={preview}
      empty={empty}
      answer={result?.answer ?? null}
      check={result?.check ?? null}
    />
  )
}
