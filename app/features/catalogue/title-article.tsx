import type { Locale } from '#app/domain/locale.ts'
import { Shelf } from '#app/features/catalogue/book-card.tsx'
import { formatPublished, issueName, KIND_TEXTS } from '#app/features/catalogue/catalogue-texts.ts'
import { CoverImage } from '#app/features/catalogue/cover-image.tsx'
import { EditionBox } from '#app/features/catalogue/edition-box.tsx'
import type { TitleView } from '#app/features/catalogue/title.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Foreign } from '#app/ui/foreign.tsx'
import { PageHeader } from '#app/ui/page-header.tsx'

type TitleArticleProps = {
  title: TitleView
  /** The issues before and after it. */
  neighbours: readonly TitleView[]
  /** Where the desk's preview has the cover from; with it, nothing on the page can be bought. */
  previewCover?: string
}

/** All that a title's page says of it. The desk's preview shows the same. */
export function TitleArticle({ title, neighbours, previewCover }: TitleArticleProps) {
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
          <CoverImage title={title} src={previewCover} isFirst />
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
              <EditionBox
                key={edition.sku}
                slug={title.slug}
                edition={edition}
                titleName={text.name}
                isPreview={previewCover !== undefined}
              />
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
