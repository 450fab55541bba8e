import { useLoaderData } from '@remix-run/react'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { Notice } from '#app/ui/notice.tsx'

export const headers = privateHeaders

export const loader = deskLoader('administrator', async () => {
  const { sample } = await loadOrganisation()
  return { sample }
})

/** What can be set, each on a page of its own. */
export default function Settings() {
  const { sample } = useLoaderData<typeof loader>()
  const { t } = useTexts()
  const pages = [
    {
      href: '/desk/settings/organisation',
      title: t('deskAdmin:organisation.title'),
      about: t('deskAdmin:organisation.about'),
    },
    {
      href: '/desk/settings/documents',
      title: t('deskAdmin:documents.title'),
      about: t('deskAdmin:documents.about'),
    },
    {
      href: '/desk/settings/shipping',
      title: t('deskAdmin:shipping.title'),
      about: t('deskAdmin:shipping.about'),
    },
    {
      href: '/desk/settings/retention',
      title: t('deskAdmin:retention.title'),
      about: t('deskAdmin:retention.about'),
    },
  ]
  return (
    <>
      <DeskHeader title={t('deskAdmin:settings.title')} />
      {sample ? <Notice tone="warn">{t('deskAdmin:organisation.isSample')}</Notice> : null}
      <ul className="ruled" role="list">
        {pages.map((page) => (
          <li key={page.href}>
            <a className="target" href={page.href}>
              {page.title}
            </a>
            <p className="small soft">{page.about}</p>
          </li>
        ))}
      </ul>
    </>
  )
}
