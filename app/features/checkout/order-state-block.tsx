import type { OrderState } from '#app/domain/order.ts'
import { METHOD_TEXTS } from '#app/features/checkout/method-texts.ts'
import type { OrderView, TransferView } from '#app/features/checkout/order-view.ts'
import { formatDay, formatInstant, formatYen } from '#app/platform/i18n/format.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Foreign } from '#app/ui/foreign.tsx'

const TITLES: Record<OrderState, TextKey> = {
  'awaiting-payment': 'order:state.awaitingPayment',
  billed: 'order:state.billed',
  'voucher-out': 'order:state.voucherOut',
  'part-paid': 'order:state.partPaid',
  paid: 'order:state.paid',
  'awaiting-run': 'order:state.awaitingRun',
  'part-posted': 'order:state.partPosted',
  posted: 'order:state.posted',
  cancelled: 'order:state.cancelled',
  expired: 'order:state.expired',
  refunded: 'order:state.refunded',
}

const TONES: Partial<Record<OrderState, string>> = {
  'awaiting-payment': 'notice warn',
  billed: 'notice success',
  'voucher-out': 'notice warn',
  'part-paid': 'notice warn',
  paid: 'notice success',
  'awaiting-run': 'notice success',
  'part-posted': 'notice success',
  posted: 'notice success',
}

/** Where an order stands, in words, and what to do next. */
export function OrderStateBlock({ view }: { view: OrderView }) {
  const { t } = useTexts()
  return (
    <section className={TONES[view.state] ?? 'notice'} aria-labelledby="state">
      <h2 id="state">{t(TITLES[view.state])}</h2>
      <NextStep view={view} />
      <Downloads view={view} />
    </section>
  )
}

function NextStep({ view }: { view: OrderView }) {
  const { t, locale } = useTexts()
  switch (view.state) {
    case 'awaiting-payment':
      return view.transfer ? <Transfer transfer={view.transfer} /> : <PayAtStripe view={view} />
    case 'billed':
      return view.transfer ? <Transfer transfer={view.transfer} /> : null
    case 'voucher-out':
      return <VoucherLink view={view} />
    case 'part-paid':
      return (
        <>
          <p>
            {t('order:next.partPaid', {
              received: formatYen(view.allocatedYen, locale),
              missing: formatYen(view.missingYen, locale),
            })}
          </p>
          {view.transfer ? <Transfer transfer={view.transfer} /> : <p>{t('order:next.partPaidContact')}</p>}
        </>
      )
    case 'paid':
      return <p>{t(view.hasPost ? 'order:next.paidPost' : 'order:next.paidDownload')}</p>
    case 'awaiting-run':
      return <p>{t('order:next.awaitingRun')}</p>
    case 'part-posted':
      return <Posted view={view} text="order:next.partPosted" />
    case 'posted':
      return <Posted view={view} text="order:next.posted" />
    case 'cancelled':
      return <p>{t('order:next.cancelled')}</p>
    case 'expired':
      return <p>{t('order:next.expired')}</p>
    case 'refunded':
      return <p>{t('order:next.refunded')}</p>
  }
}

/** A parcel is on its way; of one that was sent on a bill, how to pay it. */
function Posted({ view, text }: { view: OrderView; text: TextKey }) {
  const { t } = useTexts()
  return (
    <>
      <p>{t(text)}</p>
      {view.transfer ? <Transfer transfer={view.transfer} /> : null}
    </>
  )
}

/** The button to Stripe's page; nothing is charged before the reader pays there. */
function PayAtStripe({ view }: { view: OrderView }) {
  const { t, locale } = useTexts()
  if (!view.can.payAtStripe || (view.method !== 'card' && view.method !== 'konbini')) return null
  return (
    <>
      {view.expiresAt ? (
        <p>{t('order:next.payUntil', { until: formatInstant(view.expiresAt, locale) })}</p>
      ) : null}
      <form method="post">
        <button type="submit" className="button" name="intent" value="pay">
          {t(view.method === 'card' ? 'order:action.payCard' : 'order:action.payKonbini')}
        </button>
      </form>
      <p className="small">{t('order:next.otherMethod')}</p>
    </>
  )
}

function VoucherLink({ view }: { view: OrderView }) {
  const { t, locale } = useTexts()
  if (!view.voucher) return null
  return (
    <>
      <p>
        {t('order:next.voucher', {
          day: formatDay(view.voucher.dueOn, locale, 'weekday'),
          amount: formatYen(view.totals.totalYen, locale),
        })}
      </p>
      <p>
        <a className="button" href={view.voucher.url}>
          {t('order:action.voucher')}
        </a>
      </p>
      <p className="small">{t('order:next.voucherAfter')}</p>
    </>
  )
}

/** All that a payer writes on a transfer; the reference stands out, since it ties the money to the order. */
function Transfer({ transfer }: { transfer: TransferView }) {
  const { t, locale } = useTexts()
  const { bank, postal } = transfer
  const account: [TextKey, string][] =
    transfer.method === 'bank'
      ? [
          ['order:transfer.bankName', bank.bankName],
          ['order:transfer.branch', bank.branchName],
          ['order:transfer.account', `${bank.accountType} ${bank.accountNumber}`],
          ['order:transfer.holder', bank.holder],
        ]
      : [
          ['order:transfer.postalAccount', postal.accountNumber],
          ['order:transfer.postalHolder', postal.holder],
        ]
  return (
    <>
      <p>
        {t(transfer.isBilled ? 'order:next.billed' : 'order:next.transfer', {
          day: formatDay(transfer.dueOn, locale, 'weekday'),
        })}
      </p>
      <dl className="facts">
        <div>
          <dt>{t('order:transfer.reference')}</dt>
          <dd>
            <span className="reference">{transfer.reference}</span>
            <span className="small block">
              {t(
                transfer.method === 'bank'
                  ? 'order:transfer.referenceBank'
                  : 'order:transfer.referencePostal',
                {
                  reference: transfer.reference,
                },
              )}
            </span>
          </dd>
        </div>
        <div>
          <dt>{t('order:transfer.amount')}</dt>
          <dd>
            <span className="price big">{formatYen(transfer.amountYen, locale)}</span>
          </dd>
        </div>
        <div>
          <dt>{t('order:transfer.due')}</dt>
          <dd>{formatDay(transfer.dueOn, locale, 'weekday')}</dd>
        </div>
        {account.map(([term, value]) => (
          <div key={term}>
            <dt>{t(term)}</dt>
            <dd lang="ja">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="small">{t(METHOD_TEXTS[transfer.method].hint)}</p>
    </>
  )
}

function Downloads({ view }: { view: OrderView }) {
  const { t } = useTexts()
  const ready = view.lines.flatMap((line) => (line.download ? [{ ...line, download: line.download }] : []))
  if (ready.length === 0) return null
  return (
    <ul role="list" className="stack-s no-print">
      {ready.map((line) => (
        <li key={line.key}>
          <a className="button" href={line.download.path} download>
            {t('order:action.download')}
            <span className="visually-hidden"> {line.description}</span>
          </a>
          <p className="small">
            <Foreign lang={line.textLanguage} withNote={false}>
              {line.description}
            </Foreign>
            {line.download.count > 0
              ? ` · ${t('order:download.count', { times: line.download.count })}`
              : null}
          </p>
        </li>
      ))}
    </ul>
  )
}
