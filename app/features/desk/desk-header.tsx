import type { ReactNode } from 'react'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { PageHeader, type Crumb } from '#app/ui/page-header.tsx'

type DeskHeaderProps = {
  title: ReactNode
  lead?: ReactNode
  /** The pages between the desk's first and this one. */
  crumbs?: readonly Crumb[]
  children?: ReactNode
}

/** Where one is at the desk, and the page's only h1. */
export function DeskHeader(props: DeskHeaderProps) {
  const { t } = useTexts()
  return <PageHeader {...props} home={{ label: t('desk:name'), href: '/desk' }} />
}
