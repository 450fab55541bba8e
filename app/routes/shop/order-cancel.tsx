import {
  data,
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { loadOrderPage } from '#app/features/checkout/load-order-page.server.ts'
import { isOrderToken } from '#app/features/checkout/order-token.ts'
import { privateMeta } from '#app/features/checkout/private-meta.ts'
import { readNow } from '#app/features/checkout/read-now.server.ts'
import { cancelOrder, type CancelOrderResult } from '#app/features/settlement/cancel-order.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { limitRequests } from '#app/platform/http/request.server.ts'
import { formatYen } from '#app/platform/i18n/format.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { localeParam } from '#app/routes/locale-param.ts'
import { Foreign } from '#app/ui/foreign.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { PageHeader } from '#app/ui/page-header.tsx'

export const headers = privateHeaders
export const meta: MetaFunction<typeof loader> = ({ data: page }) =>
  privateMeta(page?.locale, (t) => t('order:cancel.title'))

export async function loader({ params }: LoaderFunctionArgs) {
  const locale = localeParam(params)
  const view = await loadOrderPage(params.token, { locale })
  if (!view) throw new Response(null, { status: 404, headers: privateHeaders() })
  return { locale, view }
}

type Refusal = Exclude<Extract<CancelOrderResult, { ok: false }>['reason'], 'not-found'>

const REFUSALS: Record<Refusal, { status: 409 | 503; text: TextKey }> = {
  paid: { status: 409, text: 'order:cancel.paid' },
  'money-arrived': { status: 409, text: 'order:cancel.moneyArrived' },
  'voucher-out': { status: 409, text: 'order:cancel.voucherOut' },
  posted: { status: 409, text: 'order:cancel.notPossible' },
  // Only forms of the desk say what they have seen.
  changed: { status: 409, text: 'order:cancel.notPossible' },
  'already-closed': { status: 409, text: 'order:cancel.alreadyClosed' },
  'stripe-unreachable': { status: 503, text: 'order:cancel.unreachable' },
}

export async function action({ params, context }: ActionFunctionArgs) {
  const locale = localeParam(params)
  await limitRequests(context, 'cancel', { points: 30, seconds: 600 })
  const { token } = params
  if (!isOrderToken(token)) throw new Response(null, { status: 404 })
  const result = await cancelOrder({ token, by: 'reader' }, { now: readNow() })
  if (result.ok) return redirect(`/${locale}/orders/${token}`, { status: 303 })
  if (result.reason === 'not-found') throw new Response(null, { status: 404 })
  const { status, text } = REFUSALS[result.reason]
  return data({ text }, { status })
}

export default function OrderCancel() {
  const { view } = useLoaderData<typeof loader>()
  const refusal = useActionData<typeof action>()
  const { t, locale } = useTexts()
  const back = `/${locale}/orders/${view.token}`
  return (
    <div className="narrow">
      <PageHeader
        title={t('order:cancel.title')}
        crumbs={[{ label: `${t('order:title')} ${view.code}`, href: back }]}
      />
      <div className="stack">
        {refusal ? <Notice tone="error">{t(refusal.text)}</Notice> : null}
        {view.can.cancel ? (
          <>
            <p>{t('order:cancel.lead')}</p>
            <ul>
              {view.lines.map((line) => (
                <li key={line.key}>
                  <Foreign lang={line.textLanguage} withNote={false}>
                    {line.description}
                  </Foreign>{' '}
                  × {line.quantity}
                </li>
              ))}
            </ul>
            <p className="price">{formatYen(view.totals.totalYen, locale)}</p>
            <form method="post">
              <button type="submit" className="button danger">
                {t('order:cancel.confirm')}
              </button>
            </form>
          </>
        ) : refusal ? null : (
          <Notice tone="info">
            {t(view.voucher ? 'order:cancel.voucherOut' : 'order:cancel.notPossible')}
          </Notice>
        )}
        <p>
          <a className="target" href={back}>
            {t('order:cancel.keep')}
          </a>
        </p>
      </div>
    </div>
  )
}
