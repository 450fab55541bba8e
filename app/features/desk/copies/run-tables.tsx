import type { RunView } from '#app/features/desk/copies/load-run.server.ts'
import { formatDay, formatNumber, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'

/** What came of a run, part by part. */
export function DeliveryTable({ deliveries }: { deliveries: RunView['deliveries'] }) {
  const { t, locale } = useTexts()
  if (deliveries.length === 0) return null
  const figures = [
    t('deskCopies:delivery.copies'),
    t('deskCopies:run.overs'),
    t('deskCopies:run.spoils'),
  ] as const
  return (
    <section className="section">
      <h2>{t('deskCopies:delivery.list')}</h2>
      <table className="table stacked">
        <caption className="visually-hidden">{t('deskCopies:delivery.list')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('deskCopies:delivery.on')}</th>
            {figures.map((figure) => (
              <th key={figure} scope="col" className="number">
                {figure}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {deliveries.map((delivery) => (
            <tr key={delivery.id}>
              <th scope="row">
                {formatDay(delivery.deliveredOn, locale, 'short')}{' '}
                <span className="small soft">{delivery.staffName}</span>
              </th>
              {[delivery.copies, delivery.overs, delivery.spoils].map((copies, index) => (
                <td key={figures[index]} className="number" data-label={figures[index]}>
                  {formatNumber(copies, locale)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** What the printer asked for a run. */
export function BillTable({ bills }: { bills: RunView['bills'] }) {
  const { t, locale } = useTexts()
  if (bills.length === 0) return null
  return (
    <section className="section">
      <h2>{t('deskCopies:bill.list')}</h2>
      <table className="table stacked">
        <caption className="visually-hidden">{t('deskCopies:bill.list')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('deskCopies:bill.on')}</th>
            <th scope="col">{t('deskCopies:bill.number')}</th>
            <th scope="col" className="number">
              {t('deskCopies:bill.net')}
            </th>
            <th scope="col" className="number">
              {t('deskCopies:run.costTax')}
            </th>
          </tr>
        </thead>
        <tbody>
          {bills.map((bill) => (
            <tr key={bill.id}>
              <th scope="row">
                {formatDay(bill.billedOn, locale, 'short')}{' '}
                <span className="small soft">{bill.staffName}</span>
              </th>
              <td>{bill.number || '–'}</td>
              <td className="number" data-label={t('deskCopies:bill.net')}>
                {formatYen(bill.netYen, locale)}
              </td>
              <td className="number" data-label={t('deskCopies:run.costTax')}>
                {formatYen(bill.taxYen, locale)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
