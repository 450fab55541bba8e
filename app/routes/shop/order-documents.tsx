import {
  data,
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { privateMeta } from '#app/features/checkout/private-meta.ts'
import { readNow } from '#app/features/checkout/read-now.server.ts'
import { issueOrderPaper } from '#app/features/documents/issue-order-paper.server.ts'
import { loadOrderPapers } from '#app/features/documents/load-order-papers.server.ts'
import { hasPapers } from '#app/features/documents/order-papers.ts'
import { PapersSection } from '#app/features/documents/papers-section.tsx'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { limitRequests, readForm } from '#app/platform/http/request.server.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { localeParam } from '#app/routes/locale-param.ts'
import { ErrorSummary } from '#app/ui/error-summary.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { PageHeader } from '#app/ui/page-header.tsx'

export const headers = privateHeaders
export const meta: MetaFunction<typeof loader> = ({ data: page }) =>
  privateMeta(page?.locale, (t) => t('documents:page.title'))

/** The longest name that a receipt is made out to. */
const LONGEST_NAME = 100

export async function loader({ params }: LoaderFunctionArgs) {
  const locale = localeParam(params)
  const papers = await loadOrderPapers(params.token)
  if (!papers) throw new Response(null, { status: 404, headers: privateHeaders() })
  return { locale, papers }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const locale = localeParam(params)
  await limitRequests(context, 'order-papers', { points: 30, seconds: 600 })
  const form = await readForm(request)
  const name = form.get('name')
  const fields = { kind: form.get('kind'), name, refundId: form.get('refundId') }
  const result = await issueOrderPaper(params.token, fields, { locale, now: readNow() })
  if (result.ok) return redirect(result.path, { status: 303 })
  const t = textsFor(locale)
  switch (result.reason) {
    case 'not-found':
      throw new Response(null, { status: 404, headers: privateHeaders() })
    case 'name': {
      const message = t(result.message, { max: LONGEST_NAME })
      return data({ wrong: { typed: name ?? '', message }, refusal: null }, { status: 422 })
    }
    case 'name-fixed':
      return data(
        { wrong: null, refusal: t('documents:page.nameFixed', { code: result.code, name: result.name }) },
        { status: 409 },
      )
    case 'refused':
      return data({ wrong: null, refusal: t('documents:page.refused') }, { status: 409 })
  }
}

export default function OrderDocuments() {
  const { papers } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { t, locale } = useTexts()
  const wrong = answer?.wrong ?? undefined
  return (
    <div className="narrow">
      <PageHeader
        title={t('documents:page.title')}
        lead={t('documents:page.lead')}
        crumbs={[{ label: t('order:title'), href: `/${locale}/orders/${papers.token}` }]}
      />
      <div className="stack">
        {answer?.refusal ? <Notice tone="error">{answer.refusal}</Notice> : null}
        {wrong ? <ErrorSummary errors={[{ field: 'paper-name', message: wrong.message }]} /> : null}
        {hasPapers(papers) ? (
          <PapersSection papers={papers} wrong={wrong} />
        ) : (
          <p>{t('documents:page.none')}</p>
        )}
      </div>
    </div>
  )
}
