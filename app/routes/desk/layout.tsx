import type { LinksFunction, MetaFunction } from '@remix-run/node'
import {
  isRouteErrorResponse,
  Outlet,
  useLocation,
  useRouteError,
  useRouteLoaderData,
} from '@remix-run/react'
import type { ReactNode } from 'react'
import { isDemo } from '#app/features/catalogue/frame.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { DESK_MENU } from '#app/routes/desk/desk-menu.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { mayDo } from '#app/domain/roles.ts'
import { DemoBanner } from '#app/ui/demo-banner.tsx'
import { ErrorPage } from '#app/ui/error-page.tsx'
import { SkipLink } from '#app/ui/skip-link.tsx'
import deskStyles from '#app/ui/styles/desk.css?url'

export const headers = privateHeaders
export const links: LinksFunction = () => [{ rel: 'stylesheet', href: deskStyles }]

export const loader = deskLoader('secretariat', ({ staff }) => ({
  locale: staff.locale,
  demo: isDemo(),
  staff: { name: staff.name, role: staff.role },
}))

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${textsFor(data?.locale ?? 'ja')('desk:name')} | M-Net` },
  { name: 'robots', content: 'noindex, nofollow' },
]

export default function DeskLayout() {
  return (
    <Frame>
      <main id="content" className="wrap desk">
        <Outlet />
      </main>
    </Frame>
  )
}

/** An error inside a page leaves the frame around it standing. */
export function ErrorBoundary() {
  const error = useRouteError()
  const { t } = useTexts()
  const status = isRouteErrorResponse(error) ? error.status : 500
  return (
    <Frame>
      <ErrorPage
        status={status}
        home={{ href: '/desk', label: t('desk:overview.title') }}
        advice={status === 404 ? 'desk:notFound' : undefined}
      />
    </Frame>
  )
}

/** The desk's frame: what there is to do, and who is doing it. */
function Frame({ children }: { children: ReactNode }) {
  const { t } = useTexts()
  const { pathname } = useLocation()
  const data = useRouteLoaderData<typeof loader>('desk')
  if (!data) return <>{children}</>
  return (
    <>
      <SkipLink />
      {data.demo ? <DemoBanner /> : null}
      <header className="site-header desk-header">
        <div className="wrap">
          <a className="wordmark" href="/desk">
            <b>{t('common:site.name')}</b>
            <span>{t('desk:name')}</span>
          </a>
          <div className="desk-who">
            <a className="target" href="/desk/me">
              {data.staff.name}
            </a>
            <form method="post" action="/desk/sign-out">
              <button type="submit" className="link-button">
                {t('desk:signOut')}
              </button>
            </form>
          </div>
          <nav className="desk-menu" aria-label={t('common:nav.label')}>
            <ul role="list">
              {DESK_MENU.filter((item) => mayDo(data.staff.role, item.needs)).map((item) => (
                <li key={item.href}>
                  <a href={item.href} aria-current={isWithin(pathname, item.href) ? 'page' : undefined}>
                    {t(item.label)}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        </div>
      </header>
      {children}
    </>
  )
}

function isWithin(pathname: string, href: string): boolean {
  return href === '/desk' ? pathname === '/desk' : pathname === href || pathname.startsWith(`${href}/`)
}
