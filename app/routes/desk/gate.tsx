import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Outlet, useLoaderData } from '@remix-run/react'
import { preferredLocale } from '#app/domain/accept-language.ts'
import { isDemo } from '#app/features/catalogue/frame.server.ts'
import { readLanguage } from '#app/platform/http/cookies.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { DemoBanner } from '#app/ui/demo-banner.tsx'
import { SkipLink } from '#app/ui/skip-link.tsx'
import deskStyles from '#app/ui/styles/desk.css?url'

export const headers = privateHeaders
export const links: LinksFunction = () => [{ rel: 'stylesheet', href: deskStyles }]

/** The way in speaks the browser's language: a person's own is known only once she is in. */
export async function loader({ request }: LoaderFunctionArgs) {
  const locale = (await readLanguage(request)) ?? preferredLocale(request.headers.get('Accept-Language'))
  return { locale, demo: isDemo() }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${textsFor(data?.locale ?? 'ja')('desk:signIn.title')} | M-Net` },
  { name: 'robots', content: 'noindex, nofollow' },
]

/** The frame of the way in: no menu, nothing that needs a name. */
export default function Gate() {
  const { demo } = useLoaderData<typeof loader>()
  const { t } = useTexts()
  return (
    <>
      <SkipLink />
      {demo ? <DemoBanner /> : null}
      <header className="site-header">
        <div className="wrap">
          <a className="wordmark" href="/desk">
            <b>{t('common:site.name')}</b>
            <span>{t('desk:name')}</span>
          </a>
        </div>
      </header>
      <main id="content" className="wrap">
        <div className="narrow">
          <Outlet />
        </div>
      </main>
    </>
  )
}
