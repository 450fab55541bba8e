import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { addNote } from '#app/features/desk/add-note.server.ts'
import { DeskOrderPage } from '#app/features/desk/desk-order-page.tsx'
import { doneText } from '#app/features/desk/done-words.ts'
import { resendOrderLink } from '#app/features/desk/resend-order-link.server.ts'
import { unmarkOrderAddress } from '#app/features/desk/unmark-order-address.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { orderCodeOf, orderOf } from '#app/routes/desk/order-param.server.ts'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ params, request, staff, now }) => ({
  order: await orderOf(params, { staff, now }),
  role: staff.role,
  done: doneText(request.url),
}))

const NOTE_PROBLEMS: Record<'empty' | 'too-long', TextKey> = {
  empty: 'deskOrders:note.empty',
  'too-long': 'deskOrders:note.tooLong',
}

export const action = deskAction('secretariat', async ({ params, request, now }) => {
  const code = orderCodeOf(params)
  const form = await readForm(request)
  switch (form.get('intent')) {
    case 'note': {
      const text = form.get('note') ?? ''
      const result = await addNote({ code, text }, { now })
      if (result.ok) return redirect(`/desk/orders/${code}?done=note#notes`, { status: 303 })
      if (result.reason === 'not-found') throw new Response(null, { status: 404 })
      return data({ text, problem: NOTE_PROBLEMS[result.reason] }, { status: 422 })
    }
    case 'resend': {
      const result = await resendOrderLink(code, { now })
      if (result.ok) return redirect(`/desk/orders/${code}?done=resent`, { status: 303 })
      // The button is not shown for an order without an address that works: it has changed since.
      throw new Response(null, { status: result.reason === 'not-found' ? 404 : 409 })
    }
    case 'unmark': {
      const result = await unmarkOrderAddress(code)
      if (result.ok) return redirect(`/desk/orders/${code}?done=unmarked`, { status: 303 })
      throw new Response(null, { status: result.reason === 'not-found' ? 404 : 409 })
    }
    default:
      throw new Response(null, { status: 400 })
  }
})

/** One order with its whole history. */
export default function Order() {
  const { order, role, done } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  return <DeskOrderPage order={order} role={role} done={done} note={refused ?? null} />
}
