import type { ProposalView } from '#app/features/circulation/list-proposals.server.ts'
import { formatNumber } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'

const WIDTH = 640
const HEIGHT = 84
const BAR = { y: 8, height: 28 }
const RANGE_Y = 54
const SIDE = 24
const LABEL_ROOM = 80

/** What the proposed run is made of, and below it the range in which it may well be needed. The same figures stand beside it as text. */
export function RangePicture({ proposal }: { proposal: ProposalView }) {
  const { t, locale } = useTexts()
  const { low, proposed, high, inputs, arithmetic } = proposal
  if (high === 0) return null
  const parts = [
    { place: 'postedToMembers', term: t('deskNext:step.owed'), copies: inputs.owed },
    { place: 'complimentary', term: t('deskNext:step.complimentary'), copies: inputs.complimentary },
    { place: 'sold', term: t('deskNext:step.single'), copies: arithmetic.single.proposed },
    { place: 'damagedOrLost', term: t('deskNext:step.spoilage'), copies: arithmetic.spoilage },
  ]
  const x = (copies: number): number => Math.round(SIDE + (copies / high) * (WIDTH - 2 * SIDE))
  const number = (copies: number): string => formatNumber(copies, locale)
  // Figures at ends that are close to one another would be written over one another.
  const isNarrow = x(high) - x(low) < LABEL_ROOM
  const words = [
    ...parts.map(({ term, copies }) => `${term} ${number(copies)}`),
    t('deskNext:range', { low: number(low), high: number(high) }),
  ]
  return (
    <figure className="range-picture">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby="range-picture-title">
        <title id="range-picture-title">{words.join(', ')}</title>
        {parts.map(({ place, copies }, index) => {
          const before = parts.slice(0, index).reduce((sum, part) => sum + part.copies, 0)
          return copies === 0 ? null : (
            <rect
              key={place}
              className={`place-${place}`}
              x={x(before)}
              y={BAR.y}
              width={x(before + copies) - x(before)}
              height={BAR.height}
            />
          )
        })}
        <line className="range-line" x1={x(low)} y1={RANGE_Y} x2={x(high)} y2={RANGE_Y} />
        {[low, high].map((end, index) => (
          <line
            key={index === 0 ? 'low' : 'high'}
            className="range-line"
            x1={x(end)}
            y1={RANGE_Y - 6}
            x2={x(end)}
            y2={RANGE_Y + 6}
          />
        ))}
        <circle className="range-dot" cx={x(proposed)} cy={RANGE_Y} r="6" />
        {isNarrow ? null : (
          <text className="chart-text" x={Math.max(SIDE, x(low))} y={HEIGHT - 6} textAnchor="middle">
            {number(low)}
          </text>
        )}
        <text className="chart-text" x={WIDTH} y={HEIGHT - 6} textAnchor="end">
          {isNarrow && low < high ? `${number(low)}–${number(high)}` : number(high)}
        </text>
      </svg>
      <ul className="place-legend" role="list">
        {parts.map(({ place, term, copies }) => (
          <li key={place}>
            <svg className="place-key" viewBox="0 0 10 10" aria-hidden="true">
              <rect className={`place-${place}`} width="10" height="10" />
            </svg>
            {term} <b>{number(copies)}</b>
          </li>
        ))}
      </ul>
    </figure>
  )
}
