import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { answerInquiry, type AnswerInquiryResult } from '#app/features/inquiries/answer-inquiry.server.ts'
import { closeInquiry } from '#app/features/inquiries/close-inquiry.server.ts'
import { InquiryState } from '#app/features/inquiries/inquiry-state.tsx'
import { CHANNEL_TEXTS, MOST_MESSAGE, TOPIC_TEXTS } from '#app/features/inquiries/inquiry.ts'
import { loadInquiry } from '#app/features/inquiries/load-inquiry.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { formatInstant, formatLanguage } from '#app/platform/i18n/format.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { ErrorSummary } from '#app/ui/error-summary.tsx'
import { TextAreaField } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ request, params, staff }) => {
  const inquiry = await loadInquiry(params.id ?? '', { locale: staff.locale })
  if (!inquiry) throw new Response(null, { status: 404 })
  const search = new URL(request.url).searchParams
  return { inquiry, isDone: search.has('done'), isEntered: search.has('entered') }
})

export const action = deskAction('secretariat', async ({ request, params, now }) => {
  const id = params.id ?? ''
  const form = await readForm(request)
  const answer = form.get('answer') ?? ''
  const result =
    form.get('intent') === 'close'
      ? await closeInquiry(id, { now })
      : await answerInquiry({ id, answer }, { now })
  if (result.ok) return redirect(`/desk/inquiries/${id}?done`, { status: 303 })
  if (result.reason === 'not-found') throw new Response(null, { status: 404 })
  const isLate = result.reason === 'already-answered' || result.reason === 'already-closed'
  return data({ answer, reason: result.reason }, { status: isLate ? 409 : 422 })
})

type Refusal = Exclude<Extract<AnswerInquiryResult, { ok: false }>['reason'], 'not-found'>

const REFUSALS: Record<Refusal, TextKey> = {
  'already-answered': 'inquiry:desk.alreadyAnswered',
  'already-closed': 'inquiry:desk.alreadyClosed',
  'no-email': 'inquiry:desk.noEmail',
  empty: 'inquiry:desk.answerEmpty',
  'too-long': 'errors:tooLong',
}

/** One question: read, answered, or closed. */
export default function InquiryPage() {
  const { inquiry, isDone, isEntered } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const { t, locale } = useTexts()
  const problem = refused ? t(REFUSALS[refused.reason], { max: MOST_MESSAGE }) : undefined
  const settledAt = inquiry.answeredAt ?? inquiry.closedAt
  return (
    <>
      <DeskHeader
        title={inquiry.name || t('inquiry:desk.erased')}
        lead={inquiry.email}
        crumbs={[{ label: t('inquiry:desk.back'), href: '/desk/inquiries' }]}
      />
      <div className="narrow stack-l">
        {isDone && !refused ? (
          <Notice tone="success">
            {t(inquiry.answeredAt ? 'inquiry:desk.sentTitle' : 'inquiry:desk.closedTitle')}
          </Notice>
        ) : null}
        {isEntered && !refused ? <Notice tone="success">{t('inquiry:entry.saved')}</Notice> : null}
        {settledAt && problem ? <Notice tone="error">{problem}</Notice> : null}
        <dl className="facts">
          <Fact label={t('inquiry:desk.state')}>
            <InquiryState inquiry={inquiry} />
            {settledAt && inquiry.staffName ? (
              <span className="block small soft">
                {t('inquiry:desk.byStaff', {
                  name: inquiry.staffName,
                  when: formatInstant(settledAt, locale),
                })}
              </span>
            ) : null}
          </Fact>
          <Fact label={t('inquiry:desk.received')}>
            {formatInstant(inquiry.receivedAt, locale)}
            <span className="block small soft">{t(CHANNEL_TEXTS[inquiry.channel])}</span>
          </Fact>
          <Fact label={t('inquiry:desk.about')}>{t(TOPIC_TEXTS[inquiry.topic])}</Fact>
          {inquiry.edition ? <Fact label={t('inquiry:desk.edition')}>{inquiry.edition}</Fact> : null}
          <Fact label={t('inquiry:desk.language')}>{formatLanguage(inquiry.locale, locale)}</Fact>
          <Fact label={t('inquiry:desk.message')}>
            <Lines text={inquiry.message} />
          </Fact>
          {inquiry.answer ? (
            <Fact label={t('inquiry:desk.answer')}>
              <Lines text={inquiry.answer} />
            </Fact>
          ) : null}
        </dl>
        {settledAt ? (
          refused?.answer ? (
            <Lines text={refused.answer} />
          ) : null
        ) : (
          <>
            <form method="post" className="form" noValidate>
              {problem ? <ErrorSummary errors={[{ field: 'answer', message: problem }]} /> : null}
              <TextAreaField
                name="answer"
                label={t('inquiry:desk.answer')}
                hint={inquiry.email ? t('inquiry:desk.answerHint') : t('inquiry:desk.noEmail')}
                rows={10}
                required
                maxLength={MOST_MESSAGE}
                error={problem}
                defaultValue={refused?.answer}
              />
              <p>
                <button type="submit" className="button" name="intent" value="answer">
                  {t('inquiry:desk.send')}
                </button>
              </p>
            </form>
            <form method="post">
              <details className="panel">
                <summary className="target">{t('inquiry:desk.close')}</summary>
                <p>{t('inquiry:desk.closeLead')}</p>
                <button type="submit" className="button quiet" name="intent" value="close">
                  {t('inquiry:desk.close')}
                </button>
              </details>
            </form>
          </>
        )}
      </div>
    </>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
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
