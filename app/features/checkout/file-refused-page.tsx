import { renderToStaticMarkup } from 'react-dom/server'
import type { Locale } from '#app/domain/locale.ts'
import { TextsProvider } from '#app/platform/i18n/texts-provider.tsx'
import { textsFor, type TextKey } from '#app/platform/i18n/texts.ts'

type Refusal = {
  reason: 'not-found' | 'bad-signature' | 'unpaid' | 'refunded' | 'no-file'
  status: number
  locale: Locale
  token: string
  /** The shop's one stylesheet, as the Content-Security-Policy knows it. */
  styles: string
}

const TEXTS: Record<Refusal['reason'], { title: TextKey; advice: TextKey }> = {
  'not-found': { title: 'common:errorPage.404.title', advice: 'common:errorPage.404.advice' },
  'bad-signature': { title: 'order:file.badLinkTitle', advice: 'order:file.badLink' },
  unpaid: { title: 'order:file.unpaidTitle', advice: 'order:file.unpaid' },
  refunded: { title: 'order:file.refundedTitle', advice: 'order:file.refunded' },
  'no-file': { title: 'order:file.goneTitle', advice: 'order:file.gone' },
}

/** A whole page, since the address of a file has no page of its own around it: why the file is not given, and where to go. */
export function fileRefusedPage({ reason, status, locale, token, styles }: Refusal): string {
  const t = textsFor(locale)
  const { title, advice } = TEXTS[reason]
  const belongsToOrder = reason === 'unpaid' || reason === 'refunded' || reason === 'no-file'
  const href = belongsToOrder ? `/${locale}/orders/${token}` : `/${locale}/orders`
  const page = (
    <html lang={locale}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <title>{`${t(title)} | ${t('common:site.name')}`}</title>
        <style dangerouslySetInnerHTML={{ __html: styles }} />
      </head>
      <body>
        <TextsProvider locale={locale}>
          <main id="content" className="wrap narrow">
            <header className="page-head">
              <p className="soft code">{status}</p>
              <h1>{t(title)}</h1>
              <p>{t(advice)}</p>
            </header>
            <p>
              <a className="button" href={href}>
                {t(belongsToOrder ? 'order:file.toOrder' : 'common:nav.findOrder')}
              </a>
            </p>
          </main>
        </TextsProvider>
      </body>
    </html>
  )
  return `<!DOCTYPE html>${renderToStaticMarkup(page)}`
}
