import { useLoaderData } from '@remix-run/react'
import { listConsignees } from '#app/features/circulation/save-consignee.server.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { formatNumber } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { Badge } from '#app/ui/badge.tsx'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async () => ({ consignees: await listConsignees() }))

/** Bookshops that sell for us, and stalls of our own. */
export default function Consignees() {
  const { consignees } = useLoaderData<typeof loader>()
  const { t, locale } = useTexts()
  return (
    <>
      <DeskHeader
        title={t('deskConsign:consignees')}
        lead={t('deskConsign:consigneesLead')}
        crumbs={[{ label: t('deskConsign:title'), href: '/desk/consignments' }]}
      />
      <p>
        <a className="button" href="/desk/consignees/new">
          {t('deskConsign:newConsignee')}
        </a>
      </p>
      {consignees.length === 0 ? (
        <p>{t('deskConsign:noConsignee')}</p>
      ) : (
        <ul className="ruled dense" role="list">
          {consignees.map((one) => (
            <li key={one.id} className="row spread">
              <span>
                <a className="target" href={`/desk/consignees/${one.id}`}>
                  {one.name}
                </a>{' '}
                <span className="small soft">
                  {t(one.kind === 'stall' ? 'deskConsign:stall' : 'deskConsign:bookshop')}
                  {one.kind === 'stall' ? null : ` · ${one.commissionPercent} %`}
                </span>
              </span>
              <span>
                {t('deskConsign:outNow', { out: formatNumber(one.copiesOut, locale) })}{' '}
                {one.isDisabled ? <Badge>{t('deskConsign:consigneeClosedBadge')}</Badge> : null}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
