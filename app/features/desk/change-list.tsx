import type { FieldChange } from '#app/features/desk/audit-changes.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'

type ChangeListProps = {
  changes: readonly FieldChange[]
  /** Of a row that was not there before, or is no more, one side says it all. */
  isNew: boolean
  isGone: boolean
  /** Fields have names that people read, not those of the database. */
  inWords?: boolean
}

/** Fields with what was and what is. */
export function ChangeList({ changes, isNew, isGone, inWords = false }: ChangeListProps) {
  const { t } = useTexts()
  return (
    <dl className="changes">
      {changes.map((change) => (
        <div key={change.field}>
          <dt>{inWords ? change.field : <code>{change.field}</code>}</dt>
          <dd>
            {isNew ? null : (
              <>
                <del>{change.before || t('deskAdmin:audit.nothing')}</del>{' '}
                <span aria-hidden="true">→</span>{' '}
              </>
            )}
            {isGone ? null : <ins>{change.after || t('deskAdmin:audit.nothing')}</ins>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
