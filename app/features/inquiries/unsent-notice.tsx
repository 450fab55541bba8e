import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Notice } from '#app/ui/notice.tsx'

/** Why a form that anybody may send was not sent, though nothing in it is wrong: its stamp is too young, too old or used, or too many came. */
export type SendingRefusal = 'stamp' | 'too-many'

/** Says so, and what to do. */
export function UnsentNotice({ refusal }: { refusal: SendingRefusal | null | undefined }) {
  const { t } = useTexts()
  if (refusal === 'stamp') {
    return (
      <Notice tone="error" title={t('inquiry:form.againTitle')}>
        {t('inquiry:form.again')}
      </Notice>
    )
  }
  if (refusal !== 'too-many') return null
  return (
    <Notice tone="error" title={t('inquiry:form.limitTitle')}>
      {t('inquiry:form.limit')}
    </Notice>
  )
}
