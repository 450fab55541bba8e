import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { CorrectionForm } from '#app/features/checkout/correction-page.tsx'
import { correctOrder } from '#app/features/checkout/correct-order.server.ts'
import { loadCorrection } from '#app/features/checkout/load-correction.server.ts'
import { ChangedNotice } from '#app/features/desk/answer-notices.tsx'
import { OrderHeader } from '#app/features/desk/desk-order-page.tsx'
import { eventsSince } from '#app/features/desk/events-since.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { formatInstant } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { orderCodeOf, orderOf } from '#app/routes/desk/order-param.server.ts'
import { Notice } from '#app/ui/notice.tsx'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ params, staff, now }) => {
  const order = await orderOf(params, { staff, now })
  const view = await loadCorrection({ code: order.code })
  if (!view) throw new Response(null, { status: 404 })
  return { order: { code: order.code, seen: order.seen, packed: order.packing?.packed ?? null }, view }
})

export const action = deskAction('secretariat', async ({ params, request, now }) => {
  const code = orderCodeOf(params)
  const form = await readForm(request)
  const result = await correctOrder({ code }, form, { now })
  if (result.ok) return redirect(`/desk/orders/${code}?done=corrected`, { status: 303 })
  switch (result.reason) {
    case 'not-found':
      throw new Response(null, { status: 404 })
    case 'tampered':
      throw new Response(null, { status: 400 })
    case 'form':
      return data(
        { reply: result.reply, choices: result.choices, notice: null, changed: null },
        { status: result.status },
      )
    case 'too-late':
      return data(
        { reply: result.reply, choices: {}, notice: 'deskOrders:correct.tooLate' as const, changed: null },
        { status: 409 },
      )
    case 'changed-meanwhile': {
      const changed = await eventsSince(code, form.get('seen') ?? '')
      return data({ reply: result.reply, choices: {}, notice: null, changed }, { status: 409 })
    }
  }
})

/** Staff correct who an order goes to and who is written to. */
export default function CorrectOrder() {
  const { order, view } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { t, locale } = useTexts()
  return (
    <div className="narrow">
      <OrderHeader order={order} title={t('deskOrders:step.correct')} />
      <div className="stack">
        {answer?.changed ? <ChangedNotice events={answer.changed} /> : null}
        {order.packed ? (
          <Notice tone="warn">
            {t('deskOrders:correct.packed', {
              name: order.packed.by ?? t('deskWork:work.nobody'),
              at: formatInstant(order.packed.at, locale),
            })}
          </Notice>
        ) : null}
        <CorrectionForm
          view={view}
          reply={answer?.reply ?? null}
          choices={answer?.choices ?? {}}
          notice={answer?.notice ?? null}
          back={`/desk/orders/${order.code}`}
          seen={order.seen}
        />
      </div>
    </div>
  )
}
