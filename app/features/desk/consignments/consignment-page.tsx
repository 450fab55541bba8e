import type { TokyoDay } from '#app/domain/day.ts'
import { AnswerNotices } from '#app/features/desk/answer-notices.tsx'
import type { ConsignmentView } from '#app/features/desk/consignments/consignment.ts'
import {
  SettleCheck,
  SettleForm,
  type CheckedSettlement,
} from '#app/features/desk/consignments/settle-form.tsx'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import type { FormAnswer } from '#app/features/desk/form-answer.ts'
import { formatDay, formatNumber, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Badge } from '#app/ui/badge.tsx'
import { Fact } from '#app/ui/fact.tsx'
import { Foreign } from '#app/ui/foreign.tsx'
import { Notice } from '#app/ui/notice.tsx'

type ConsignmentPageProps = {
  consignment: ConsignmentView
  today: TokyoDay
  formKey: string
  isSaved: boolean
  answer: FormAnswer | null
  check: CheckedSettlement | null
  /** Whether she may take a settlement back. */
  mayTakeBack: boolean
}

/** A consignment note, to be read, printed and settled. */
export function ConsignmentPage(props: ConsignmentPageProps) {
  const { consignment, today, formKey, isSaved, answer, check, mayTakeBack } = props
  const { t, locale } = useTexts()
  const isOpen = consignment.state === 'open'
  return (
    <>
      <DeskHeader
        title={t('deskConsign:one', { code: consignment.code })}
        lead={[consignment.consignee, consignment.event].filter(Boolean).join(' · ')}
        crumbs={[{ label: t('deskConsign:title'), href: '/desk/consignments' }]}
      />
      {isSaved ? <Notice tone="success">{t('deskAdmin:saved')}</Notice> : null}
      {check ? (
        <SettleCheck consignment={consignment} check={check} />
      ) : (
        <div className="stack">
          <p>
            <Badge tone={isOpen ? 'accent' : 'good'}>
              {t(isOpen ? 'deskConsign:open' : 'deskConsign:settled')}
            </Badge>
          </p>
          <dl className="facts narrow-terms">
            <Fact term={t('deskConsign:sentOn')}>{formatDay(consignment.sentOn, locale)}</Fact>
            {consignment.settleBy ? (
              <Fact term={t('deskConsign:settleBy')}>{formatDay(consignment.settleBy, locale)}</Fact>
            ) : null}
            {consignment.isStall ? null : (
              <>
                <Fact term={t('deskConsign:commissionPercent')}>{consignment.commissionPercent} %</Fact>
                <Fact term={t('deskConsign:terms')}>
                  {t('deskConsign:within', { count: consignment.daysToPay })}
                </Fact>
              </>
            )}
            {consignment.note ? <Fact term={t('deskCopies:run.note')}>{consignment.note}</Fact> : null}
          </dl>
          <LineTable consignment={consignment} />
          {isOpen ? (
            <div className="no-print">
              <SettleForm consignment={consignment} today={today} formKey={formKey} answer={answer} />
            </div>
          ) : (
            <AnswerNotices answer={answer} labels={{}} />
          )}
          <SettlementTable consignment={consignment} mayTakeBack={mayTakeBack} />
        </div>
      )}
    </>
  )
}

function LineTable({ consignment }: { consignment: ConsignmentView }) {
  const { t, locale } = useTexts()
  const figures = ['sent', 'sold', 'returned', 'lost', 'out'] as const
  const words = {
    sent: t('deskConsign:sent'),
    sold: t('deskConsign:sold'),
    returned: t('deskConsign:returned'),
    lost: t('deskConsign:lost'),
    out: t('deskConsign:out'),
  }
  return (
    <table className="table stacked">
      <caption className="visually-hidden">{t('deskConsign:one', { code: consignment.code })}</caption>
      <thead>
        <tr>
          <th scope="col">{t('deskAdmin:stock.edition')}</th>
          <th scope="col" className="number">
            {t('deskConsign:price')}
          </th>
          {figures.map((figure) => (
            <th key={figure} scope="col" className="number">
              {words[figure]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {consignment.lines.map((line) => (
          <tr key={line.sku}>
            <th scope="row">
              <a className="code target nowrap" href={`/desk/stock/${line.sku}`}>
                {line.sku}
              </a>
              <span className="block small soft">
                <Foreign lang={line.nameLanguage} withNote={false}>
                  {line.name}
                </Foreign>
              </span>
            </th>
            <td className="number" data-label={t('deskConsign:price')}>
              {formatYen(line.unitYen, locale)}
            </td>
            {figures.map((figure) => (
              <td key={figure} className="number" data-label={words[figure]}>
                {formatNumber(line[figure], locale)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function SettlementTable({
  consignment,
  mayTakeBack,
}: Pick<ConsignmentPageProps, 'consignment' | 'mayTakeBack'>) {
  const { t, locale } = useTexts()
  if (consignment.settlements.length === 0) return null
  return (
    <section className="section">
      <h2>{t('deskConsign:settlements')}</h2>
      <ul className="ruled dense" role="list">
        {consignment.settlements.map((one) => {
          const askedYen = one.grossYen - one.commissionYen
          const difference = one.cashCountedYen === null ? 0 : one.cashCountedYen - askedYen
          return (
            <li key={one.number} className="row spread">
              <span>
                {t('deskConsign:takeBack.number', { number: one.number })}{' '}
                {formatDay(one.settledOn, locale, 'short')}{' '}
                <span className="small soft">{one.staffName}</span>{' '}
                {one.isTakenBack ? <Badge tone="plain">{t('deskConsign:takeBack.isTakenBack')}</Badge> : null}
                {one.takesBack === null ? null : (
                  <Badge tone="plain">{t('deskConsign:takeBack.takesBack', { number: one.takesBack })}</Badge>
                )}
                {one.lines.map(({ sku, ...copies }) => (
                  <span key={sku} className="block small">
                    <span className="code">{sku}</span> {t('deskConsign:checkLine', copies)}
                  </span>
                ))}
                {one.note ? <span className="block small">{one.note}</span> : null}
                {mayTakeBack && one.number === consignment.mayTakeBack ? (
                  <a
                    className="target small block no-print"
                    href={`/desk/consignments/${consignment.code}/settlements/${one.number}`}
                  >
                    {t('deskConsign:takeBack.link')}
                  </a>
                ) : null}
              </span>
              <span>
                {formatYen(askedYen, locale)}
                {difference === 0 ? null : (
                  <span className="small soft">
                    {' '}
                    {t(difference < 0 ? 'deskConsign:cashShort' : 'deskConsign:cashOver', {
                      amount: formatYen(Math.abs(difference), locale),
                    })}
                  </span>
                )}{' '}
                {one.chargeReference ? (
                  <a className="target" href={`/desk/bills/${one.chargeReference}`}>
                    {t('deskConsign:bill')}
                  </a>
                ) : null}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
