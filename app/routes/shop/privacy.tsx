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
  const { name, address, email } = await loadOrganisation()
  return { name: name[locale], address: address[locale], email }
}

export const meta: MetaFunction<typeof loader> = ({ matches }) => {
  const frame = frameOf(matches)
  if (!frame) return []
  const t = textsFor(frame.locale)
  return pageMeta({
    ...frame,
    path: `/${frame.locale}/legal/privacy`,
    title: t('legal:privacy.title'),
    description: t('legal:privacy.lead'),
  })
}

export default function Privacy() {
  const { name, address, email } = useLoaderData<typeof loader>()
  const { t } = useTexts()
  return (
    <>
      <PageHeader title={t('legal:privacy.title')} lead={t('legal:privacy.lead')} />
      <div className="prose">
        <h2>{t('legal:privacy.what')}</h2>
        <p>{t('legal:privacy.whatText')}</p>
        <h2>{t('legal:privacy.why')}</h2>
        <p>{t('legal:privacy.whyText')}</p>
        <h2>{t('legal:privacy.others')}</h2>
        <ul>
          <li>{t('legal:privacy.othersStripe')}</li>
          <li>{t('legal:privacy.othersMail')}</li>
          <li>{t('legal:privacy.othersPost')}</li>
        </ul>
        <p>{t('legal:privacy.othersNone')}</p>
        <h2>{t('legal:privacy.cookies')}</h2>
        <p>{t('legal:privacy.cookiesText')}</p>
        <h2>{t('legal:privacy.keeping')}</h2>
        <p>{t('legal:privacy.keepingText')}</p>
        <h2>{t('legal:privacy.rights')}</h2>
        <p>{t('legal:privacy.rightsText')}</p>
        <address>
          {name}
          <br />
          {address}
          <br />
          <a className="target" href={`mailto:${email}`}>
            {email}
          </a>
        </address>
      </div>
    </>
  )
}
