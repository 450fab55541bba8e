import type { CountLine, CountView } from '#app/features/desk/counts/count.ts'
import { REASON_WORDS } from '#app/features/desk/counts/count.ts'
import { formatNumber } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Foreign } from '#app/ui/foreign.tsx'

/** Every edition of a stock-taking with what was counted; while it is open each leads to its own form. */
export function CountTable({ count }: { count: CountView }) {
  const { t, locale } = useTexts()
  if (count.lines.length === 0) return <p>{t('deskCounts:nothingThere')}</p>
  return (
    <table className="table stacked">
      <caption className="visually-hidden">{t('deskCounts:title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('deskAdmin:stock.edition')}</th>
          <th scope="col" className="number">
            {t('deskCounts:counted')}
          </th>
          <th scope="col" className="number">
            {t('deskCounts:difference')}
          </th>
          <th scope="col">{t('deskCounts:by')}</th>
        </tr>
      </thead>
      <tbody>
        {count.lines.map((line) => (
          <tr key={line.sku}>
            <th scope="row">
              {count.state === 'open' ? (
                <a className="code target nowrap" href={`/desk/counts/${count.code}/lines/${line.sku}`}>
                  {line.sku}
                </a>
              ) : (
                <span className="code">{line.sku}</span>
              )}
              <LineName line={line} />
            </th>
            <td className="number" data-label={t('deskCounts:counted')}>
              {line.counted === null ? '–' : formatNumber(line.counted, locale)}
            </td>
            <td className="number" data-label={t('deskCounts:difference')}>
              {line.counted === null
                ? '–'
                : signed(line.difference, formatNumber(Math.abs(line.difference), locale))}
            </td>
            <td data-label={t('deskCounts:by')}>
              {line.staffName ?? '–'}
              {line.reason ? <span className="block small">{t(REASON_WORDS[line.reason])}</span> : null}
              {line.note ? <span className="block small soft">{line.note}</span> : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What an edition is called, in small. */
export function LineName({ line }: { line: Pick<CountLine, 'name' | 'nameLanguage'> }) {
  return (
    <span className="block small soft">
      <Foreign lang={line.nameLanguage} withNote={false}>
        {line.name}
      </Foreign>
    </span>
  )
}

/** A difference with its sign; none is 0. */
export function signed(difference: number, digits: string): string {
  if (difference === 0) return '0'
  return difference > 0 ? `+${digits}` : `−${digits}`
}
