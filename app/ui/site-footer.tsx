import type { ReactNode } from 'react'
import { useTexts } from '#app/platform/i18n/use-texts.ts'

/** The colophon of the site. `children` says who publishes it and where. */
export function SiteFooter({ children }: { children?: ReactNode }) {
  const { t, locale } = useTexts()
  const links = [
    { href: `/${locale}/legal/commerce`, label: t('common:nav.commerce') },
    { href: `/${locale}/legal/privacy`, label: t('common:nav.privacy') },
    { href: `/${locale}/lectures`, label: t('lecture:page.title') },
    { href: `/${locale}/contact`, label: t('common:nav.contact') },
    { href: `/${locale}/feed.atom`, label: t('common:nav.feed') },
  ]
  return (
    <footer className="site-footer" aria-label={t('common:footer.label')}>
      <div className="wrap">
        <div className="stack-s measure">
          <p className="serif">{t('common:footer.about')}</p>
          {children}
        </div>
        <nav aria-label={t('common:footer.notices')}>
          <ul role="list">
            {links.map((link) => (
              <li key={link.href}>
                <a href={link.href}>{link.label}</a>
              </li>
            ))}
          </ul>
        </nav>
      </div>
    </footer>
  )
}
