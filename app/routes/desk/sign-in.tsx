import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { safeDeskPath } from '#app/domain/desk-path.ts'
import { readNow } from '#app/features/checkout/read-now.server.ts'
import { requestSignIn } from '#app/features/staff/request-sign-in.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { limitRequests, readForm } from '#app/platform/http/request.server.ts'
import { listDemoStaff } from '#app/features/staff/list-staff.server.ts'
import { ROLE_TEXTS } from '#app/features/staff/role-texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { readStaff } from '#app/routes/desk/desk-route.server.ts'
import { ErrorSummary } from '#app/ui/error-summary.tsx'
import { Field } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const headers = privateHeaders

export async function loader({ request }: LoaderFunctionArgs) {
  if (await readStaff(request, readNow())) throw redirect('/desk')
  const query = new URL(request.url).searchParams
  return { isSent: query.has('sent'), isSignedOut: query.has('out'), samples: await listDemoStaff() }
}

export async function action({ request, context }: ActionFunctionArgs) {
  await limitRequests(context, 'sign-in', { points: 20, seconds: 600 })
  const typed = (await readForm(request)).get('email') ?? ''
  const to = safeDeskPath(new URL(request.url).searchParams.get('to'))
  const result = await requestSignIn(typed, { now: readNow(), to })
  if (!result.ok) return data({ typed }, { status: 422 })
  return redirect('/desk/sign-in?sent', { status: 303 })
}

export default function SignIn() {
  const { isSent, isSignedOut, samples } = useLoaderData<typeof loader>()
  const wrong = useActionData<typeof action>()
  const { t } = useTexts()
  const error = wrong ? t('errors:email') : undefined
  return (
    <>
      <header className="page-head">
        <h1>{t('desk:signIn.title')}</h1>
        <p>{t('desk:signIn.lead')}</p>
      </header>
      <div className="stack">
        {isSignedOut ? <Notice tone="success">{t('desk:signIn.signedOut')}</Notice> : null}
        {isSent && !wrong ? (
          <Notice tone="success" title={t('desk:signIn.sentTitle')}>
            {t('desk:signIn.sent')}
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
          <p>
            <button type="submit" className="button">
              {t('desk:signIn.send')}
            </button>
          </p>
        </form>
        {samples.length > 0 ? (
          <Notice title={t('desk:signIn.demoTitle')}>
            <ul>
              {samples.map((sample) => (
                <li key={sample.email}>
                  {sample.email} ({t(ROLE_TEXTS[sample.role])})
                </li>
              ))}
            </ul>
            <p>
              <a className="target" href="/sandbox/mailbox">
                {t('common:demo.mailbox')}
              </a>
            </p>
          </Notice>
        ) : null}
      </div>
    </>
  )
}
