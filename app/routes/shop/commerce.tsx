import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { KONBINI_DAYS, TRANSFER_DAYS } from '#app/domain/deadlines.ts'
import type { Zone } from '#app/domain/shipping.ts'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { pageMeta } from '#app/features/catalogue/page-meta.ts'
import { loadShippingTable } from '#app/features/catalogue/shipping-table.server.ts'
import { formatNumber, formatYen } from '#app/platform/i18n/format.ts'
import { textsFor, type TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { localeParam } from '#app/routes/locale-param.ts'
import { frameOf } from '#app/routes/shop/frame-data.ts'
import { Notice } from '#app/ui/notice.tsx'
import { PageHeader } from '#app/ui/page-header.tsx'

const ZONE_TEXTS: Record<Zone, TextKey> = {
  japan: 'legal:commerce.zone.japan',
  asia: 'legal:commerce.zone.asia',
  world: 'legal:commerce.zone.world',
}

export async function loader({ params }: LoaderFunctionArgs) {
  const locale = localeParam(params)
  const [organisation, shipping] = await Promise.all([loadOrganisation(), loadShippingTable()])
  const { name, representative, address, phone, email, hours, registrationNumber, sample } = organisation
  return {
    seller: {
      name: name[locale],
      representative: representative[locale],
      address: address[locale],
      phone,
      hours: hours[locale],
      email,
      registrationNumber,
      isSample: sample,
    },
    shipping,
  }
}

export const meta: MetaFunction<typeof loader> = ({ matches }) => {
  const frame = frameOf(matches)
  if (!frame) return []
  const t = textsFor(frame.locale)
  return pageMeta({
    ...frame,
    path: `/${frame.locale}/legal/commerce`,
    title: t('legal:commerce.title'),
    description: t('legal:commerce.lead'),
  })
}

/** What the law on specified commercial transactions (特定商取引法 11条) asks a shop to state. */
export default function Commerce() {
  const { seller, shipping } = useLoaderData<typeof loader>()
  const { t } = useTexts()
  return (
    <>
      <PageHeader title={t('legal:commerce.title')} lead={t('legal:commerce.lead')} />
      <div className="narrow stack-l">
        {seller.isSample ? <Notice tone="warn">{t('legal:commerce.sample')}</Notice> : null}
        <dl className="facts">
          <Row term={t('legal:commerce.seller')}>{seller.name}</Row>
          <Row term={t('legal:commerce.representative')}>{seller.representative}</Row>
          <Row term={t('legal:commerce.address')}>{seller.address}</Row>
          <Row term={t('legal:commerce.phone')}>
            {seller.phone}
            <br />
            <span className="small soft">{seller.hours}</span>
          </Row>
          <Row term={t('legal:commerce.email')}>
            <a className="target" href={`mailto:${seller.email}`}>
              {seller.email}
            </a>
          </Row>
          {seller.registrationNumber ? (
            <Row term={t('legal:commerce.registrationNumber')}>{seller.registrationNumber}</Row>
          ) : null}
          <Row term={t('legal:commerce.price')}>{t('legal:commerce.priceText')}</Row>
          <Row term={t('legal:commerce.otherFees')}>{t('legal:commerce.otherFeesText')}</Row>
          <Row term={t('legal:commerce.payment')}>
            <ul>
              <li>{t('legal:commerce.payCard')}</li>
              <li>{t('legal:commerce.payKonbini', { days: KONBINI_DAYS })}</li>
              <li>{t('legal:commerce.payTransfer', { days: TRANSFER_DAYS })}</li>
            </ul>
          </Row>
          <Row term={t('legal:commerce.delivery')}>{t('legal:commerce.deliveryText')}</Row>
          <Row term={t('legal:commerce.cancelling')}>{t('legal:commerce.cancellingText')}</Row>
          <Row term={t('legal:commerce.returns')}>{t('legal:commerce.returnsText')}</Row>
          <Row term={t('legal:commerce.requirements')}>{t('legal:commerce.requirementsText')}</Row>
        </dl>
        <section className="stack" aria-labelledby="shipping">
          <h2 id="shipping">{t('legal:commerce.shipping')}</h2>
          <p>{t('legal:commerce.shippingText')}</p>
          {shipping.map((table) => (
            <ShippingTable key={table.zone} {...table} />
          ))}
        </section>
      </div>
    </>
  )
}

function Row({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd className="pre-line">{children}</dd>
    </div>
  )
}

type ShippingTableProps = { zone: Zone; rates: readonly { maxGrams: number; priceYen: number }[] }

function ShippingTable({ zone, rates }: ShippingTableProps) {
  const { t, locale } = useTexts()
  if (rates.length === 0) return null
  return (
    <table className="table">
      <caption>{t(ZONE_TEXTS[zone])}</caption>
      <thead>
        <tr>
          <th scope="col">{t('legal:commerce.weight')}</th>
          <th scope="col" className="number">
            {t('legal:commerce.postage')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rates.map((rate) => (
          <tr key={rate.maxGrams}>
            <td>{t('legal:commerce.upTo', { grams: formatNumber(rate.maxGrams, locale) })}</td>
            <td className="number">{formatYen(rate.priceYen, locale)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
