import { useLoaderData } from '@remix-run/react'
import { billsHref } from '#app/features/desk/bills/bill-filters.ts'
import { LECTURE_TODO, lecturesHref } from '#app/features/desk/lectures/lecture-filters.ts'
import { loadOverview } from '#app/features/desk/load-overview.server.ts'
import { ordersHref } from '#app/features/desk/order-filters.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ now }) => await loadOverview({ now }))

/** What waits to be done, before anything else. */
export default function Overview() {
  const overview = useLoaderData<typeof loader>()
  const { t } = useTexts()
  const figures = [
    { href: '/desk/packing', label: t('desk:overview.toPack'), count: overview.toPack },
    { href: ordersHref({ state: 'waiting' }), label: t('desk:overview.unpaid'), count: overview.unpaid },
    {
      href: ordersHref({ state: 'overdue' }),
      label: t('deskOrders:filter.overdue'),
      count: overview.overdue,
    },
    {
      href: billsHref({ state: 'overdue' }),
      label: t('bills:overview.overdue'),
      count: overview.otherOverdue,
    },
    {
      href: ordersHref({ state: 'reported' }),
      label: t('deskOrders:overview.reported'),
      count: overview.reported,
    },
    { href: '/desk/tasks', label: t('desk:overview.tasks'), count: overview.tasks },
    { href: '/desk/inquiries', label: t('desk:overview.inquiries'), count: overview.inquiries },
    {
      href: lecturesHref({ state: LECTURE_TODO }),
      label: t('lecture:overview.waiting'),
      count: overview.lectures,
    },
    { href: '/desk/mails?state=failed', label: t('desk:overview.failedMails'), count: overview.failedMails },
  ]
  return (
    <>
      <header className="page-head">
        <h1>{t('desk:overview.title')}</h1>
      </header>
      <ul className="figures" role="list">
        {figures.map((figure) => (
          <li key={figure.href}>
            <a href={figure.href} className={figure.count === 0 ? 'nothing' : undefined}>
              <b>{figure.count}</b>
              <span>{figure.label}</span>
            </a>
          </li>
        ))}
      </ul>
    </>
  )
}
