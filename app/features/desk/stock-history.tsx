import type { EditionStock } from '#app/features/desk/load-edition-stock.server.ts'
import { CLASS_WORDS, PURPOSE_WORDS } from '#app/features/desk/copies/note-form.ts'
import { runState } from '#app/features/desk/copies/run-words.ts'
import { STOCK_MOVEMENT_WORDS } from '#app/features/desk/movement-words.ts'
import { formatDay, formatInstant, formatNumber, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Badge } from '#app/ui/badge.tsx'

/** Every run of an edition with what is left of it, newest first. */
export function RunTable({ sku, runs }: { sku: string; runs: EditionStock['runs'] }) {
  const { t, locale } = useTexts()
  return (
    <section className="section">
      <h2>{t('deskAdmin:stock.runs')}</h2>
      {runs.length === 0 ? (
        <p>{t('deskAdmin:stock.noRuns')}</p>
      ) : (
        <table className="table stacked">
          <caption className="visually-hidden">{t('deskAdmin:stock.runs')}</caption>
          <Head
            words={[t('deskAdmin:stock.run'), t('deskAdmin:stock.receivedOn')]}
            figures={[t('deskAdmin:stock.copies'), t('deskAdmin:stock.left'), t('deskAdmin:stock.cost')]}
          />
          <tbody>
            {runs.map((run) => (
              <tr key={run.number}>
                <th scope="row">
                  <a className="target nowrap" href={`/desk/stock/${sku}/runs/${run.number}`}>
                    {t('deskCopies:run.one', { number: run.number })}
                  </a>
                </th>
                <td>
                  {run.receivedOn ? formatDay(run.receivedOn, locale, 'short') : null}{' '}
                  <Badge tone={runState(run).tone}>{t(runState(run).text)}</Badge>
                </td>
                <td className="number" data-label={t('deskAdmin:stock.copies')}>
                  {formatNumber(run.copies, locale)}
                  {run.isOpen && run.copiesOrdered !== null ? (
                    <span className="soft"> / {formatNumber(run.copiesOrdered, locale)}</span>
                  ) : null}
                </td>
                <td className="number" data-label={t('deskAdmin:stock.left')}>
                  {formatNumber(run.onHand, locale)}
                </td>
                <td className="number" data-label={t('deskAdmin:stock.cost')}>
                  {run.costYen === null ? '–' : formatYen(run.costYen, locale)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

/** The orders to which copies are promised, oldest first. */
export function WaitingTable({ orders }: { orders: EditionStock['orders'] }) {
  const { t, locale } = useTexts()
  return (
    <section className="section">
      <h2>{t('deskAdmin:stock.orders')}</h2>
      {orders.length === 0 ? (
        <p>{t('deskAdmin:stock.noOrders')}</p>
      ) : (
        <table className="table stacked">
          <caption className="visually-hidden">{t('deskAdmin:stock.orders')}</caption>
          <Head
            words={[t('deskOrders:list.order')]}
            figures={[t('deskAdmin:stock.held'), t('deskAdmin:stock.preordered')]}
          />
          <tbody>
            {orders.map((order) => (
              <tr key={order.code}>
                <th scope="row">
                  <a className="code target nowrap" href={`/desk/orders/${order.code}`}>
                    {order.code}
                  </a>
                  <span className="block small soft">{formatInstant(order.placedAt, locale)}</span>
                </th>
                <td className="number" data-label={t('deskAdmin:stock.held')}>
                  {formatNumber(order.held, locale)}
                </td>
                <td className="number" data-label={t('deskAdmin:stock.preordered')}>
                  {formatNumber(order.preordered, locale)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

/** What came and went, newest first, and who wrote it. */
export function MovementTable({ sku, movements }: { sku: string; movements: EditionStock['movements'] }) {
  const { t, locale } = useTexts()
  if (movements.length === 0) return null
  return (
    <section className="section">
      <h2>{t('deskOrders:books.movements')}</h2>
      <table className="table stacked">
        <caption className="visually-hidden">{t('deskOrders:books.movements')}</caption>
        <Head
          words={[t('deskOrders:books.day'), t('deskOrders:books.what'), t('deskAdmin:stock.run')]}
          figures={[t('deskOrders:books.copies')]}
        />
        <tbody>
          {movements.map((movement) => (
            <tr key={movement.id}>
              <td className="nowrap">{formatDay(movement.movedOn, locale, 'short')}</td>
              <td>
                {t(STOCK_MOVEMENT_WORDS[movement.kind])} <Origin movement={movement} />{' '}
                <span className="small soft">{movement.staffName}</span>
                {movement.isCorrection ? (
                  <Badge tone="plain">{t('deskCopies:correct.isCorrection')}</Badge>
                ) : null}
                {movement.note ? <span className="block small">{movement.note}</span> : null}
                {movement.isCorrectable ? (
                  <a className="target small block" href={`/desk/stock/${sku}/movements/${movement.id}`}>
                    {t('deskCopies:correct.link')}
                  </a>
                ) : null}
              </td>
              <td>{t('deskOrders:books.run', { run: movement.run })}</td>
              <td className="number" data-label={t('deskOrders:books.copies')}>
                {movement.copies > 0 ? `+${movement.copies}` : movement.copies}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** To whom the copies went, or the paper that they moved by. */
function Origin({ movement }: { movement: EditionStock['movements'][number] }) {
  const { t } = useTexts()
  const { purpose, memberClass, orderCode, consignment, countCode } = movement
  if (purpose) return t(PURPOSE_WORDS[purpose])
  if (memberClass) return t(CLASS_WORDS[memberClass])
  if (orderCode) return <Paper href={`/desk/orders/${orderCode}`} code={orderCode} />
  if (countCode) return <Paper href={`/desk/counts/${countCode}`} code={countCode} />
  if (!consignment) return null
  return (
    <>
      <Paper href={`/desk/consignments/${consignment.code}`} code={consignment.code} /> {consignment.name}
    </>
  )
}

function Paper({ href, code }: { href: string; code: string }) {
  return (
    <a className="code target nowrap" href={href}>
      {code}
    </a>
  )
}

function Head({ words, figures }: { words: readonly string[]; figures: readonly string[] }) {
  return (
    <thead>
      <tr>
        {words.map((word) => (
          <th key={word} scope="col">
            {word}
          </th>
        ))}
        {figures.map((figure) => (
          <th key={figure} scope="col" className="number">
            {figure}
          </th>
        ))}
      </tr>
    </thead>
  )
}
