import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Shelf } from '#app/features/catalogue/book-card.tsx'
import { formatPublished, KIND_TEXTS } from '#app/features/catalogue/catalogue-texts.ts'
import { CoverImage } from '#app/features/catalogue/cover-image.tsx'
import { loadFrontPage } from '#app/features/catalogue/load-front-page.server.ts'
import { pageMeta } from '#app/features/catalogue/page-meta.ts'
import type { TitleView } from '#app/features/catalogue/title.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { localeParam } from '#app/routes/locale-param.ts'
import { frameOf } from '#app/routes/shop/frame-data.ts'
import { Foreign } from '#app/ui/foreign.tsx'

export async function loader({ params }: LoaderFunctionArgs) {
  return await loadFrontPage({ locale: localeParam(params) })
}

export const meta: MetaFunction<typeof loader> = ({ matches }) => {
  const frame = frameOf(matches)
  if (!frame) return []
  const t = textsFor(frame.locale)
  return pageMeta({
    ...frame,
    path: `/${frame.locale}`,
    title: t('common:site.name'),
    description: t('catalogue:home.lead'),
  })
}

export default function Home() {
  const { newestIssue, manual, policyProposals, forthcoming, earlierIssues } = useLoaderData<typeof loader>()
  const { t, locale } = useTexts()
  const offered = [manual, policyProposals].filter((title) => title !== null)
  return (
    <>
      <section className="front">
        <h1>{t('catalogue:home.headline')}</h1>
        {newestIssue ? (
          <div className="cover-column">
            <CoverImage title={newestIssue} isDecorative isFirst />
          </div>
        ) : null}
        <div className="stack">
          <p className="lead">{t('common:site.tagline')}</p>
          <p>{t('catalogue:home.lead')}</p>
          {newestIssue ? <NewestIssue title={newestIssue} /> : null}
        </div>
      </section>
      {offered.length > 0 ? (
        <section className="section">
          <h2>{t('catalogue:home.books')}</h2>
          <div className="pairs">
            {offered.map((title) => (
              <Introduction key={title.id} title={title} />
            ))}
          </div>
        </section>
      ) : null}
      {forthcoming.length > 0 ? (
        <section className="section">
          <h2>{t('catalogue:home.forthcoming')}</h2>
          <div className="pairs">
            {forthcoming.map((title) => (
              <Introduction key={title.id} title={title} />
            ))}
          </div>
        </section>
      ) : null}
      {earlierIssues.length > 0 ? (
        <section className="section">
          <h2>{t('catalogue:home.earlierIssues')}</h2>
          <Shelf titles={earlierIssues} headings="h3" />
        </section>
      ) : null}
      <section className="section">
        <h2>{t('catalogue:home.howToBuy')}</h2>
        <div className="prose">
          <p>{t('catalogue:home.paying')}</p>
          <p>{t('catalogue:home.posting')}</p>
        </div>
        <p className="row more">
          <a className="button" href={`/${locale}/publications`}>
            {t('catalogue:home.all')}
          </a>
          <a href={`/${locale}/legal/commerce`}>{t('common:nav.commerce')}</a>
        </p>
      </section>
    </>
  )
}

function NewestIssue({ title }: { title: TitleView }) {
  const { t, locale } = useTexts()
  const href = `/${locale}/publications/${title.slug}`
  return (
    <div className="newest stack-s">
      <p className="small soft">
        {t('catalogue:home.newestIssue')} · {formatPublished(title.publishedOn, locale)}
      </p>
      <h2>
        <Foreign lang={title.text.locale}>{title.text.name}</Foreign>
      </h2>
      {title.text.subtitle ? (
        <p className="serif">
          <Foreign lang={title.text.locale} withNote={false}>
            {title.text.subtitle}
          </Foreign>
        </p>
      ) : null}
      <p>
        <a className="button" href={href}>
          {t('catalogue:home.readMore')}
        </a>
      </p>
    </div>
  )
}

function Introduction({ title }: { title: TitleView }) {
  const { t, locale } = useTexts()
  return (
    <article className="book introduction">
      <CoverImage title={title} isDecorative />
      <div className="stack-s">
        <p className="small soft">{t(KIND_TEXTS[title.kind])}</p>
        <h3>
          <a href={`/${locale}/publications/${title.slug}`}>
            <Foreign lang={title.text.locale}>{title.text.name}</Foreign>
          </a>
        </h3>
        <p className="small">
          <Foreign lang={title.text.locale} withNote={false}>
            {firstParagraph(title.text.description)}
          </Foreign>
        </p>
      </div>
    </article>
  )
}

function firstParagraph(text: string): string {
  return text.split('\n')[0] ?? text
}
