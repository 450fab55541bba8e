import { formatBytes, formatPublished, languageName } from '#app/features/catalogue/catalogue-texts.ts'
import type { SupplementView } from '#app/features/catalogue/title.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Foreign } from '#app/ui/foreign.tsx'

/** The free supplements and errata of an edition. */
export function SupplementList({ supplements }: { supplements: readonly SupplementView[] }) {
  const { t } = useTexts()
  if (supplements.length === 0) return null
  return (
    <div className="stack-s">
      <h4>{t('catalogue:supplement.heading')}</h4>
      <ul className="ruled" role="list">
        {supplements.map((supplement) => (
          <li key={supplement.slug}>
            <SupplementItem supplement={supplement} href={`/supplements/${supplement.slug}`} />
          </li>
        ))}
      </ul>
    </div>
  )
}

/** One of them: its file, what it is, and what is said of it. */
export function SupplementItem({ supplement, href }: { supplement: SupplementView; href: string }) {
  const { t, locale } = useTexts()
  const { text } = supplement
  const kind =
    supplement.kind === 'erratum' ? 'catalogue:supplement.erratum' : 'catalogue:supplement.supplement'
  return (
    <>
      <p>
        <a className="download" href={href} download>
          <Foreign lang={text.locale}>{text.name}</Foreign>
        </a>
      </p>
      <p className="small soft">
        {t(kind)} · PDF · {languageName(supplement.language, locale)} · {formatBytes(supplement.byteLength)} ·{' '}
        {formatPublished(supplement.publishedOn, locale)}
      </p>
      {text.note ? (
        <p className="small">
          <Foreign lang={text.locale} withNote={false}>
            {text.note}
          </Foreign>
        </p>
      ) : null}
    </>
  )
}
