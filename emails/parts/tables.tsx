import type { ReactNode } from 'react'
import { formatDay, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import type { BillMailProps, CopiesOfTitle, OrderMailProps } from './props.ts'
import { stylesFor } from './theme.ts'
import { typedText } from './typed-text.ts'
import { MailButton, Note, Paragraph, Subheading } from './words.tsx'

/** Labels and values. In the text version each becomes `label: value`. */
export function Details({ rows }: { rows: readonly { label: string; value: ReactNode }[] }) {
  const { locale } = useTexts()
  const styles = stylesFor(locale)
  return (
    <table style={styles.table}>
      <tbody>
        {rows.map(({ label, value }) => (
          <tr data-text="row" key={label}>
            <th data-text="label" className="soft" scope="row" style={styles.label}>
              {label}
            </th>
            <td data-text="value" className="ink" style={styles.value}>
              {value}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What was ordered, what it costs and where it goes: at the end of every mail about an order, with the way to its page. */
export function OrderSummary({ order }: { order: OrderMailProps }) {
  const { t, locale } = useTexts()
  return (
    <>
      <Subheading>{t('mail:part.lines')}</Subheading>
      <Details
        rows={[
          { label: t('mail:part.orderCode'), value: order.orderCode },
          { label: t('mail:part.placedOn'), value: formatDay(order.placedOn, locale) },
        ]}
      />
      <OrderLines order={order} />
      {order.delivery && (
        <>
          <Subheading>{t('mail:part.delivery')}</Subheading>
          <Paragraph>
            <Lines lines={order.delivery.map(typedText)} />
          </Paragraph>
        </>
      )}
      <MailButton href={order.orderUrl}>{t('mail:part.openOrder')}</MailButton>
      <Note>{t('mail:part.orderPage')}</Note>
    </>
  )
}

/** What was billed, with total and tax, under the code that people call it by: at the end of every mail about a bill. */
export function BillSummary({ bill }: { bill: BillMailProps }) {
  const { t, locale } = useTexts()
  return (
    <>
      <Subheading>{t('mail:part.billLines')}</Subheading>
      <Details
        rows={[
          { label: t('mail:part.subjectCode'), value: bill.subjectCode },
          { label: t('mail:part.billedOn'), value: formatDay(bill.billedOn, locale) },
        ]}
      />
      <OrderLines order={{ ...bill, shippingYen: 0, delivery: null }} />
    </>
  )
}

type Priced = Pick<OrderMailProps, 'shippingYen' | 'totalYen' | 'taxBlocks' | 'delivery'> & {
  lines: readonly (Omit<OrderMailProps['lines'][number], 'quantity'> & { quantity: number | null })[]
}

/** The priced lines with shipping, total and the tax in it by rate. */
export function OrderLines({ order }: { order: Priced }) {
  const { t, locale } = useTexts()
  const styles = stylesFor(locale)
  return (
    <>
      <table style={styles.table}>
        <tbody>
          {order.lines.map((line, index) => (
            <tr data-text="row" key={index}>
              <th
                data-text="cell"
                className="ink rule"
                scope="row"
                style={{ ...styles.item, fontWeight: 400 }}
              >
                <span lang={line.textLanguage}>{line.name}</span>
                {line.note && (
                  <span className="soft" style={{ fontSize: '14px' }}>
                    {' '}
                    ({line.note})
                  </span>
                )}
              </th>
              <td data-text="cell" className="soft rule" style={styles.count}>
                {line.quantity === null ? '' : t('mail:part.quantity', { quantity: line.quantity })}
              </td>
              <td data-text="cell" className="ink rule" style={styles.money}>
                {formatYen(line.amountYen, locale)}
              </td>
            </tr>
          ))}
          {(order.shippingYen !== 0 || order.delivery) && (
            <tr data-text="row">
              <th
                data-text="cell"
                className="ink rule"
                colSpan={2}
                scope="row"
                style={{ ...styles.item, fontWeight: 400 }}
              >
                {t('mail:part.shipping')}
              </th>
              <td data-text="cell" className="ink rule" style={styles.money}>
                {formatYen(order.shippingYen, locale)}
              </td>
            </tr>
          )}
          <tr data-text="row">
            <th data-text="cell" className="ink" colSpan={2} scope="row" style={styles.total}>
              {t('mail:part.total')}
            </th>
            <td data-text="cell" className="ink" style={styles.totalMoney}>
              {formatYen(order.totalYen, locale)}
            </td>
          </tr>
        </tbody>
      </table>
      <TaxBlocks order={order} />
    </>
  )
}

/** The consideration by tax rate and the tax in it, as a qualified invoice names them. */
export function TaxBlocks({ order }: { order: Pick<OrderMailProps, 'taxBlocks'> }) {
  const { t, locale } = useTexts()
  const blocks = order.taxBlocks.map((block) =>
    t('mail:part.tax', {
      rate: block.taxRate,
      gross: formatYen(block.grossYen, locale),
      tax: formatYen(block.taxYen, locale),
    }),
  )
  return (
    <Note>
      <Lines lines={blocks} />
    </Note>
  )
}

/** Copies without prices: what is in a parcel, what follows. */
export function CopiesList({ copies }: { copies: readonly CopiesOfTitle[] }) {
  const { t, locale } = useTexts()
  const styles = stylesFor(locale)
  return (
    <table style={styles.table}>
      <tbody>
        {copies.map((line, index) => (
          <tr data-text="row" key={index}>
            <th data-text="cell" className="ink rule" scope="row" style={{ ...styles.item, fontWeight: 400 }}>
              <span lang={line.textLanguage}>{line.name}</span>
            </th>
            <td data-text="cell" className="soft rule" style={styles.count}>
              {t('mail:part.copies', { copies: line.copies })}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Several lines in one paragraph. */
export function Lines({ lines }: { lines: readonly string[] }) {
  return lines.map((line, index) => (
    <span key={index}>
      {index > 0 && <br />}
      {line}
    </span>
  ))
}
