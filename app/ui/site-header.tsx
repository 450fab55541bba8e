import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { LanguageSwitcher } from './language-switcher.tsx'

type SiteHeaderProps = {
  /** The address of this page from the root, query included. */
  path: string
  /** Copies in the cart. */
  cartCount: number
}

/** The name of the press, menu and languages. */
export function SiteHeader({ path, cartCount }: SiteHeaderProps) {
  const { t, locale } = useTexts()
  const links = [
    { href: `/${locale}/publications`, label: t('common:nav.publications') },
    { href: `/${locale}/orders`, label: t('common:nav.findOrder') },
    { href: `/${locale}/contact`, label: t('common:nav.contact') },
  ]
  return (
    <header className="site-header">
      <div className="wrap">
        <a className="wordmark" href={`/${locale}`}>
          <b>{t('common:site.name')}</b>
          <span>{t('common:site.organisation')}</span>
        </a>
        <nav className="site-nav" aria-label={t('common:nav.label')}>
          <ul role="list">
            {links.map((link) => (
              <li key={link.href}>
                <a href={link.href} aria-current={isCurrent(path, link.href) ? 'page' : undefined}>
                  {link.label}
                </a>
              </li>
            ))}
            <li>
              <CartLink path={path} cartCount={cartCount} />
            </li>
          </ul>
        </nav>
        <LanguageSwitcher path={path} />
      </div>
    </header>
  )
}

function CartLink({ path, cartCount }: SiteHeaderProps) {
  const { t, locale } = useTexts()
  const href = `/${locale}/cart`
  return (
    <a href={href} aria-current={isCurrent(path, href) ? 'page' : undefined}>
      {t('common:nav.cart')}
      {cartCount > 0 ? (
        <>
          <span className="count" aria-hidden="true">
            {cartCount}
          </span>
          <span className="visually-hidden">{t('common:nav.cartCount', { count: cartCount })}</span>
        </>
      ) : null}
    </a>
  )
}

function isCurrent(path: string, href: string): boolean {
  return path.split('?')[0] === href
}
