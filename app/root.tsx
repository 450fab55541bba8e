import type { MetaFunction } from '@remix-run/node'
import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  useLocation,
  useMatches,
  useRouteError,
} from '@remix-run/react'
import type { ReactNode } from 'react'
import { isLocale, type Locale } from '#app/domain/locale.ts'
import { TextsProvider } from '#app/platform/i18n/texts-provider.tsx'
import { ErrorPage } from '#app/ui/error-page.tsx'
import styles from '#app/ui/styles/index.css?inline'

export const meta: MetaFunction = () => [{ title: 'M-Net' }]

/** The language of a page: what its loaders say, else its address, else Japanese. */
function usePageLocale(): Locale {
  const matches = useMatches()
  const { pathname } = useLocation()
  for (const match of matches) {
    const data = match.data as { locale?: unknown } | undefined
    if (typeof data?.locale === 'string' && isLocale(data.locale)) return data.locale
  }
  const first = pathname.split('/')[1] ?? ''
  return isLocale(first) ? first : 'ja'
}

export function Layout({ children }: { children: ReactNode }) {
  const locale = usePageLocale()
  return (
    <html lang={locale}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <Meta />
        <Links />
        <style dangerouslySetInnerHTML={{ __html: styles }} />
      </head>
      <body>
        <TextsProvider locale={locale}>{children}</TextsProvider>
      </body>
    </html>
  )
}

export default function Root() {
  return <Outlet />
}

export function ErrorBoundary() {
  const error = useRouteError()
  return <ErrorPage status={isRouteErrorResponse(error) ? error.status : 500} />
}
