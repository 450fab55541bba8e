import type { ReactNode } from 'react'
import { useTexts } from '#app/platform/i18n/use-texts.ts'

export type Crumb = { label: ReactNode; href: string }

type PageHeaderProps = {
  title: ReactNode
  lead?: ReactNode
  /** The pages above this one, outermost first; the front page stands before them by itself. */
  crumbs?: readonly Crumb[]
  /** Another first page than the shop's. */
  home?: Crumb
  children?: ReactNode
}

/** Where one is, and the page's only h1. */
export function PageHeader({ title, lead, crumbs = [], home, children }: PageHeaderProps) {
  return (
    <header className="page-head">
      <Breadcrumb crumbs={crumbs} home={home} />
      <h1>{title}</h1>
      {lead ? <p>{lead}</p> : null}
      {children}
    </header>
  )
}

/** The way down from the front page. */
export function Breadcrumb({ crumbs, home }: { crumbs: readonly Crumb[]; home?: Crumb | undefined }) {
  const { t, locale } = useTexts()
  const first = home ?? { label: t('common:nav.home'), href: `/${locale}` }
  return (
    <nav className="crumbs" aria-label={t('common:nav.breadcrumb')}>
      <ol>
        <li>
          <a href={first.href}>{first.label}</a>
        </li>
        {crumbs.map((crumb) => (
          <li key={crumb.href}>
            <a href={crumb.href}>{crumb.label}</a>
          </li>
        ))}
      </ol>
    </nav>
  )
}
