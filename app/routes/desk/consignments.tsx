import { useLoaderData } from '@remix-run/react'
import { listConsignments } from '#app/features/desk/consignments/load-consignment.server.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { formatDay, formatNumber } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { Badge } from '#app/ui/badge.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ now }) => ({
  consignments: await listConsignments({ now }),
}))

/** Consignment notes: the open ones first, and those that are due. */
export default function Consignments() {
  const { consignments } = useLoaderData<typeof loader>()
  const { t, locale } = useTexts()
  return (
    <>
      <DeskHeader title={t('deskConsign:title')} lead={t('deskConsign:lead')} />
      <p className="row">
        <a className="button" href="/desk/consignments/new">
          {t('deskConsign:new')}
        </a>
        <a className="button quiet" href="/desk/consignees">
          {t('deskConsign:consignees')}
        </a>
      </p>
      {consignments.length === 0 ? (
        <Notice title={t('deskConsign:none')}>{t('deskConsign:noneAdvice')}</Notice>
      ) : (
        <table className="table stacked">
          <caption className="visually-hidden">{t('deskConsign:title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('deskConsign:note')}</th>
              <th scope="col">{t('deskConsign:settleBy')}</th>
              <th scope="col" className="number">
                {t('deskConsign:sent')}
              </th>
              <th scope="col" className="number">
                {t('deskConsign:sold')}
              </th>
              <th scope="col" className="number">
                {t('deskConsign:out')}
              </th>
            </tr>
          </thead>
          <tbody>
            {consignments.map((note) => (
              <tr key={note.code}>
                <th scope="row">
                  <a className="code target nowrap" href={`/desk/consignments/${note.code}`}>
                    {note.code}
                  </a>{' '}
                  {note.consignee}
                  <span className="block small soft">
                    {[formatDay(note.sentOn, locale, 'short'), note.event].filter(Boolean).join(' · ')}
                  </span>
                </th>
                <td data-label={t('deskConsign:settleBy')}>
                  {note.settleBy ? formatDay(note.settleBy, locale, 'short') : '–'}{' '}
                  {note.isOpen ? (
                    note.isOverdue ? (
                      <Badge tone="bad">{t('deskConsign:overdue')}</Badge>
                    ) : null
                  ) : (
                    <Badge tone="good">{t('deskConsign:settled')}</Badge>
                  )}
                </td>
                <td className="number" data-label={t('deskConsign:sent')}>
                  {formatNumber(note.sent, locale)}
                </td>
                <td className="number" data-label={t('deskConsign:sold')}>
                  {formatNumber(note.sold, locale)}
                </td>
                <td className="number" data-label={t('deskConsign:out')}>
                  {formatNumber(note.out, locale)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}
