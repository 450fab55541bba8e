import {
  data,
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { correctOrder, type CorrectOrderResult } from '#app/features/checkout/correct-order.server.ts'
import { CorrectionPage } from '#app/features/checkout/correction-page.tsx'
import { loadCorrection } from '#app/features/checkout/load-correction.server.ts'
import { privateMeta } from '#app/features/checkout/private-meta.ts'
import { readNow } from '#app/features/checkout/read-now.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { limitRequests, readForm } from '#app/platform/http/request.server.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { localeParam } from '#app/routes/locale-param.ts'

export const headers = privateHeaders
export const meta: MetaFunction<typeof loader> = ({ data: page }) =>
  privateMeta(page?.locale, (t) => t('order:correct.title'))

export async function loader({ params }: LoaderFunctionArgs) {
  const locale = localeParam(params)
  const view = await loadCorrection({ token: params.token })
  if (!view) throw new Response(null, { status: 404, headers: privateHeaders() })
  return { locale, view }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const locale = localeParam(params)
  await limitRequests(context, 'correct', { points: 60, seconds: 600 })
  const result = await correctOrder({ token: params.token }, await readForm(request), { now: readNow() })
  if (result.ok) return redirect(`/${locale}/orders/${params.token}?corrected`, { status: 303 })
  if (result.reason === 'not-found') throw new Response(null, { status: 404 })
  if (result.reason === 'tampered') throw new Response(null, { status: 400 })
  return data(answerTo(result), { status: result.reason === 'form' ? result.status : 409 })
}

type Answerable = Exclude<CorrectOrderResult, { ok: true } | { reason: 'not-found' } | { reason: 'tampered' }>

function answerTo(result: Answerable) {
  if (result.reason === 'form') return { reply: result.reply, choices: result.choices, notice: null }
  const notice: TextKey =
    result.reason === 'too-late' ? 'order:correct.tooLate' : 'order:correct.changedMeanwhile'
  return { reply: result.reply, choices: {}, notice }
}

export default function OrderDetails() {
  const { view } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return (
    <CorrectionPage
      view={view}
      reply={answer?.reply ?? null}
      choices={answer?.choices ?? {}}
      notice={answer?.notice ?? null}
    />
  )
}
