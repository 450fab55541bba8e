import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { enterCount, type EnterCountResult } from '#app/features/circulation/enter-count.server.ts'
import { AnswerNotices, useFieldProblem } from '#app/features/desk/answer-notices.tsx'
import { LineName } from '#app/features/desk/counts/count-table.tsx'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { readCount, refusedAltogether, wrongFields, type FormAnswer } from '#app/features/desk/form-answer.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { countOf } from '#app/routes/desk/count-param.server.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { Field } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'

const MOST = 10_000_000

export const headers = privateHeaders

type Context = Parameters<typeof countOf>

async function lineOf(params: Context[0], staff: Context[1]) {
  const count = await countOf(params, staff)
  const at = count.lines.findIndex(({ sku }) => sku === params.sku)
  const line = count.lines[at]
  if (!line) throw new Response(null, { status: 404 })
  // On a phone one goes from shelf to shelf: the next edition that nobody has counted.
  const next = [...count.lines.slice(at + 1), ...count.lines.slice(0, at)].find(
    ({ counted }) => counted === null,
  )
  return { code: count.code, isOpen: count.state === 'open', line, next: next?.sku ?? null }
}

export const loader = deskLoader('secretariat', async ({ request, params, staff }) => ({
  ...(await lineOf(params, staff)),
  done: new URL(request.url).searchParams.get('done'),
}))

export const action = deskAction('secretariat', async ({ request, params, staff, now }) => {
  const { code, line, next } = await lineOf(params, staff)
  const form = await readForm(request)
  const counted = readCount(form.get('counted'))
  if (counted === null || counted > MOST) {
    return answerOf(wrongFields(form, [['counted', { key: 'deskAdmin:stock.limitWrong' }]]), line, 422)
  }
  const seen = {
    seenVersion: readCount(form.get('version')) ?? -1,
    seenOnHand: readCount(form.get('onHand')) ?? -1,
  }
  const entered = await enterCount({ code, sku: line.sku, counted, ...seen }, { now })
  if (entered.ok) {
    const to = next ? `/desk/counts/${code}/lines/${next}` : `/desk/counts/${code}`
    return redirect(`${to}?done=${line.sku}`, { status: 303 })
  }
  const seenNow = 'onHand' in entered ? { version: entered.version, onHand: entered.onHand } : line
  return answerOf(refusedAltogether(form, problemOf(entered)), seenNow, 409)
})

/** The form goes back with what is so now: sending it again is a decision. */
function answerOf(answer: FormAnswer, seen: { version: number; onHand: number }, status: number) {
  return data({ answer, version: seen.version, onHand: seen.onHand }, { status })
}

function problemOf(result: Extract<EnterCountResult, { ok: false }>): NonNullable<FormAnswer['notice']> {
  switch (result.reason) {
    case 'counted':
      return {
        key: 'deskCounts:countedMeanwhile',
        values: { counted: result.counted, name: result.staffName ?? '' },
      }
    case 'moved':
      return { key: 'deskCounts:movedMeanwhile', values: { seen: result.seen, onHand: result.onHand } }
    case 'not-found':
    case 'closed':
      return { key: 'deskCounts:closed' }
  }
}

/** One edition, counted on a phone: one figure, one button. The figure of the books is not shown, so that people count. */
export default function CountLineForm() {
  const { code, isOpen, line, done } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useTexts()
  const answer = result?.answer ?? null
  const problem = useFieldProblem(answer)
  const label = t('deskCounts:onShelf')
  return (
    <>
      <DeskHeader
        title={line.sku}
        lead={<LineName line={line} />}
        crumbs={[
          { label: t('deskCounts:title'), href: '/desk/counts' },
          { label: code, href: `/desk/counts/${code}` },
        ]}
      />
      {done && !result ? <Notice tone="success">{t('deskCounts:entered', { sku: done })}</Notice> : null}
      {isOpen ? (
        <form method="post" className="form" noValidate>
          <AnswerNotices answer={answer} labels={{ counted: label }} />
          {line.counted !== null && !answer ? (
            <Notice>{t('deskCounts:before', { counted: line.counted, name: line.staffName ?? '' })}</Notice>
          ) : null}
          <input type="hidden" name="version" value={result?.version ?? line.version} />
          <input type="hidden" name="onHand" value={result?.onHand ?? line.onHand} />
          <Field
            name="counted"
            label={label}
            hint={t('deskCounts:onShelfHint')}
            inputMode="numeric"
            required
            className="tiny"
            autoComplete="off"
            error={problem('counted')}
            defaultValue={answer?.typed.counted}
          />
          <p className="row">
            <button type="submit" className="button">
              {t('deskCounts:save')}
            </button>
            <a className="target" href={`/desk/counts/${code}`}>
              {t('deskCounts:back')}
            </a>
          </p>
        </form>
      ) : (
        <Notice>{t('deskCounts:closed')}</Notice>
      )}
    </>
  )
}
