import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Outlet, useLoaderData, useLocation } from '@remix-run/react'
import { LOCALES, type Locale } from '#app/domain/locale.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { requireDemo, sandboxLocale } from '#app/sandbox/pages/page-locale.server.ts'
import { DemoBanner } from '#app/ui/demo-banner.tsx'
import { LANGUAGE_NAMES } from '#app/ui/language-switcher.tsx'

export async function loader({ request, params }: LoaderFunctionArgs) {
  requireDemo()
  return { locale: await sandboxLocale(request, params) }
}

export function headers(): Record<string, string> {
  return { 'Cache-Control': 'private, no-store', 'X-Robots-Tag': 'noindex, nofollow' }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const t = textsFor(data?.locale ?? 'ja')
  return [{ title: t('sandbox:title') }, { name: 'robots', content: 'noindex, nofollow' }]
}

/** The frame of all sandbox pages: nobody may take them for the real Stripe, or for the shop. */
export default function SandboxLayout() {
  const { locale } = useLoaderData<typeof loader>()
  const { t } = useTexts()
  return (
    <>
      <a className="skip" href="#content">
        {t('common:skipLink')}
      </a>
      <DemoBanner />
      <header className="site-header">
        <div className="wrap">
          <a className="wordmark" href={`/sandbox?lang=${locale}`}>
            <b>{t('sandbox:title')}</b>
            <span>{t('sandbox:frame.playsBoth')}</span>
          </a>
          <nav className="site-nav" aria-label={t('sandbox:frame.menu')}>
            <ul role="list">
              <li>
                <a href={`/sandbox/mailbox?lang=${locale}`}>{t('sandbox:mailbox.title')}</a>
              </li>
              <li>
                <a href={`/${locale}`}>{t('sandbox:frame.toShop')}</a>
              </li>
            </ul>
          </nav>
          <Languages current={locale} />
        </div>
      </header>
      <main id="content" className="wrap">
        <Outlet />
      </main>
    </>
  )
}

/** The sandbox's addresses have no language in them: it is a query. */
function Languages({ current }: { current: Locale }) {
  const { t } = useTexts()
  const { pathname } = useLocation()
  return (
    <nav className="languages" aria-label={t('common:nav.language')}>
      <ul role="list">
        {LOCALES.map((locale) => (
          <li key={locale}>
            {locale === current ? (
              <span lang={locale} aria-current="true">
                {LANGUAGE_NAMES[locale]}
              </span>
            ) : (
              <a href={`${pathname}?lang=${locale}`} lang={locale} hrefLang={locale}>
                {LANGUAGE_NAMES[locale]}
              </a>
            )}
          </li>
        ))}
      </ul>
    </nav>
  )
}
