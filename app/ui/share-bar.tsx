type ShareBarProps = {
  /** How much of `most` the bar is long. */
  value: number
  /** What of it is drawn in full colour: the part that matters now. */
  part: number
  most: number
}

/** A bar beside its number, for the eye alone. Drawn as a picture, since pages have no styles of their own. */
export function ShareBar({ value, part, most }: ShareBarProps) {
  const width = (count: number): number => (most > 0 ? Math.round((1000 * count) / most) / 10 : 0)
  return (
    <svg className="share-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect className="share-bar-whole" width={width(value)} height="10" />
      <rect className="share-bar-part" width={width(part)} height="10" />
    </svg>
  )
}
