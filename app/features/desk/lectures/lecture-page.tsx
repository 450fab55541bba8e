import type { ReactNode } from 'react'
import { formatReference } from '#app/domain/reference.ts'
import { addressLines } from '#app/features/checkout/address-lines.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import type { DeskLecture } from '#app/features/desk/lectures/desk-lecture.ts'
import { LectureNotices, type LectureAnswer } from '#app/features/desk/lectures/lecture-answer.tsx'
import { LectureHistory } from '#app/features/desk/lectures/lecture-history.tsx'
import { TODO_WORDS } from '#app/features/desk/lectures/lectures-page.tsx'
import { MailsSection } from '#app/features/desk/order-history.tsx'
import { CHANNEL_TEXTS } from '#app/features/inquiries/inquiry.ts'
import { LECTURE_WORDS } from '#app/features/lectures/lecture.ts'
import {
  formatDay,
  formatInstant,
  formatLanguage,
  formatNumber,
  formatYen,
} from '#app/platform/i18n/format.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Badge } from '#app/ui/badge.tsx'
import { Fact } from '#app/ui/fact.tsx'
import { Notice } from '#app/ui/notice.tsx'

type LecturePageProps = {
  lecture: DeskLecture
  /** What was just done. */
  done: TextKey | null
  answer: LectureAnswer | null
}

/** One request for a lecturer with its whole history; what can be done next stands on top. */
export function LecturePage({ lecture, done, answer }: LecturePageProps) {
  const { t } = useTexts()
  return (
    <>
      <LectureHeader lecture={lecture} />
      <div className="stack">
        {done ? <Notice tone="success">{t(done)}</Notice> : null}
        <LectureNotices answer={answer} />
        <Standing lecture={lecture} />
      </div>
      <div className="two-up order-columns">
        <div className="stack-l">
          <Asked lecture={lecture} />
          <MailsSection order={lecture} />
        </div>
        <div className="stack-l">
          <Terms lecture={lecture} />
          <section className="stack" aria-labelledby="history">
            <h2 id="history">{t('lecture:history.title')}</h2>
            {lecture.history.length === 0 ? <p className="soft">{t('lecture:history.none')}</p> : null}
            <LectureHistory history={lecture.history} />
          </section>
        </div>
      </div>
    </>
  )
}

/** The way back and what the request is called. */
export function LectureHeader({ lecture, title }: { lecture: DeskLecture; title?: ReactNode }) {
  const { t } = useTexts()
  const list = { label: t('lecture:desk.title'), href: '/desk/lectures' }
  if (title) {
    const page = { label: lecture.code, href: `/desk/lectures/${lecture.code}` }
    return <DeskHeader title={title} crumbs={[list, page]} />
  }
  return (
    <DeskHeader
      title={
        <>
          {t('lecture:desk.request')} <span className="code nowrap">{lecture.code}</span>
        </>
      }
      crumbs={[list]}
    />
  )
}

function Standing({ lecture }: { lecture: DeskLecture }) {
  const { t, locale } = useTexts()
  const { facts, todo, can, bill, code } = lecture
  const { text, tone } = LECTURE_WORDS[facts.state]
  const page = `/desk/lectures/${code}`
  return (
    <section className="panel standing" aria-labelledby="standing">
      <h2 id="standing" className="row">
        <Badge tone={tone}>{t(text)}</Badge>
        {facts.onDay ? (
          <span className="standing-sum">{formatDay(facts.onDay, locale, 'weekday')}</span>
        ) : null}
      </h2>
      {todo ? <p>{t(TODO_WORDS[todo])}</p> : null}
      {bill && bill.openYen > 0 ? (
        <p>
          {t('deskOrders:order.missing', {
            amount: formatYen(bill.openYen, locale),
            reference: formatReference(bill.reference),
          })}{' '}
          {t('deskOrders:order.due', { day: formatDay(bill.dueOn, locale, 'weekday') })}
        </p>
      ) : null}
      <div className="row">
        {facts.state === 'asked' && can.agree ? (
          <a className="button" href={`${page}/agree`}>
            {t('lecture:step.agree')}
          </a>
        ) : null}
        {can.hold ? (
          <form method="post">
            <input type="hidden" name="seen" value={lecture.version} />
            <button type="submit" className="button" name="intent" value="hold">
              {t('lecture:step.hold')}
            </button>
          </form>
        ) : null}
        {can.bill ? (
          <a className="button" href={`${page}/invoice`}>
            {t('lecture:step.bill')}
          </a>
        ) : null}
        {bill ? (
          <a className="button" href={`/desk/bills/${bill.reference}`}>
            {t(bill.isPaid ? 'lecture:step.seePayment' : 'lecture:step.seeBill')}
          </a>
        ) : null}
        {facts.state !== 'asked' && can.agree ? (
          <a className="button quiet" href={`${page}/agree`}>
            {t('lecture:step.change')}
          </a>
        ) : null}
        {can.decline ? (
          <a className="button quiet" href={`${page}/decline`}>
            {t('lecture:step.decline')}
          </a>
        ) : null}
        {can.withdraw ? (
          <a className="button quiet" href={`${page}/withdraw`}>
            {t('lecture:step.withdraw')}
          </a>
        ) : null}
        {lecture.isErased ? null : (
          <a className="button quiet" href={`${page}/edit`}>
            {t('lecture:step.edit')}
          </a>
        )}
      </div>
    </section>
  )
}

function Asked({ lecture }: { lecture: DeskLecture }) {
  const { t, locale } = useTexts()
  const { asking } = lecture
  return (
    <section className="stack" aria-labelledby="asked">
      <h2 id="asked">{t('lecture:desk.asked')}</h2>
      <dl className="facts narrow-terms">
        <Fact term={t('lecture:field.name')}>
          {asking.name || t('bills:erased')}
          {asking.organisation ? <span className="block">{asking.organisation}</span> : null}
        </Fact>
        <Fact term={t('checkout:contact.email')}>
          {asking.email ? (
            <a className="target" href={`mailto:${asking.email}`}>
              {asking.email}
            </a>
          ) : (
            t('deskOrders:contact.noEmail')
          )}
        </Fact>
        {asking.phone ? (
          <Fact term={t('checkout:contact.phone')}>
            <a className="target" href={`tel:${asking.phone.replace(/[^\d+]/g, '')}`}>
              {asking.phone}
            </a>
          </Fact>
        ) : null}
        {asking.address ? (
          <Fact term={t('lecture:form.address')}>
            <Lines text={addressLines(asking.address, locale).join('\n')} />
          </Fact>
        ) : null}
        <Fact term={t('inquiry:desk.received')}>
          {formatInstant(lecture.receivedAt, locale)}
          <span className="block small soft">
            {t(lecture.channel === 'web' ? 'lecture:desk.web' : CHANNEL_TEXTS[lecture.channel])}
          </span>
        </Fact>
        <Fact term={t('inquiry:desk.language')}>{formatLanguage(lecture.locale, locale)}</Fact>
        <Fact term={t('lecture:field.topic')}>{asking.topic || '–'}</Fact>
        <Fact term={t('lecture:field.wishes')}>
          <Lines text={asking.wishes || '–'} />
        </Fact>
        {asking.audience === null ? null : (
          <Fact term={t('lecture:field.audience')}>{formatNumber(asking.audience, locale)}</Fact>
        )}
        {asking.message ? (
          <Fact term={t('lecture:field.message')}>
            <Lines text={asking.message} />
          </Fact>
        ) : null}
        {lecture.note ? (
          <Fact term={t('lecture:field.note')}>
            <Lines text={lecture.note} />
          </Fact>
        ) : null}
      </dl>
    </section>
  )
}

function Terms({ lecture }: { lecture: DeskLecture }) {
  const { t, locale } = useTexts()
  const { facts, asking } = lecture
  const place = [asking.isOnline ? t('lecture:field.online') : '', asking.place ?? ''].filter(Boolean)
  return (
    <section className="stack" aria-labelledby="terms">
      <h2 id="terms">{t('lecture:desk.terms')}</h2>
      <dl className="facts narrow-terms">
        <Fact term={t('lecture:field.onDay')}>
          {facts.onDay ? formatDay(facts.onDay, locale, 'weekday') : '–'}
        </Fact>
        <Fact term={t('lecture:field.lecturer')}>{facts.lecturer || '–'}</Fact>
        <Fact term={t('lecture:field.place')}>{place.join(', ') || '–'}</Fact>
        <Fact term={t('lecture:field.fee')}>
          {facts.feeYen === null ? '–' : formatYen(facts.feeYen, locale)}
        </Fact>
        <Fact term={t('lecture:field.travel')}>
          {facts.travelYen === null ? '–' : formatYen(facts.travelYen, locale)}
        </Fact>
      </dl>
    </section>
  )
}

/** Text as it was written, line by line. */
function Lines({ text }: { text: string }) {
  return text.split('\n').map((line, index) => (
    <span key={index} className="block">
      {line}
    </span>
  ))
}
