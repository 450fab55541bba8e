import type { ProposalView } from '#app/features/circulation/list-proposals.server.ts'
import { ArithmeticTable, ComparableTable } from '#app/features/desk/next/arithmetic.tsx'
import { BASIS_WORDS } from '#app/features/desk/next/next-forms.tsx'
import { RangePicture } from '#app/features/desk/next/range-picture.tsx'
import { formatDay, formatNumber } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Foreign } from '#app/ui/foreign.tsx'
import { Notice } from '#app/ui/notice.tsx'

/** A proposal as it was made: the figure, its range, where it came from, and the way to plan a run of it. */
export function ProposalResult({ proposal }: { proposal: ProposalView }) {
  const { t, locale } = useTexts()
  const { sku, proposed, low, high, outcome } = proposal
  const number = (copies: number): string => formatNumber(copies, locale)
  const planHref = `/desk/stock/${sku}/runs/new?copies=${proposed}&proposal=${proposal.id}`
  return (
    <>
      <section className="section">
        <h2>
          <span className="code">{sku}</span>{' '}
          <Foreign lang={proposal.titleLanguage} withNote={false}>
            {proposal.title}
          </Foreign>
        </h2>
        <p>{t('deskNext:expected', { day: formatDay(proposal.expectedOn, locale) })}</p>
        <p className="proposed-copies">
          {t('deskNext:proposed')} <b>{number(proposed)}</b>
        </p>
        <p>
          {t('deskNext:range', { low: number(low), high: number(high) })} {t('deskNext:rangeMeaning')}
        </p>
        {proposal.arithmetic.method === 'none' ? (
          <Notice tone="warn">{t('deskNext:nothingCompared')}</Notice>
        ) : (
          <p className="small soft">{t(BASIS_WORDS[proposal.inputs.basis])}</p>
        )}
        <RangePicture proposal={proposal} />
        <p className="row">
          {outcome ? (
            <a className="button quiet" href={`/desk/stock/${sku}/runs/${outcome.number}`}>
              {t('deskCopies:run.one', { number: outcome.number })}
            </a>
          ) : proposed > 0 ? (
            <a className="button" href={planHref}>
              {t('deskNext:plan', { copies: number(proposed) })}
            </a>
          ) : null}
          <a className="target" href={`/desk/print-runs/next?edition=${sku}`}>
            {t('deskNext:again')}
          </a>
        </p>
      </section>
      <ArithmeticTable proposal={proposal} />
      <ComparableTable proposal={proposal} />
    </>
  )
}
