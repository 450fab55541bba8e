import type { DeskLecture } from '#app/features/desk/lectures/desk-lecture.ts'
import {
  LectureNotices,
  useLectureProblem,
  type LectureAnswer,
} from '#app/features/desk/lectures/lecture-answer.tsx'
import { LectureHeader } from '#app/features/desk/lectures/lecture-page.tsx'
import { WordsFields } from '#app/features/desk/lectures/words-fields.tsx'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Notice } from '#app/ui/notice.tsx'

type EndPageProps = {
  lecture: DeskLecture
  how: 'decline' | 'withdraw'
  /** Proposed in the language of the request. */
  words: string
  answer: LectureAnswer | null
}

const TEXTS: Record<EndPageProps['how'], { title: TextKey; lead: TextKey }> = {
  decline: { title: 'lecture:step.decline', lead: 'lecture:end.declineLead' },
  withdraw: { title: 'lecture:step.withdraw', lead: 'lecture:end.withdrawLead' },
}

/** A request that comes to nothing ends here, with a mail in the office's own words. */
export function EndPage({ lecture, how, words, answer }: EndPageProps) {
  const { t } = useTexts()
  const problem = useLectureProblem(answer)
  const { title, lead } = TEXTS[how]
  return (
    <div className="narrow">
      <LectureHeader lecture={lecture} title={t(title)} />
      <div className="stack">
        <LectureNotices answer={answer} labels={{ words: t('lecture:mail.words') }} />
        {lecture.can[how] ? (
          <form method="post" className="form" noValidate>
            <p>{t(lead)}</p>
            <input type="hidden" name="seen" value={lecture.version} />
            <WordsFields
              email={lecture.asking.email}
              words={answer?.typed.words ?? words}
              isTold={answer ? answer.typed.tell === 'on' : true}
              problem={problem}
            />
            <p className="row">
              <button type="submit" className="button danger">
                {t(title)}
              </button>
              <a className="target" href={`/desk/lectures/${lecture.code}`}>
                {t('deskOrders:leave')}
              </a>
            </p>
          </form>
        ) : (
          <Notice tone="warn">{t('lecture:desk.notNow')}</Notice>
        )}
      </div>
    </div>
  )
}
