import type { ReactNode } from 'react'
import { LOCALES } from '#app/domain/locale.ts'
import { formatPublished, issueName, KIND_TEXTS } from '#app/features/catalogue/catalogue-texts.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { titleHref, type DeskEdition, type DeskTitle } from '#app/features/desk/titles/desk-title.ts'
import { EditionSection } from '#app/features/desk/titles/edition-section.tsx'
import { HistoryList } from '#app/features/desk/titles/history-list.tsx'
import type { HistoryEntry } from '#app/features/desk/titles/history.ts'
import { formatLanguage } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Badge } from '#app/ui/badge.tsx'
import { Fact } from '#app/ui/fact.tsx'
import { Foreign } from '#app/ui/foreign.tsx'
import { Notice } from '#app/ui/notice.tsx'

type DeskTitlePageProps = {
  title: DeskTitle
  history: readonly HistoryEntry[]
  isSaved: boolean
  /** What else belongs to each edition, below its facts. */
  renderBelow?: (edition: DeskEdition) => ReactNode
}

/** A title as the desk keeps it: what readers see of it, its editions, and what was changed. */
export function DeskTitlePage({ title, history, isSaved, renderBelow }: DeskTitlePageProps) {
  const { t } = useTexts()
  const href = titleHref(title.slug)
  return (
    <>
      <TitleHeader title={title} />
      {isSaved ? <Notice tone="success">{t('deskAdmin:saved')}</Notice> : null}
      <div className="stack-l">
        <TitleFacts title={title} />
        <section className="section" aria-labelledby="editions">
          <h2 id="editions">{t('catalogue:title.editions')}</h2>
          <div className="stack">
            {title.editions.length === 0 ? (
              <Notice tone="warn">{t('deskCatalogue:title.noEdition')}</Notice>
            ) : null}
            {title.editions.map((edition) => (
              <EditionSection key={edition.sku} slug={title.slug} edition={edition}>
                {renderBelow?.(edition)}
              </EditionSection>
            ))}
            <p>
              <a className="button quiet" href={`${href}/editions/new`}>
                {t('deskCatalogue:edition.add')}
              </a>
            </p>
          </div>
        </section>
        <section className="section" aria-labelledby="history">
          <h2 id="history">{t('deskAdmin:settings.history')}</h2>
          {history.length === 0 ? <p>{t('deskAdmin:settings.noHistory')}</p> : null}
          <HistoryList entries={history} />
        </section>
      </div>
    </>
  )
}

/** Where one is among the pages of a title. */
export function TitleHeader({ title, page }: { title: DeskTitle; page?: string }) {
  const { t } = useTexts()
  const name = (
    <Foreign lang={title.nameLanguage} withNote={false}>
      {title.name}
    </Foreign>
  )
  const list = { label: t('deskCatalogue:titles.title'), href: '/desk/titles' }
  if (page === undefined) return <DeskHeader title={name} crumbs={[list]} />
  return <DeskHeader title={page} crumbs={[list, { label: name, href: titleHref(title.slug) }]} />
}

function TitleFacts({ title }: { title: DeskTitle }) {
  const { t, locale } = useTexts()
  const href = titleHref(title.slug)
  return (
    <div className="stack">
      <dl className="facts">
        <Fact term={t('deskCatalogue:field.listed')}>
          <Badge tone={title.listed ? 'good' : 'warn'}>
            {t(title.listed ? 'deskCatalogue:listed.yes' : 'deskCatalogue:listed.no')}
          </Badge>
        </Fact>
        <Fact term={t('deskCatalogue:field.kind')}>{t(KIND_TEXTS[title.kind])}</Fact>
        {title.issue ? (
          <Fact term={t('deskCatalogue:title.issue')}>
            {[
              title.issue.periodicalName,
              issueName(title.issue, locale),
              formatPublished(title.issue.datedOn, locale),
            ].join(' · ')}
          </Fact>
        ) : null}
        <Fact term={t('deskCatalogue:field.publishedOn')}>{formatPublished(title.publishedOn, locale)}</Fact>
        <Fact term={t('deskCatalogue:field.slug')}>
          <span className="code">{title.slug}</span>
        </Fact>
        <Fact term={t('deskCatalogue:title.texts')}>
          <ul className="plain" role="list">
            {LOCALES.map((of) => (
              <li key={of}>
                {formatLanguage(of, locale)}
                {': '}
                {title.texts[of] ? (
                  <span lang={of}>{title.texts[of].name}</span>
                ) : (
                  <Badge tone="warn">{t('deskCatalogue:title.missing')}</Badge>
                )}
              </li>
            ))}
          </ul>
        </Fact>
      </dl>
      <p className="row">
        <a className="button" href={`${href}/edit`}>
          {t('deskCatalogue:title.edit')}
        </a>
        <a className="button quiet" href={`${href}/preview?locale=${locale}`}>
          {t('deskCatalogue:preview.open')}
        </a>
        {title.listed ? (
          <a className="target" href={`/${locale}/publications/${title.slug}`}>
            {t('deskCatalogue:title.inShop')}
          </a>
        ) : null}
      </p>
    </div>
  )
}
