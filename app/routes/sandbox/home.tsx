import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { tokyoDayOf } from '#app/domain/day.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { formatDay, formatInstant, formatNumber, formatYen } from '#app/platform/i18n/format.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import {
  loadHomePage,
  runCommand,
  type HomePage,
  type PaymentRow,
  type PaymentState,
} from '#app/sandbox/pages/home-page.server.ts'
import { requireDemo } from '#app/sandbox/pages/page-locale.server.ts'
import { Field, SelectField } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'

export async function loader({ request }: LoaderFunctionArgs) {
  requireDemo()
  return { page: await loadHomePage(), done: new URL(request.url).searchParams.has('done') }
}

export async function action({ request }: ActionFunctionArgs) {
  requireDemo()
  const result = await runCommand(await readForm(request))
  if (!result.ok) return data({ status: result.status }, { status: result.status })
  const url = new URL(request.url)
  url.searchParams.set('done', '1')
  return redirect(`${url.pathname}${url.search}`, 303)
}

/** What the outside does: payers, their banks, the dashboard, and what may go wrong on the way. */
export default function SandboxHome() {
  const { page, done } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const { t, locale } = useTexts()
  return (
    <div className="stack-l">
      <header className="page-head">
        <h1>{t('sandbox:title')}</h1>
        <p>{t('sandbox:home.lead')}</p>
        <p>
          <a href={`/sandbox/mailbox?lang=${locale}`}>{t('sandbox:home.mailbox')}</a>
        </p>
      </header>
      {refused ? (
        <Notice tone="error">
          {refused.status === 422 ? t('sandbox:home.invalid') : t('sandbox:home.refused')}
        </Notice>
      ) : null}
      {done && !refused ? <Notice tone="success">{t('sandbox:home.done')}</Notice> : null}
      <Payments payments={page.payments} />
      <Pending page={page} />
      <Payouts payouts={page.payouts} />
      <Webhooks webhooks={page.webhooks} />
      <Faults page={page} />
    </div>
  )
}

const PAYMENT_STATES: Record<PaymentState, TextKey> = {
  open: 'sandbox:home.payment.open',
  voucher: 'sandbox:home.payment.voucher',
  paid: 'sandbox:home.payment.paid',
  'part-refunded': 'sandbox:home.payment.partRefunded',
  refunded: 'sandbox:home.payment.refunded',
  disputed: 'sandbox:home.payment.disputed',
  failed: 'sandbox:home.payment.failed',
  expired: 'sandbox:home.payment.expired',
}

function Payments({ payments }: { payments: PaymentRow[] }) {
  const { t } = useTexts()
  return (
    <section className="section">
      <h2>{t('sandbox:home.payments')}</h2>
      {payments.length === 0 ? <p>{t('sandbox:home.noPayments')}</p> : null}
      <ul className="ruled" role="list">
        {payments.map((payment) => (
          <li key={payment.sessionId} className="stack-s">
            <Payment payment={payment} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Payment({ payment }: { payment: PaymentRow }) {
  const { t, locale } = useTexts()
  const amount =
    payment.currency === 'jpy'
      ? formatYen(payment.amount, locale)
      : `${formatNumber(payment.amount, locale)} ${payment.currency.toUpperCase()}`
  const { intentId, can } = payment
  return (
    <>
      <p>
        <b>{amount}</b> · {t(PAYMENT_STATES[payment.state])} · {formatInstant(payment.madeAt, locale)}
      </p>
      {can.pay ? (
        <p>
          <a href={`/sandbox/checkout/${payment.sessionId}?lang=${locale}`}>{t('sandbox:home.toCheckout')}</a>
        </p>
      ) : null}
      {intentId && can.payVoucher ? (
        <div className="row">
          <Command name="pay-voucher" id={intentId} label={t('sandbox:home.payVoucher')} />
          <Command name="expire-voucher" id={intentId} label={t('sandbox:home.expireVoucher')} />
        </div>
      ) : null}
      {intentId && can.refund ? (
        <div className="row">
          <form method="post" className="row">
            <input type="hidden" name="id" value={intentId} />
            <label className="small" htmlFor={`amount-${intentId}`}>
              {t('sandbox:home.refundAmount')}
            </label>
            <input
              className="input tiny"
              id={`amount-${intentId}`}
              name="amount"
              inputMode="numeric"
              pattern="[0-9]*"
              autoComplete="off"
            />
            <button className="button quiet" name="do" value="refund">
              {t('sandbox:home.refund')}
            </button>
          </form>
          {can.dispute ? <Command name="dispute" id={intentId} label={t('sandbox:home.dispute')} /> : null}
        </div>
      ) : null}
    </>
  )
}

function Pending({ page }: { page: HomePage }) {
  const { t, locale } = useTexts()
  if (page.disputes.length === 0 && page.refunds.length === 0) return null
  return (
    <section className="section">
      <h2>{t('sandbox:home.pending')}</h2>
      <ul className="ruled" role="list">
        {page.disputes.map((dispute) => (
          <li key={dispute.id} className="stack-s">
            <p>{t('sandbox:home.openDispute', { amount: formatYen(dispute.amountYen, locale) })}</p>
            <div className="row">
              <Command name="win-dispute" id={dispute.id} label={t('sandbox:home.winDispute')} />
              <Command name="lose-dispute" id={dispute.id} label={t('sandbox:home.loseDispute')} />
            </div>
          </li>
        ))}
        {page.refunds.map((refund) => (
          <li key={refund.id} className="stack-s">
            <p>{t('sandbox:home.openRefund', { amount: formatYen(refund.amountYen, locale) })}</p>
            <div className="row">
              <Command name="finish-refund" id={refund.id} label={t('sandbox:home.finishRefund')} />
              <Command name="fail-refund" id={refund.id} label={t('sandbox:home.failRefund')} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Payouts({ payouts }: { payouts: HomePage['payouts'] }) {
  const { t, locale } = useTexts()
  return (
    <section className="section stack">
      <h2>{t('sandbox:home.payouts')}</h2>
      <p>{t('sandbox:home.payoutsLead')}</p>
      <Command name="run-payout" label={t('sandbox:home.runPayout')} />
      {payouts.length > 0 ? (
        <ul className="ruled" role="list">
          {payouts.map((payout) => (
            <li key={payout.id}>
              <b>{formatYen(payout.amountYen, locale)}</b> ·{' '}
              {payout.isPaid ? t('sandbox:home.payoutPaid') : t('sandbox:home.payoutOnItsWay')} ·{' '}
              {formatDay(tokyoDayOf(payout.arrivesAt), locale)}
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  )
}

const WEBHOOK_STATES: Record<HomePage['webhooks'][number]['state'], TextKey> = {
  waiting: 'sandbox:home.webhook.waiting',
  delivered: 'sandbox:home.webhook.delivered',
  lost: 'sandbox:home.webhook.lost',
}

function Webhooks({ webhooks }: { webhooks: HomePage['webhooks'] }) {
  const { t, locale } = useTexts()
  return (
    <section className="section">
      <h2>{t('sandbox:home.webhooks')}</h2>
      {webhooks.length === 0 ? (
        <p>{t('sandbox:home.noWebhooks')}</p>
      ) : (
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
        <div className="scroll-x" role="region" aria-label={t('sandbox:home.webhooks')} tabIndex={0}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('sandbox:home.webhook.type')}</th>
                <th scope="col">{t('sandbox:home.webhook.state')}</th>
                <th scope="col" className="number">
                  {t('sandbox:home.webhook.attempts')}
                </th>
              </tr>
            </thead>
            <tbody>
              {webhooks.map((webhook) => (
                <tr key={webhook.id}>
                  <td className="code">{webhook.type}</td>
                  <td>{t(WEBHOOK_STATES[webhook.state])}</td>
                  <td className="number">{formatNumber(webhook.attempts, locale)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

const FAULT_NAMES: Record<string, TextKey> = {
  'timeout-before': 'sandbox:fault.timeoutBefore',
  'timeout-after': 'sandbox:fault.timeoutAfter',
  '500': 'sandbox:fault.error500',
  '429': 'sandbox:fault.error429',
  duplicate: 'sandbox:fault.duplicate',
  reorder: 'sandbox:fault.reorder',
  delay: 'sandbox:fault.delay',
  lose: 'sandbox:fault.lose',
}
const CALL_FAULT_CHOICES = ['timeout-before', 'timeout-after', '500', '429']
const WEBHOOK_FAULT_CHOICES = ['duplicate', 'reorder', 'delay', 'lose']

function Faults({ page }: { page: HomePage }) {
  const { t, locale } = useTexts()
  return (
    <section className="section stack">
      <h2>{t('sandbox:fault.title')}</h2>
      <p>{t('sandbox:fault.lead')}</p>
      {page.faults.length > 0 ? (
        <>
          <ul className="ruled" role="list">
            {page.faults.map((fault) => (
              <li key={fault.id}>
                <span className="code">{fault.match}</span> · <FaultName fault={fault.fault} /> ·{' '}
                {t('sandbox:fault.remaining', { number: formatNumber(fault.remaining, locale) })}
              </li>
            ))}
          </ul>
          <Command name="clear-faults" label={t('sandbox:fault.clear')} />
        </>
      ) : null}
      <FaultForm
        command="set-call-fault"
        legend={t('sandbox:fault.ofCalls')}
        matchLabel={t('sandbox:fault.call')}
        matches={page.callMatches}
        faults={CALL_FAULT_CHOICES}
      />
      <FaultForm
        command="set-webhook-fault"
        legend={t('sandbox:fault.ofWebhooks')}
        matchLabel={t('sandbox:fault.webhook')}
        matches={page.webhookMatches}
        faults={WEBHOOK_FAULT_CHOICES}
      />
    </section>
  )
}

function FaultName({ fault }: { fault: string }) {
  const { t } = useTexts()
  const key = FAULT_NAMES[fault]
  return <>{key ? t(key) : fault}</>
}

type FaultFormProps = {
  command: string
  legend: string
  matchLabel: string
  matches: readonly string[]
  faults: readonly string[]
}

function FaultForm({ command, legend, matchLabel, matches, faults }: FaultFormProps) {
  const { t } = useTexts()
  const names = faults.map((fault) => ({
    value: fault,
    label: t(FAULT_NAMES[fault] ?? 'sandbox:fault.title'),
  }))
  return (
    <form method="post">
      <fieldset className="framed">
        <legend>{legend}</legend>
        <div className="fields">
          <SelectField
            id={`${command}-match`}
            name="match"
            label={matchLabel}
            options={matches.map((match) => ({ value: match, label: match }))}
          />
          <SelectField id={`${command}-fault`} name="fault" label={t('sandbox:fault.what')} options={names} />
          <Field
            id={`${command}-times`}
            name="times"
            label={t('sandbox:fault.times')}
            className="tiny"
            type="number"
            min={1}
            max={99}
            defaultValue={1}
          />
          <p>
            <button className="button quiet" name="do" value={command}>
              {t('sandbox:fault.set')}
            </button>
          </p>
        </div>
      </fieldset>
    </form>
  )
}

function Command({ name, id, label }: { name: string; id?: string; label: ReactNode }) {
  return (
    <form method="post">
      {id === undefined ? null : <input type="hidden" name="id" value={id} />}
      <button className="button quiet" name="do" value={name}>
        {label}
      </button>
    </form>
  )
}
