import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { isRouteErrorResponse, Outlet, useLocation, useRouteError } from '@remix-run/react'
import type { ReactNode } from 'react'
import { loadFrame } from '#app/features/catalogue/frame.server.ts'
import { readCart, readLanguage, writeLanguage } from '#app/platform/http/cookies.server.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'
import { localeParam } from '#app/routes/locale-param.ts'
import { frameOf, useFrame, type FrameData } from '#app/routes/shop/frame-data.ts'
import { DemoBanner } from '#app/ui/demo-banner.tsx'
import { ErrorPage, errorTexts } from '#app/ui/error-page.tsx'
import { SiteFooter } from '#app/ui/site-footer.tsx'
import { SiteHeader } from '#app/ui/site-header.tsx'
import { SkipLink } from '#app/ui/skip-link.tsx'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const locale = localeParam(params)
  const [frame, cart, remembered] = await Promise.all([
    loadFrame({ locale }),
    readCart(request),
    readLanguage(request),
  ])
  const cartCount = cart.lines.reduce((count, line) => count + line.copies, 0)
  const headers = new Headers()
  if (remembered !== locale) headers.append('Set-Cookie', await writeLanguage(locale))
  return data({ ...frame, locale, cartCount }, { headers })
}

export const meta: MetaFunction<typeof loader> = ({ error, matches }) => {
  const locale = frameOf(matches)?.locale ?? 'ja'
  const t = textsFor(locale)
  if (!error) return [{ title: t('common:site.name') }]
  const status = isRouteErrorResponse(error) ? error.status : 500
  return [
    { title: `${t(errorTexts(status).title)} | ${t('common:site.name')}` },
    { name: 'robots', content: 'noindex' },
  ]
}

export default function ShopLayout() {
  const frame = useFrame()
  if (!frame) return <Outlet />
  return (
    <Frame frame={frame}>
      <main id="content" className="wrap">
        <Outlet />
      </main>
    </Frame>
  )
}

/** An error inside a page leaves the frame around it standing. */
export function ErrorBoundary() {
  const error = useRouteError()
  const frame = useFrame()
  const page = <ErrorPage status={isRouteErrorResponse(error) ? error.status : 500} />
  return frame ? <Frame frame={frame}>{page}</Frame> : page
}

function Frame({ frame, children }: { frame: FrameData; children: ReactNode }) {
  const { pathname, search } = useLocation()
  const { publisher } = frame
  return (
    <>
      <SkipLink />
      {frame.demo ? <DemoBanner /> : null}
      <SiteHeader path={`${pathname}${search}`} cartCount={frame.cartCount} />
      {children}
      <SiteFooter>
        <address>
          {publisher.name}
          <br />
          {publisher.address}
          <br />
          {publisher.phone} · {publisher.email}
        </address>
      </SiteFooter>
    </>
  )
}
