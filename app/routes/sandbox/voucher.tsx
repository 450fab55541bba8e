import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { formatInstant, formatYen } from '#app/platform/i18n/format.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { loadVoucherPage, payAtTill, type VoucherPage } from '#app/sandbox/pages/checkout-page.server.ts'
import { requireDemo } from '#app/sandbox/pages/page-locale.server.ts'
import { Notice } from '#app/ui/notice.tsx'

export async function loader({ params }: LoaderFunctionArgs) {
  requireDemo()
  const page = await loadVoucherPage(params.intentId ?? '')
  if (!page) throw new Response(null, { status: 404 })
  return page
}

export async function action({ request, params }: ActionFunctionArgs) {
  requireDemo()
  const result = await payAtTill(params.intentId ?? '')
  if (!result.ok && result.status === 404) throw new Response(null, { status: 404 })
  if (!result.ok) return data({ refused: true }, { status: result.status })
  return redirect(new URL(request.url).pathname + new URL(request.url).search, 303)
}

const STORES: Record<VoucherPage['stores'][number]['store'], TextKey> = {
  familymart: 'sandbox:voucher.familymart',
  lawson: 'sandbox:voucher.lawson',
  ministop: 'sandbox:voucher.ministop',
  seicomart: 'sandbox:voucher.seicomart',
}

/** Stands for Stripe's page with a konbini voucher; the till is a button. */
export default function Voucher() {
  const page = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const { t, locale } = useTexts()
  return (
    <div className="narrow stack">
      <header className="page-head">
        <h1>{t('sandbox:voucher.title')}</h1>
        <p>{t('sandbox:voucher.lead')}</p>
      </header>
      {refused ? <Notice tone="error">{t('sandbox:voucher.refused')}</Notice> : null}
      <dl className="facts">
        <div>
          <dt>{t('sandbox:amount')}</dt>
          <dd className="price big">{formatYen(page.amountYen, locale)}</dd>
        </div>
        {page.expiresAt ? (
          <div>
            <dt>{t('sandbox:voucher.payUntil')}</dt>
            <dd>{formatInstant(page.expiresAt, locale)}</dd>
          </div>
        ) : null}
        {page.stores.length > 0 ? (
          <div>
            <dt>{t('sandbox:voucher.confirmationNumber')}</dt>
            <dd className="code">{page.confirmationNumber}</dd>
          </div>
        ) : null}
        {page.stores.map(({ store, paymentCode }) => (
          <div key={store}>
            <dt>{t(STORES[store])}</dt>
            <dd>
              {t('sandbox:voucher.paymentCode')} <span className="code">{paymentCode}</span>
            </dd>
          </div>
        ))}
      </dl>
      {page.state === 'waiting' ? (
        <form method="post">
          <button className="button">{t('sandbox:voucher.pay')}</button>
        </form>
      ) : (
        <Notice tone={page.state === 'paid' ? 'success' : 'warn'}>
          {page.state === 'paid' ? t('sandbox:voucher.paid') : t('sandbox:voucher.over')}
        </Notice>
      )}
    </div>
  )
}
