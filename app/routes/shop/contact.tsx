import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { pageMeta } from '#app/features/catalogue/page-meta.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { localeParam } from '#app/routes/locale-param.ts'
import { frameOf } from '#app/routes/shop/frame-data.ts'
import { PageHeader } from '#app/ui/page-header.tsx'

export async function loader({ params }: LoaderFunctionArgs) {
  const locale = localeParam(params)
  const { name, address, phone, hours, email } = await loadOrganisation()
  return { name: name[locale], address: address[locale], phone, hours: hours[locale], email }
}

export const meta: MetaFunction<typeof loader> = ({ matches }) => {
  const frame = frameOf(matches)
  if (!frame) return []
  const t = textsFor(frame.locale)
  return pageMeta({
    ...frame,
    path: `/${frame.locale}/contact`,
    title: t('catalogue:contact.title'),
    description: t('catalogue:contact.lead'),
  })
}

export default function Contact() {
  const { name, address, phone, hours, email } = useLoaderData<typeof loader>()
  const { t, locale } = useTexts()
  return (
    <>
      <PageHeader title={t('catalogue:contact.title')} lead={t('catalogue:contact.lead')} />
      <div className="narrow stack-l">
        <section className="panel" aria-labelledby="order">
          <h2 id="order">{t('catalogue:contact.order')}</h2>
          <p>{t('catalogue:contact.orderText')}</p>
          <p>
            <a className="button quiet" href={`/${locale}/orders`}>
              {t('common:nav.findOrder')}
            </a>
          </p>
        </section>
        <dl className="facts">
          <div>
            <dt>{t('catalogue:contact.email')}</dt>
            <dd>
              <a className="target" href={`mailto:${email}`}>
                {email}
              </a>
            </dd>
          </div>
          <div>
            <dt>{t('catalogue:contact.phone')}</dt>
            <dd>
              <a href={`tel:${phone.replace(/[^\d+]/g, '')}`}>{phone}</a>
              <br />
              <span className="small soft">{hours}</span>
            </dd>
          </div>
          <div>
            <dt>{t('catalogue:contact.post')}</dt>
            <dd>
              {address}
              <br />
              {name}
            </dd>
          </div>
        </dl>
        <p className="small soft">{t('catalogue:contact.languages')}</p>
      </div>
    </>
  )
}
