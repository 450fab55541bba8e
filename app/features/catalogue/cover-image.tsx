import { COVER_HEIGHT, COVER_WIDTH } from '#app/features/catalogue/cover.tsx'
import type { TitleCard } from '#app/features/catalogue/title.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'

type CoverImageProps = {
  title: Pick<TitleCard, 'slug' | 'text'>
  /** Beside a link that says the same, the picture has nothing to add for who can't see it. */
  isDecorative?: boolean
  isFirst?: boolean
  /** From elsewhere than where readers get it. */
  src?: string | undefined
}

/** The drawn cover of a title, as `/covers/<slug>.svg` serves it. */
export function CoverImage({ title, isDecorative = false, isFirst = false, src }: CoverImageProps) {
  const { t } = useTexts()
  return (
    <figure className="cover">
      <img
        src={src ?? coverPath(title.slug)}
        width={COVER_WIDTH}
        height={COVER_HEIGHT}
        alt={isDecorative ? '' : t('catalogue:coverAlt', { name: title.text.name })}
        loading={isFirst ? undefined : 'lazy'}
        decoding="async"
      />
    </figure>
  )
}

/** Where a title's cover is served. */
export function coverPath(slug: string): string {
  return `/covers/${slug}.svg`
}
