import {
  BILL_FILTERS,
  BILL_WORDS,
  billsHref,
  type BillFilters,
} from '#app/features/desk/bills/bill-filters.ts'
import type { BillList, ListedBill } from '#app/features/desk/bills/list-bills.server.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { formatDay, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Badge } from '#app/ui/badge.tsx'
import { Field, SelectField } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { Pagination } from '#app/ui/pagination.tsx'

/** Charges that no order stands behind: what is owed for lectures and by consignees, and what was paid. */
export function BillsPage({ filters, list }: { filters: BillFilters; list: BillList }) {
  const { t, locale } = useTexts()
  return (
    <>
      <DeskHeader title={t('bills:list.title')} lead={t('bills:list.lead')} />
      <div className="stack">
        <form method="get" action="/desk/bills" role="search" className="filters desk-filters">
          <Field
            name="q"
            type="search"
            label={t('bills:list.search')}
            hint={t('bills:list.searchHint')}
            maxLength={100}
            defaultValue={filters.q}
            autoComplete="off"
          />
          <SelectField
            name="state"
            label={t('bills:list.state')}
            defaultValue={filters.state ?? ''}
            options={[
              { value: '', label: t('bills:list.any') },
              ...BILL_FILTERS.map((value) => ({ value, label: t(BILL_WORDS[value].text) })),
            ]}
          />
          <p className="filter-button">
            <button type="submit" className="button quiet">
              {t('bills:list.show')}
            </button>
          </p>
        </form>
        <p role="status">
          {t('bills:list.found', { count: list.total })}
          {list.openYen > 0
            ? ` · ${t('bills:list.open', { amount: formatYen(list.openYen, locale) })}`
            : null}
        </p>
        {list.bills.length === 0 ? <Notice>{t('bills:list.none')}</Notice> : <BillTable bills={list.bills} />}
        <Pagination
          page={filters.page}
          pages={list.pages}
          hrefFor={(page) => billsHref({ ...filters, page })}
        />
      </div>
    </>
  )
}

function BillTable({ bills }: { bills: readonly ListedBill[] }) {
  const { t, locale } = useTexts()
  return (
    <table className="table stacked">
      <caption className="visually-hidden">{t('bills:list.title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('bills:subject')}</th>
          <th scope="col">{t('bills:payer')}</th>
          <th scope="col">{t('bills:list.state')}</th>
          <th scope="col">{t('bills:dueOn')}</th>
          <th scope="col" className="number">
            {t('bills:amount')}
          </th>
          <th scope="col" className="number">
            {t('bills:openYen')}
          </th>
        </tr>
      </thead>
      <tbody>
        {bills.map((bill) => (
          <tr key={bill.reference}>
            <th scope="row">
              <a className="code target nowrap" href={`/desk/bills/${bill.reference}`}>
                {bill.subject}
              </a>
            </th>
            <td>{bill.payer || t('bills:erased')}</td>
            <td>
              <Badge tone={BILL_WORDS[bill.state].tone}>{t(BILL_WORDS[bill.state].text)}</Badge>
            </td>
            <td className="nowrap">{formatDay(bill.dueOn, locale, 'short')}</td>
            <td className="number">{formatYen(bill.amountYen, locale)}</td>
            <td className="number">{bill.openYen > 0 ? formatYen(bill.openYen, locale) : ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
