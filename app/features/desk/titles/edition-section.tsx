import type { ReactNode } from 'react'
import { formatIsbn } from '#app/domain/isbn.ts'
import { editionName, formatBytes, formatPublished } from '#app/features/catalogue/catalogue-texts.ts'
import { EDITION_STATE_WORDS } from '#app/features/desk/stock-words.ts'
import { editionHref, type DeskEdition } from '#app/features/desk/titles/desk-title.ts'
import { formatDay, formatNumber, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Badge } from '#app/ui/badge.tsx'
import { Fact } from '#app/ui/fact.tsx'

type EditionSectionProps = {
  /** The title's address. */
  slug: string
  edition: DeskEdition
  /** What else belongs to the edition: a section of its own below its facts. */
  children?: ReactNode
}

/** One edition on its title's page: what it is, what it costs, and the ways to its forms. */
export function EditionSection({ slug, edition, children }: EditionSectionProps) {
  const { t, locale } = useTexts()
  const { sku, format } = edition
  const href = editionHref(slug, sku)
  return (
    <section className="panel" id={sku} aria-labelledby={`${sku}-name`}>
      <h3 id={`${sku}-name`}>
        {editionName(edition, locale)} <span className="code">{sku}</span>
      </h3>
      <p className="badges">
        <Badge tone={edition.state === 'withdrawn' ? 'bad' : 'plain'}>
          {t(EDITION_STATE_WORDS[edition.state])}
        </Badge>
        {edition.priceYen === null ? <Badge tone="warn">{t('deskCatalogue:edition.noPrice')}</Badge> : null}
        {format === 'pdf' && !edition.file ? (
          <Badge tone="warn">{t('deskCatalogue:edition.noFile')}</Badge>
        ) : null}
      </p>
      <dl className="facts narrow-terms">
        <Fact term={t('deskCatalogue:field.price')}>
          <PriceFacts edition={edition} />
        </Fact>
        {edition.publishedOn ? (
          <Fact term={t('deskCatalogue:field.publishedOn')}>
            {formatPublished(edition.publishedOn, locale)}
          </Fact>
        ) : null}
        {edition.isbn ? <Fact term={t('deskCatalogue:field.isbn')}>{formatIsbn(edition.isbn)}</Fact> : null}
        {edition.pages ? (
          <Fact term={t('deskCatalogue:field.pages')}>{formatNumber(edition.pages, locale)}</Fact>
        ) : null}
        {edition.weightGrams ? (
          <Fact term={t('deskCatalogue:field.weight')}>
            {`${formatNumber(edition.weightGrams, locale)} g`}
          </Fact>
        ) : null}
        {edition.file ? (
          <Fact term={t('deskCatalogue:field.file')}>
            <a className="download" href={`${href}/file`} download>
              {edition.file.name}
            </a>{' '}
            <span className="small soft">{formatBytes(edition.file.byteLength)}</span>
          </Fact>
        ) : null}
        {edition.waiting > 0 ? (
          <Fact term={t('deskCatalogue:edition.waiting')}>{formatNumber(edition.waiting, locale)}</Fact>
        ) : null}
      </dl>
      <p className="row">
        <EditionLink href={href} label={t('deskCatalogue:edition.edit')} sku={sku} />
        <EditionLink href={`${href}/prices`} label={t('deskCatalogue:edition.prices')} sku={sku} />
        {format === 'pdf' ? (
          <EditionLink href={`${href}/upload`} label={t('deskCatalogue:edition.upload')} sku={sku} />
        ) : (
          <EditionLink href={`/desk/stock/${sku}`} label={t('deskAdmin:stock.title')} sku={sku} />
        )}
      </p>
      {children}
    </section>
  )
}

/** Several editions stand on one page: out of their context the links say whose they are. */
function EditionLink({ href, label, sku }: { href: string; label: string; sku: string }) {
  return (
    <a className="target" href={href}>
      {label} <span className="visually-hidden">{sku}</span>
    </a>
  )
}

/** The price in force, and those to come. */
function PriceFacts({ edition }: { edition: DeskEdition }) {
  const { t, locale } = useTexts()
  return (
    <>
      {edition.priceYen === null ? t('deskCatalogue:price.none') : formatYen(edition.priceYen, locale)}
      {edition.coming.map(({ from, yen }) => (
        <span key={from} className="block small">
          {t('deskCatalogue:price.fromDay', { day: formatDay(from, locale), price: formatYen(yen, locale) })}
        </span>
      ))}
    </>
  )
}
