import type { ReactNode } from 'react'
import { useTexts } from '#app/platform/i18n/use-texts.ts'

export type Crumb = { label: ReactNode; href: string }

type PageHeaderProps = {
  title: ReactNode
  lead?: ReactNode
  /** The pages above this one, outermost first; the front page stands before them by itself. */
  crumbs?: readonly Crumb[]
  children?: ReactNode
}

/** Where one is, and the page's only h1. */
export function PageHeader({ title, lead, crumbs = [], children }: PageHeaderProps) {
  return (
    <header className="page-head">
      <Breadcrumb crumbs={crumbs} />
      <h1>{title}</h1>
      {lead ? <p>{lead}</p> : null}
      {children}
    </header>
  )
}

/** The way down from the front page. */
export function Breadcrumb({ crumbs }: { crumbs: readonly Crumb[] }) {
  const { t, locale } = useTexts()
  return (
    <nav className="crumbs" aria-label={t('common:nav.breadcrumb')}>
      <ol>
        <li>
          <a href={`/${locale}`}>{t('common:nav.home')}</a>
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
