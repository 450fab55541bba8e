import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import type { Locale } from '#app/domain/locale.ts'
import { Shelf } from '#app/features/catalogue/book-card.tsx'
import { formatPublished, issueName, KIND_TEXTS } from '#app/features/catalogue/catalogue-texts.ts'
import { CoverImage, coverPath } from '#app/features/catalogue/cover-image.tsx'
import { EditionBox } from '#app/features/catalogue/edition-box.tsx'
import { loadTitle } from '#app/features/catalogue/load-title.server.ts'
import { pageMeta } from '#app/features/catalogue/page-meta.ts'
import { jsonForScript, titleJsonLd } from '#app/features/catalogue/title-json-ld.ts'
import type { TitleView } from '#app/features/catalogue/title.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { localeParam } from '#app/routes/locale-param.ts'
import { frameOf, useFrame } from '#app/routes/shop/frame-data.ts'
import { Foreign } from '#app/ui/foreign.tsx'
import { PageHeader } from '#app/ui/page-header.tsx'

export async function loader({ params }: LoaderFunctionArgs) {
  const locale = localeParam(params)
  const page = await loadTitle(params.slug ?? '', { locale })
  if (!page) throw new Response(null, { status: 404 })
  return page
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  const frame = frameOf(matches)
  if (!frame || !data) return []
  const { title } = data
  return pageMeta({
    ...frame,
    path: `/${frame.locale}/publications/${title.slug}`,
    title: title.text.name,
    description: title.text.description,
    image: coverPath(title.slug),
    type: title.issue ? 'article' : 'book',
  })
}

export default function TitlePage() {
  const { title, neighbours } = useLoaderData<typeof loader>()
  const { t, locale } = useTexts()
  const { text } = title
  return (
    <article>
      <PageHeader
        crumbs={[{ label: t('common:nav.publications'), href: `/${locale}/publications` }]}
        title={<Foreign lang={text.locale}>{text.name}</Foreign>}
        lead={
          text.subtitle ? (
            <Foreign lang={text.locale} withNote={false}>
              {text.subtitle}
            </Foreign>
          ) : null
        }
      >
        <p className="small">{[...lineUnderTitle(title, locale), t(KIND_TEXTS[title.kind])].join(' · ')}</p>
      </PageHeader>
      <div className="spread-page">
        <div className="cover-column">
          <CoverImage title={title} isFirst />
        </div>
        <div className="stack-l">
          <Foreign lang={text.locale} as="div" withNote={false}>
            <div className="prose">
              {text.description.split('\n').map((paragraph, index) => (
                <p key={index}>{paragraph}</p>
              ))}
            </div>
          </Foreign>
          <section className="stack" aria-labelledby="editions">
            <h2 id="editions">{t('catalogue:title.editions')}</h2>
            {title.editions.map((edition) => (
              <EditionBox key={edition.sku} edition={edition} titleName={text.name} slug={title.slug} />
            ))}
          </section>
          <Contents title={title} />
        </div>
      </div>
      {neighbours.length > 0 ? (
        <section className="section neighbours">
          <h2>{t('catalogue:title.neighbours')}</h2>
          <Shelf titles={neighbours} headings="h3" />
        </section>
      ) : null}
      <StructuredData title={title} />
    </article>
  )
}

function lineUnderTitle(title: TitleView, locale: Locale): string[] {
  const published = formatPublished(title.publishedOn, locale)
  return title.issue ? [issueName(title.issue, locale), published] : [published]
}

function Contents({ title }: { title: TitleView }) {
  const { t } = useTexts()
  if (title.text.contents.length === 0) return null
  return (
    <section className="stack" aria-labelledby="contents">
      <h2 id="contents">{t('catalogue:title.contents')}</h2>
      <Foreign lang={title.text.locale} as="div" withNote={false}>
        <ol className="contents serif">
          {title.text.contents.map((line, index) => (
            <li key={index}>{line}</li>
          ))}
        </ol>
      </Foreign>
    </section>
  )
}

/** For search engines. A data block is not a script: the Content-Security-Policy lets it be, and nothing runs it. */
function StructuredData({ title }: { title: TitleView }) {
  const { locale } = useTexts()
  const frame = useFrame()
  if (!frame) return null
  const json = titleJsonLd(title, { locale, baseUrl: frame.baseUrl, publisher: frame.publisher.name })
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: jsonForScript(json) }} />
}
