import { isTokyoDay } from '#app/domain/day.ts'
import type { DeskOrder } from '#app/features/desk/desk-order.ts'
import { METHOD_WORDS } from '#app/features/desk/order-words.ts'
import { ConfirmOrChange } from '#app/features/desk/refund-fields.tsx'
import { isHandMethod } from '#app/features/desk/payment-form.ts'
import { formatDay, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Fact } from '#app/ui/fact.tsx'
import { Foreign } from '#app/ui/foreign.tsx'

export type RefundSummary = {
  lines: {
    description: string
    textLanguage: string
    amountYen: number
    copies: number
    released: number
    restocked: number
    cameBack: number
  }[]
  advanceYen: number
  surplusYen: number
  /** The money that goes back, and what is credited against a bill. */
  totalYen: number
  creditYen: number
  parts: { method: keyof typeof METHOD_WORDS; amountYen: number }[]
}

/** Copies that are given up and that nobody will see again. */
function keptOf(line: RefundSummary['lines'][number]): number {
  return line.copies - line.released - line.restocked - line.cameBack
}

type SummaryProps = { order: DeskOrder; summary: RefundSummary; typed: Record<string, string> }

/** What would be given back, to be looked at before it is. */
export function RefundCheck({ order, summary, typed }: SummaryProps) {
  const { t, locale } = useTexts()
  const isCredit = summary.totalYen === 0
  return (
    <>
      <p>{t(isCredit ? 'deskOrders:refund.checkCreditLead' : 'deskOrders:refund.checkLead')}</p>
      <dl className="facts">
        <Fact term={t(isCredit ? 'deskOrders:refund.creditTo' : 'deskOrders:refund.to')}>
          {order.contact.name}
          {order.contact.email ? <span className="block small">{order.contact.email}</span> : null}
        </Fact>
        <Fact term={t(isCredit ? 'deskOrders:refund.creditWhat' : 'deskOrders:refund.what')}>
          <ul className="plain">
            {summary.lines.map((line) => (
              <li key={line.description}>
                <Foreign lang={line.textLanguage} withNote={false}>
                  {line.description}
                </Foreign>
                {line.copies > 0 ? ` × ${line.copies}` : null} · {formatYen(line.amountYen, locale)}
                <span className="block small soft">
                  {[
                    line.released > 0 ? t('deskOrders:refund.released', { count: line.released }) : '',
                    line.restocked > 0 ? t('deskOrders:refund.restocked', { count: line.restocked }) : '',
                    line.cameBack > 0 ? t('deskOrders:refund.cameBack', { count: line.cameBack }) : '',
                    keptOf(line) > 0 ? t('deskOrders:refund.kept', { count: keptOf(line) }) : '',
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </li>
            ))}
            {summary.advanceYen > 0 ? (
              <li>
                {t('deskOrders:refund.advance')} · {formatYen(summary.advanceYen, locale)}
              </li>
            ) : null}
            {summary.surplusYen > 0 ? (
              <li>
                {t('deskOrders:money.surplus')} · {formatYen(summary.surplusYen, locale)}
              </li>
            ) : null}
          </ul>
        </Fact>
        <Fact term={t('deskOrders:refund.way')}>
          <WayOf summary={summary} typed={typed} />
        </Fact>
        {typed.reason ? (
          <Fact term={t('deskOrders:refund.reason')}>
            <span className="pre-line">{typed.reason}</span>
          </Fact>
        ) : null}
        {summary.totalYen > 0 ? (
          <Fact term={t('deskOrders:refund.total')}>
            <b className="price">{formatYen(summary.totalYen, locale)}</b>
          </Fact>
        ) : null}
        {summary.creditYen > 0 ? (
          <Fact term={t('deskOrders:refund.creditTotal')}>
            <b className="price">{formatYen(summary.creditYen, locale)}</b>
          </Fact>
        ) : null}
      </dl>
      <ConfirmOrChange typed={typed} confirm={confirmText(t, summary, (yen) => formatYen(yen, locale))} />
    </>
  )
}

/** By which way the money goes back, and what of it is credited instead. */
function WayOf({ summary, typed }: Pick<SummaryProps, 'summary' | 'typed'>) {
  const { t, locale } = useTexts()
  const { way = null, on, ref } = typed
  return (
    <>
      {isHandMethod(way) && isTokyoDay(on) ? (
        <>
          {t(METHOD_WORDS[way])}
          <span className="block small">
            {formatDay(on, locale)} · {ref}
          </span>
        </>
      ) : (
        summary.parts.map((part) => (
          <span key={part.method} className="block">
            {t('deskOrders:refund.throughStripe', {
              method: t(METHOD_WORDS[part.method]),
              amount: formatYen(part.amountYen, locale),
            })}
          </span>
        ))
      )}
      {summary.creditYen > 0 ? (
        <span className="block">
          {t('deskOrders:refund.credited')} · {formatYen(summary.creditYen, locale)}
        </span>
      ) : null}
    </>
  )
}

function confirmText(
  t: ReturnType<typeof useTexts>['t'],
  { totalYen, creditYen }: RefundSummary,
  yen: (amount: number) => string,
): string {
  if (creditYen === 0) return t('deskOrders:refund.confirm', { amount: yen(totalYen) })
  if (totalYen === 0) return t('deskOrders:refund.confirmCredit', { amount: yen(creditYen) })
  return t('deskOrders:refund.confirmBoth', { amount: yen(totalYen), credit: yen(creditYen) })
}
