import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Badge } from '#app/ui/badge.tsx'

/** Whether something is still to be done about an inquiry. */
export function InquiryState({ inquiry }: { inquiry: { answeredAt: unknown; closedAt: unknown } }) {
  const { t } = useTexts()
  if (inquiry.answeredAt) return <Badge tone="good">{t('inquiry:desk.answered')}</Badge>
  if (inquiry.closedAt) return <Badge>{t('inquiry:desk.closed')}</Badge>
  return <Badge tone="accent">{t('inquiry:desk.open')}</Badge>
}
