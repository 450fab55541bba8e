import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import { bookCount, type BookCountResult } from '#app/features/circulation/book-count.server.ts'
import { AnswerNotices, useFieldProblem } from '#app/features/desk/answer-notices.tsx'
import { COUNT_REASONS, REASON_WORDS } from '#app/features/desk/counts/count.ts'
import { LineName, signed } from '#app/features/desk/counts/count-table.tsx'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { readCount, refusedAltogether, wrongFields } from '#app/features/desk/form-answer.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { formatNumber } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { countOf } from '#app/routes/desk/count-param.server.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { CheckField, Field, SelectField } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ params, staff }) => ({
  count: await countOf(params, staff),
}))

export const action = deskAction('secretariat', async ({ request, params, staff, now }) => {
  const count = await countOf(params, staff)
  const form = await readForm(request)
  const differing = count.lines.filter(({ difference }) => difference !== 0)
  const problems: [string, FieldProblem][] = []
  const reasons = differing.flatMap(({ sku }) => {
    const reason = COUNT_REASONS.find((one) => one === form.get(`reason.${sku}`))
    if (!reason) problems.push([`reason.${sku}`, { key: 'deskCounts:reasonNeeded' }])
    const note = form.get(`note.${sku}`)?.trim().slice(0, 300) || null
    return reason ? [{ sku, reason, note, version: readCount(form.get(`version.${sku}`)) ?? -1 }] : []
  })
  if (!form.has('sure')) problems.push(['sure', { key: 'deskCopies:end.sureNeeded' }])
  if (problems.length > 0) return data(wrongFields(form, problems), { status: 422 })
  const booked = await bookCount({ code: count.code, reasons }, { now })
  if (booked.ok) return redirect(`/desk/counts/${count.code}`, { status: 303 })
  return data(refusedAltogether(form, problemOf(booked)), { status: 409 })
})

function problemOf(result: Extract<BookCountResult, { ok: false }>): FieldProblem {
  switch (result.reason) {
    case 'reason-needed':
    case 'changed':
      return { key: 'deskCounts:changed', values: { sku: result.sku } }
    case 'count-again':
      return { key: 'deskCounts:countAgain', values: { sku: result.sku } }
    case 'nothing-counted':
      return { key: 'deskCounts:nothingCounted' }
    case 'not-found':
    case 'closed':
      return { key: 'deskCounts:closed' }
  }
}

/** What differs from the books: looked at and given a reason before it is booked. */
export default function CountDifferences() {
  const { count } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const { t, locale } = useTexts()
  const problem = useFieldProblem(answer)
  const differing = count.lines.filter(({ difference }) => difference !== 0)
  const uncounted = count.lines.length - count.counted
  const sum = differing.reduce((total, { difference }) => total + difference, 0)
  const labels = {
    ...Object.fromEntries(
      differing.map(({ sku }) => [`reason.${sku}`, `${sku} ${t('deskCounts:reason.title')}`]),
    ),
    sure: t('deskCopies:end.sure'),
  }
  return (
    <>
      <DeskHeader
        title={t('deskCounts:differences')}
        lead={t('deskCounts:differencesLead')}
        crumbs={[
          { label: t('deskCounts:title'), href: '/desk/counts' },
          { label: count.code, href: `/desk/counts/${count.code}` },
        ]}
      />
      {count.state !== 'open' ? (
        <Notice>{t('deskCounts:closed')}</Notice>
      ) : (
        <form method="post" className="stack" noValidate>
          <AnswerNotices answer={answer} labels={labels} />
          {uncounted > 0 ? (
            <Notice tone="warn">{t('deskCounts:uncounted', { count: uncounted })}</Notice>
          ) : null}
          {differing.length === 0 ? (
            <p>{t('deskCounts:noDifferences')}</p>
          ) : (
            <ul className="ruled" role="list">
              {differing.map((line) => (
                <li key={line.sku} className="stack-s">
                  <p>
                    <b className="code">{line.sku}</b>{' '}
                    {t('deskCounts:compare', {
                      counted: formatNumber(line.counted ?? 0, locale),
                      expected: formatNumber(line.expected ?? 0, locale),
                    })}{' '}
                    <b>{signed(line.difference, formatNumber(Math.abs(line.difference), locale))}</b>
                    <LineName line={line} />
                  </p>
                  <input type="hidden" name={`version.${line.sku}`} value={line.version} />
                  <div className="two-up">
                    <SelectField
                      name={`reason.${line.sku}`}
                      label={t('deskCounts:reason.title')}
                      required
                      error={problem(`reason.${line.sku}`)}
                      defaultValue={answer?.typed[`reason.${line.sku}`] ?? ''}
                      options={[
                        { value: '', label: t('deskCopies:choose') },
                        ...COUNT_REASONS.map((value) => ({ value, label: t(REASON_WORDS[value]) })),
                      ]}
                    />
                    <Field
                      name={`note.${line.sku}`}
                      label={t('deskCopies:run.note')}
                      maxLength={300}
                      autoComplete="off"
                      defaultValue={answer?.typed[`note.${line.sku}`]}
                    />
                  </div>
                </li>
              ))}
            </ul>
          )}
          <p>
            <b>{t('deskCounts:sum', { sum: signed(sum, formatNumber(Math.abs(sum), locale)) })}</b>
          </p>
          <CheckField name="sure" label={labels.sure} error={problem('sure')} />
          <p className="row">
            <button type="submit" className="button">
              {t('deskCounts:book')}
            </button>
            <a className="target" href={`/desk/counts/${count.code}`}>
              {t('deskOrders:leave')}
            </a>
          </p>
        </form>
      )}
    </>
  )
}
