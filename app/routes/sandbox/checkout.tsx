import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { readForm } from '#app/platform/http/request.server.ts'
import { formatInstant, formatNumber, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import {
  chooseAtCheckout,
  loadCheckoutPage,
  type CheckoutPage,
} from '#app/sandbox/pages/checkout-page.server.ts'
import { requireDemo } from '#app/sandbox/pages/page-locale.server.ts'
import { Notice } from '#app/ui/notice.tsx'

export async function loader({ params }: LoaderFunctionArgs) {
  requireDemo()
  const page = await loadCheckoutPage(params.sessionId ?? '')
  if (!page) throw new Response(null, { status: 404 })
  return page
}

export async function action({ request, params }: ActionFunctionArgs) {
  requireDemo()
  const result = await chooseAtCheckout(params.sessionId ?? '', await readForm(request))
  if (!result.ok && result.status !== 409) throw new Response(null, { status: result.status })
  if (!result.ok) return data({ refused: true }, { status: 409 })
  return redirect(result.redirectTo ?? new URL(request.url).pathname + new URL(request.url).search, 303)
}

/** Stands for Stripe's hosted Checkout page: every way it can end is a button. */
export default function Checkout() {
  const page = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const { t } = useTexts()
  return (
    <div className="narrow stack">
      <header className="page-head">
        <h1>{t('sandbox:checkout.title')}</h1>
        <p>{t('sandbox:checkout.lead')}</p>
      </header>
      {refused ? <Notice tone="error">{t('sandbox:checkout.refused')}</Notice> : null}
      {page.wasDeclined && page.state === 'open' ? (
        <Notice tone="error">{t('sandbox:checkout.declined')}</Notice>
      ) : null}
      <Bill page={page} />
      {page.state === 'open' ? <Choices page={page} /> : <Over page={page} />}
    </div>
  )
}

function Bill({ page }: { page: CheckoutPage }) {
  const { t, locale } = useTexts()
  const amountOf = useAmount(page.currency)
  return (
    <section className="panel" aria-labelledby="bill">
      <h2 id="bill">{t('sandbox:checkout.bill')}</h2>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('sandbox:checkout.item')}</th>
            <th scope="col" className="number">
              {t('sandbox:checkout.quantity')}
            </th>
            <th scope="col" className="number">
              {t('sandbox:amount')}
            </th>
          </tr>
        </thead>
        <tbody>
          {page.lines.map((line) => (
            <tr key={line.id}>
              <td>{line.name}</td>
              <td className="number">{formatNumber(line.quantity, locale)}</td>
              <td className="number">{amountOf(line.amount)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="total">
            <th scope="row" colSpan={2}>
              {t('sandbox:checkout.total')}
            </th>
            <td className="number">{amountOf(page.amount)}</td>
          </tr>
        </tfoot>
      </table>
      {page.email ? (
        <p className="small soft">{t('sandbox:checkout.receiptTo', { email: page.email })}</p>
      ) : null}
      {page.state === 'open' ? (
        <p className="small soft">
          {t('sandbox:checkout.openUntil', { time: formatInstant(page.expiresAt, locale) })}
        </p>
      ) : null}
    </section>
  )
}

function Choices({ page }: { page: CheckoutPage }) {
  const { t } = useTexts()
  return (
    <form method="post" className="form">
      {page.methods.card ? (
        <fieldset className="framed">
          <legend>{t('sandbox:method.card')}</legend>
          <div className="row">
            <button className="button" name="choice" value="pay">
              {t('sandbox:checkout.pay')}
            </button>
            <button className="button quiet" name="choice" value="decline">
              {t('sandbox:checkout.decline')}
            </button>
          </div>
        </fieldset>
      ) : null}
      {page.methods.konbini ? (
        <fieldset className="framed">
          <legend>{t('sandbox:method.konbini')}</legend>
          <div className="row">
            <button className="button" name="choice" value="konbini-now">
              {t('sandbox:checkout.konbiniNow')}
            </button>
            <button className="button quiet" name="choice" value="konbini-later">
              {t('sandbox:checkout.konbiniLater')}
            </button>
            <button className="button quiet" name="choice" value="konbini-never">
              {t('sandbox:checkout.konbiniNever')}
            </button>
          </div>
        </fieldset>
      ) : null}
      {page.cancelUrl ? (
        <p>
          <button className="link-button" name="choice" value="walk-away">
            {t('sandbox:checkout.walkAway')}
          </button>
        </p>
      ) : null}
    </form>
  )
}

function Over({ page }: { page: CheckoutPage }) {
  const { t } = useTexts()
  const back = page.state === 'complete' ? page.successUrl : page.cancelUrl
  return (
    <Notice tone={page.isPaid ? 'success' : 'warn'}>
      <p>
        {page.state === 'expired'
          ? t('sandbox:checkout.expired')
          : page.isPaid
            ? t('sandbox:checkout.paid')
            : t('sandbox:checkout.waiting')}
      </p>
      {back ? (
        <p>
          <a className="button" href={back}>
            {t('sandbox:checkout.backToShop')}
          </a>
        </p>
      ) : null}
    </Notice>
  )
}

function useAmount(currency: string): (amount: number) => string {
  const { locale } = useTexts()
  return (amount) =>
    currency === 'jpy'
      ? formatYen(amount, locale)
      : `${formatNumber(amount, locale)} ${currency.toUpperCase()}`
}
