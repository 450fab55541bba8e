import { useTexts } from '#app/platform/i18n/use-texts.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'

const TEXTS: Record<number, { title: TextKey; advice: TextKey }> = {
  400: { title: 'common:errorPage.400.title', advice: 'common:errorPage.400.advice' },
  403: { title: 'common:errorPage.403.title', advice: 'common:errorPage.403.advice' },
  404: { title: 'common:errorPage.404.title', advice: 'common:errorPage.404.advice' },
  405: { title: 'common:errorPage.405.title', advice: 'common:errorPage.405.advice' },
  413: { title: 'common:errorPage.413.title', advice: 'common:errorPage.413.advice' },
  415: { title: 'common:errorPage.415.title', advice: 'common:errorPage.415.advice' },
  422: { title: 'common:errorPage.422.title', advice: 'common:errorPage.422.advice' },
  429: { title: 'common:errorPage.429.title', advice: 'common:errorPage.429.advice' },
  500: { title: 'common:errorPage.500.title', advice: 'common:errorPage.500.advice' },
  503: { title: 'common:errorPage.503.title', advice: 'common:errorPage.503.advice' },
}

/** The texts for a status; one that has none of its own reads as 400 or 500. */
export function errorTexts(status: number): { title: TextKey; advice: TextKey } {
  return TEXTS[status] ?? (TEXTS[status < 500 ? 400 : 500] as { title: TextKey; advice: TextKey })
}

type ErrorPageProps = {
  status: number
  /** The request's id, for asking the secretariat about it. */
  reference?: string | undefined
  /** The one way on where the shop's own pages are not it. */
  home?: { href: string; label: string }
  /** What to do, where the shop's advice is none. */
  advice?: TextKey | undefined
}

/** What a reader sees when a page cannot be shown: what happened, what to do, and the ways on. No details, no stack. */
export function ErrorPage({ status, reference, home, advice }: ErrorPageProps) {
  const { t, locale } = useTexts()
  const texts = errorTexts(status)
  return (
    <main id="content" className="wrap">
      <header className="page-head">
        <p className="soft code">{status}</p>
        <h1>{t(texts.title)}</h1>
        <p>{t(advice ?? texts.advice)}</p>
        {reference ? (
          <p className="small soft">{t('common:errorPage.reference', { id: reference })}</p>
        ) : null}
      </header>
      <p className="row">
        {home ? null : (
          <a className="button" href={`/${locale}/publications`}>
            {t('common:nav.publications')}
          </a>
        )}
        <a className="button quiet" href={home?.href ?? `/${locale}`}>
          {home?.label ?? t('common:nav.home')}
        </a>
      </p>
    </main>
  )
}
