import { useLoaderData, type MetaFunction } from '@remix-run/react'
import { isLocale, LOCALES } from '#app/domain/locale.ts'
import { loadTitle } from '#app/features/catalogue/load-title.server.ts'
import { TitleArticle } from '#app/features/catalogue/title-article.tsx'
import { titleHref } from '#app/features/desk/titles/desk-title.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { formatLanguage } from '#app/platform/i18n/format.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'
import { TextsProvider } from '#app/platform/i18n/texts-provider.tsx'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { titleOf } from '#app/routes/desk/title-param.server.ts'
import { LANGUAGE_NAMES } from '#app/ui/language-switcher.tsx'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ request, params, staff, now }) => {
  const { slug, listed, texts } = await titleOf(params, { staff, now })
  const asked = new URL(request.url).searchParams.get('locale')
  const shown = isLocale(asked) ? asked : staff.locale
  const page = await loadTitle(slug, { locale: shown, withUnlisted: true })
  if (!page) throw new Response(null, { status: 404 })
  return { ...page, locale: staff.locale, shown, slug, listed, isMissing: texts[shown] === null }
})

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${textsFor(data?.locale ?? 'ja')('deskCatalogue:preview.open')} | M-Net` },
  { name: 'robots', content: 'noindex, nofollow' },
]

/** The very page that readers of a language see, or would see, of a title. Nothing on it can be bought. */
export default function Preview() {
  const { title, neighbours, shown, slug } = useLoaderData<typeof loader>()
  return (
    <>
      <Banner />
      <main id="content" className="wrap" lang={shown}>
        <TextsProvider locale={shown}>
          <TitleArticle title={title} neighbours={neighbours} previewCover={`${titleHref(slug)}/cover`} />
        </TextsProvider>
      </main>
    </>
  )
}

/** In the language of who looks: what this is, the other languages, the way back. */
function Banner() {
  const { title, shown, slug, listed, isMissing } = useLoaderData<typeof loader>()
  const { t, locale } = useTexts()
  const href = titleHref(slug)
  return (
    <header className="demo-banner" aria-label={t('deskCatalogue:preview.open')}>
      <div className="wrap">
        <p>{t(listed ? 'deskCatalogue:preview.listed' : 'deskCatalogue:preview.unlisted')}</p>
        {isMissing ? (
          <p>
            {t('deskCatalogue:preview.missing', {
              language: formatLanguage(shown, locale),
              instead: formatLanguage(title.text.locale, locale),
            })}
          </p>
        ) : null}
        <nav aria-label={t('common:nav.language')} className="row">
          {LOCALES.map((other) => (
            <a
              key={other}
              href={`${href}/preview?locale=${other}`}
              lang={other}
              aria-current={other === shown ? 'page' : undefined}
            >
              {LANGUAGE_NAMES[other]}
            </a>
          ))}
        </nav>
        <a href={href}>{t('deskCatalogue:preview.back')}</a>
      </div>
    </header>
  )
}
