import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { AnswerNotices } from '#app/features/desk/answer-notices.tsx'
import type { DeskOrder } from '#app/features/desk/desk-order.ts'
import { OrderHeader } from '#app/features/desk/desk-order-page.tsx'
import { changedMeanwhile, refusedAltogether } from '#app/features/desk/form-answer.ts'
import { cancelOrder, type CancelOrderResult } from '#app/features/settlement/cancel-order.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { orderOf } from '#app/routes/desk/order-param.server.ts'
import { Foreign } from '#app/ui/foreign.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ params, staff, now }) => ({
  order: await orderOf(params, { staff, now }),
}))

type Refusal = Exclude<Extract<CancelOrderResult, { ok: false }>['reason'], 'not-found' | 'changed'>

const REFUSALS: Record<Refusal, { status: 409 | 503; text: TextKey }> = {
  paid: { status: 409, text: 'deskOrders:cancel.paid' },
  'money-arrived': { status: 409, text: 'deskOrders:cancel.moneyArrived' },
  posted: { status: 409, text: 'deskOrders:cancel.posted' },
  'voucher-out': { status: 409, text: 'deskOrders:cancel.voucherOut' },
  'already-closed': { status: 409, text: 'deskOrders:cancel.alreadyClosed' },
  'stripe-unreachable': { status: 503, text: 'deskOrders:cancel.unreachable' },
}

export const action = deskAction('secretariat', async ({ params, request, staff, now }) => {
  const order = await orderOf(params, { staff, now })
  const form = await readForm(request)
  const seenEventId = form.get('seen') ?? ''
  const result = await cancelOrder({ orderId: order.id, by: 'shop', seenEventId }, { now })
  if (result.ok) return redirect(`/desk/orders/${order.code}?done=cancelled`, { status: 303 })
  if (result.reason === 'not-found') throw new Response(null, { status: 404 })
  if (result.reason === 'changed') return data(changedMeanwhile(form, result.events), { status: 409 })
  const { status, text } = REFUSALS[result.reason]
  return data(refusedAltogether(form, { key: text }), { status })
})

/** Why it cannot be cancelled, as far as it is known before it is tried. */
function hindranceOf(order: DeskOrder): TextKey | null {
  if (order.chargeState === 'covered') return 'deskOrders:cancel.paid'
  if (order.chargeState !== 'open') return 'deskOrders:cancel.alreadyClosed'
  if (order.paidYen > 0) return 'deskOrders:cancel.moneyArrived'
  return order.goods.some((line) => line.posted > 0) ? 'deskOrders:cancel.posted' : null
}

/** An order that will not be paid ends here, after a look at what is given up. */
export default function CancelOrder() {
  const { order } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { t } = useTexts()
  const hindrance = hindranceOf(order)
  return (
    <div className="narrow">
      <OrderHeader order={order} title={t('deskOrders:cancel.title')} />
      <div className="stack">
        <AnswerNotices answer={answer ?? null} labels={{}} />
        {hindrance && !answer ? <Notice tone="warn">{t(hindrance)}</Notice> : null}
        <p>{t('deskOrders:cancel.lead')}</p>
        <ul>
          {order.goods.map((line) => (
            <li key={line.chargeLineId}>
              <Foreign lang={line.textLanguage} withNote={false}>
                {line.description}
              </Foreign>{' '}
              × {line.quantity}
            </li>
          ))}
        </ul>
        <form method="post" className="row">
          <input type="hidden" name="seen" value={order.seen} />
          {hindrance ? null : (
            <button type="submit" className="button danger">
              {t('deskOrders:cancel.confirm')}
            </button>
          )}
          <a className="target" href={`/desk/orders/${order.code}`}>
            {t('deskOrders:leave')}
          </a>
        </form>
      </div>
    </div>
  )
}
