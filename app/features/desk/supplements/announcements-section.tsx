import { AnnouncementFigures } from '#app/features/desk/supplements/announcement-result.tsx'
import type { AnnouncementView } from '#app/features/desk/supplements/list-announcements.server.ts'
import type { DeskSupplement } from '#app/features/desk/supplements/load-supplement.server.ts'
import { WORK_STATE_TEXTS } from '#app/features/work/work.ts'
import { formatInstant } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'

type AnnouncementsSectionProps = {
  supplement: DeskSupplement
  announcements: readonly AnnouncementView[]
}

/** When those who bought the edition were told, and how many; the way to tell those who were not. */
export function AnnouncementsSection({ supplement, announcements }: AnnouncementsSectionProps) {
  const { t, locale } = useTexts()
  return (
    <section className="stack" aria-labelledby="announcements">
      <h2 id="announcements">{t('deskSupplements:announce.title')}</h2>
      {announcements.length === 0 ? <p>{t('deskSupplements:announce.never')}</p> : null}
      <ul className="ruled" role="list">
        {announcements.map(({ id, at, who, workId, state, outcome }) => (
          <li key={id}>
            <p>
              <a className="target" href={`/desk/work/${workId}`}>
                {formatInstant(at, locale)}
              </a>{' '}
              <span className="small soft">
                {who ?? t('deskWork:work.nobody')} · {t(WORK_STATE_TEXTS[state])}
              </span>
            </p>
            {outcome ? <AnnouncementFigures outcome={outcome} /> : null}
          </li>
        ))}
      </ul>
      {supplement.state === 'published' ? (
        <p>
          <a className="button" href={`/desk/supplements/${supplement.id}/announce`}>
            {t('deskSupplements:announce.look')}
          </a>
        </p>
      ) : (
        <p className="small soft">{t('deskSupplements:announce.notPublished')}</p>
      )}
    </section>
  )
}
