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
import { sendOrderLinks } from '#app/features/checkout/send-order-links.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { isFilledByProgram, limitRequests, readForm } from '#app/platform/http/request.server.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { localeParam } from '#app/routes/locale-param.ts'
import { ErrorSummary } from '#app/ui/error-summary.tsx'
import { Field } from '#app/ui/field.tsx'
import { Honeypot } from '#app/ui/honeypot.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { PageHeader } from '#app/ui/page-header.tsx'

export const headers = privateHeaders
export const meta: MetaFunction<typeof loader> = ({ data: page }) =>
  privateMeta(page?.locale, (t) => t('order:link.title'))

export function loader({ request, params }: LoaderFunctionArgs) {
  return { locale: localeParam(params), isSent: new URL(request.url).searchParams.has('sent') }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const locale = localeParam(params)
  await limitRequests(context, 'order-link', { points: 20, seconds: 600 })
  const form = await readForm(request)
  const email = form.get('email') ?? ''
  // A program learns nothing.
  if (!isFilledByProgram(form)) {
    const result = await sendOrderLinks(email, { locale, now: readNow() })
    if (!result.ok) return data({ typed: email }, { status: 422 })
  }
  return redirect(`/${locale}/orders?sent`, { status: 303 })
}

export default function OrderLink() {
  const { isSent } = useLoaderData<typeof loader>()
  const wrong = useActionData<typeof action>()
  const { t } = useTexts()
  const error = wrong ? t('errors:email') : undefined
  return (
    <div className="narrow">
      <PageHeader title={t('order:link.title')} lead={t('order:link.lead')} />
      <div className="stack">
        {isSent && !wrong ? (
          <Notice tone="success" title={t('order:link.sentTitle')}>
            {t('order:link.sent')}
          </Notice>
        ) : null}
        {error ? <ErrorSummary errors={[{ field: 'email', message: error }]} /> : null}
        <form method="post" className="form" noValidate>
          <Field
            name="email"
            label={t('checkout:contact.email')}
            type="email"
            autoComplete="email"
            required
            error={error}
            defaultValue={wrong?.typed}
          />
          <Honeypot />
          <p>
            <button type="submit" className="button">
              {t('order:link.send')}
            </button>
          </p>
        </form>
        <p className="small soft">{t('order:link.noEmail')}</p>
      </div>
    </div>
  )
}
