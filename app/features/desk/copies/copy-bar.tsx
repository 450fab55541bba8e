import { PLACE_WORDS, PLACES, type Places } from '#app/features/desk/copies/run-words.ts'
import { formatNumber } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'

const WIDTH = 1000
const HEIGHT = 28

/**
 * Where the copies of a run went, as one bar. What a count found beyond the run has no room in it. The figures stand beside or below as text, so
 * the picture says the same in words to those who do not see it.
 */
export function CopyBar({ places }: { places: Places }) {
  const { t, locale } = useTexts()
  if (places.printed === 0) return null
  const parts = PLACES.map((place) => ({ place, copies: Math.max(0, places[place]) }))
  const total = Math.max(
    places.printed,
    parts.reduce((sum, part) => sum + part.copies, 0),
  )
  const words = parts
    .filter(({ copies }) => copies > 0)
    .map(({ place, copies }) => `${t(PLACE_WORDS[place])} ${formatNumber(copies, locale)}`)
  return (
    <svg className="copy-bar" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img">
      <title>{words.join(', ')}</title>
      {parts.map(({ place, copies }, index) => {
        const before = parts.slice(0, index).reduce((sum, part) => sum + part.copies, 0)
        const [x, width] = [before, copies].map((count) => (count / total) * WIDTH)
        return copies === 0 ? null : (
          <rect key={place} className={`place-${place}`} x={x} y={0} width={width} height={HEIGHT} />
        )
      })}
    </svg>
  )
}

/** What the colours of the bar mean, with the figures of one run, or without any. */
export function PlaceLegend({ places }: { places?: Places }) {
  const { t, locale } = useTexts()
  return (
    <ul className="place-legend" role="list">
      {PLACES.map((place) => (
        <li key={place}>
          <svg className="place-key" viewBox="0 0 10 10" aria-hidden="true">
            <rect className={`place-${place}`} width="10" height="10" />
          </svg>
          {t(PLACE_WORDS[place])}
          {places ? <b>{formatNumber(places[place], locale)}</b> : null}
        </li>
      ))}
    </ul>
  )
}
