import {
  data,
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { pageMeta } from '#app/features/catalogue/page-meta.ts'
import { readNow } from '#app/features/checkout/read-now.server.ts'
import { typedAsking } from '#app/features/lectures/asking-form.ts'
import { LectureFormSection } from '#app/features/lectures/lecture-form-section.tsx'
import { sendLectureRequest } from '#app/features/lectures/send-lecture-request.server.ts'
import { makeFormStamp } from '#app/platform/http/form-stamp.server.ts'
import { isFilledByProgram, limitRequests, readForm } from '#app/platform/http/request.server.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { localeParam } from '#app/routes/locale-param.ts'
import { frameOf } from '#app/routes/shop/frame-data.ts'
import { PageHeader } from '#app/ui/page-header.tsx'

/** Each answer carries its own stamp: nobody may keep it. Search engines may show the page. */
export function headers(): Record<string, string> {
  return { 'Cache-Control': 'private, no-store' }
}

export function loader({ request, params }: LoaderFunctionArgs) {
  localeParam(params)
  return {
    stamp: makeFormStamp('lecture-form', readNow()),
    isSent: new URL(request.url).searchParams.has('sent'),
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const locale = localeParam(params)
  await limitRequests(context, 'lecture', { points: 20, seconds: 600 })
  const form = await readForm(request)
  const sent = redirect(`/${locale}/lectures?sent`, { status: 303 })
  // A program learns nothing.
  if (isFilledByProgram(form)) return sent
  const typed = typedAsking(form)
  const stamp = form.get('stamp') ?? ''
  const result = await sendLectureRequest(typed, { stamp, locale, now: readNow() })
  if (result.ok) return sent
  if (result.reason === 'invalid') {
    // The first stamp goes on: who only corrects a letter is not too fast.
    return data({ typed, problems: result.problems, refusal: null, stamp }, { status: 422 })
  }
  const status = result.reason === 'too-many' ? 429 : 422
  return data({ typed, problems: [], refusal: result.reason, stamp: null }, { status })
}

export const meta: MetaFunction<typeof loader> = ({ matches }) => {
  const frame = frameOf(matches)
  if (!frame) return []
  const t = textsFor(frame.locale)
  return pageMeta({
    ...frame,
    path: `/${frame.locale}/lectures`,
    title: t('lecture:page.title'),
    description: t('lecture:page.lead'),
  })
}

/** The Lecturer Dispatching Program, and the form by which people ask for a lecturer. */
export default function Lectures() {
  const { stamp, isSent } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const { t } = useTexts()
  return (
    <>
      <PageHeader title={t('lecture:page.title')} lead={t('lecture:page.lead')} />
      <div className="narrow stack-l">
        <section className="stack" aria-labelledby="how">
          <h2 id="how">{t('lecture:page.how')}</h2>
          <ol>
            <li>{t('lecture:page.howAsk')}</li>
            <li>{t('lecture:page.howAgree')}</li>
            <li>{t('lecture:page.howPay')}</li>
          </ol>
        </section>
        <LectureFormSection stamp={refused?.stamp ?? stamp} isSent={isSent} refused={refused ?? null} />
      </div>
    </>
  )
}
