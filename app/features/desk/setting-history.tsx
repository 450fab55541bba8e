import { ChangeList } from '#app/features/desk/change-list.tsx'
import type { SettingVersion } from '#app/features/desk/save-setting.server.ts'
import { formatInstant } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'

/** What a setting was before, who changed it and when. */
export function SettingHistory({ history }: { history: readonly SettingVersion[] }) {
  const { t, locale } = useTexts()
  return (
    <section className="section">
      <h2>{t('deskAdmin:settings.history')}</h2>
      {history.length === 0 ? <p>{t('deskAdmin:settings.noHistory')}</p> : null}
      <ol className="log" role="list">
        {history.map((version, index) => (
          <li key={version.id}>
            <details open={index === 0}>
              <summary className="target">
                {formatInstant(version.at, locale)} · {version.who ?? t('deskAdmin:settings.byShop')}
              </summary>
              <ChangeList
                changes={version.changes}
                isNew={version.changes.every((change) => change.before === '')}
                isGone={false}
              />
            </details>
          </li>
        ))}
      </ol>
    </section>
  )
}
