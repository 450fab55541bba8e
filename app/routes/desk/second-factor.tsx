import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { safeDeskPath } from '#app/domain/desk-path.ts'
import { readNow } from '#app/features/checkout/read-now.server.ts'
import { confirmSecondFactor, demoSecret, startEnrolment } from '#app/features/staff/second-factor.server.ts'
import type { SignedIn } from '#app/features/staff/session.server.ts'
import { writeDeskToken } from '#app/platform/http/cookies.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { limitRequests, readForm } from '#app/platform/http/request.server.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { readStaff } from '#app/routes/desk/desk-route.server.ts'
import { ErrorSummary } from '#app/ui/error-summary.tsx'
import { Field } from '#app/ui/field.tsx'

export const headers = privateHeaders

/** @throws Response to where somebody belongs who owes no code here */
async function whoOwesCode(request: Request): Promise<SignedIn> {
  const staff = await readStaff(request, readNow())
  if (!staff) throw redirect('/desk/sign-in')
  if (staff.secondFactor === 'done') throw redirect('/desk')
  return staff
}

export async function loader({ request }: LoaderFunctionArgs) {
  const staff = await whoOwesCode(request)
  const enrolment = staff.secondFactor === 'to-set-up' ? await startEnrolment(staff) : null
  return { enrolment, demoSecret: await demoSecret(staff) }
}

type Refusal = Extract<Awaited<ReturnType<typeof confirmSecondFactor>>, { ok: false }>['reason']

const REFUSALS: Record<Refusal, TextKey> = {
  code: 'desk:code.wrong',
  used: 'desk:code.used',
  'too-many': 'desk:code.tooMany',
  reset: 'desk:code.reset',
}

export async function action({ request, context }: ActionFunctionArgs) {
  await limitRequests(context, 'second-factor', { points: 30, seconds: 600 })
  const staff = await whoOwesCode(request)
  const code = (await readForm(request)).get('code') ?? ''
  const result = await confirmSecondFactor(staff, code, { now: readNow() })
  if (!result.ok) {
    return data({ problem: REFUSALS[result.reason] }, { status: result.reason === 'too-many' ? 429 : 422 })
  }
  return redirect(safeDeskPath(new URL(request.url).searchParams.get('to')), {
    status: 303,
    headers: { 'Set-Cookie': await writeDeskToken(result.sessionToken) },
  })
}

export default function SecondFactor() {
  const page = useLoaderData<typeof loader>()
  const { enrolment } = page
  const refusal = useActionData<typeof action>()
  const { t } = useTexts()
  const error = refusal ? t(refusal.problem) : undefined
  return (
    <>
      <header className="page-head">
        <h1>{t(enrolment ? 'desk:code.setUpTitle' : 'desk:code.title')}</h1>
        <p>{t(enrolment ? 'desk:code.setUpLead' : 'desk:code.lead')}</p>
      </header>
      <div className="stack">
        {error ? <ErrorSummary errors={[{ field: 'code', message: error }]} /> : null}
        {enrolment ? (
          <div className="stack">
            <img
              className="qr"
              width="220"
              height="220"
              alt={t('desk:code.picture')}
              src={`data:image/svg+xml,${encodeURIComponent(enrolment.qrSvg)}`}
            />
            <p>
              {t('desk:code.orType')} <code className="code">{enrolment.secret}</code>
            </p>
          </div>
        ) : null}
        {page.demoSecret ? (
          <p>
            <a
              className="target"
              href={`/sandbox/authenticator?secret=${encodeURIComponent(page.demoSecret)}`}
              target="_blank"
              rel="noreferrer"
            >
              {t('desk:code.demo')}
            </a>
          </p>
        ) : null}
        <form method="post" className="form" noValidate>
          <Field
            name="code"
            label={t('desk:code.label')}
            inputMode="numeric"
            autoComplete="one-time-code"
            className="short"
            maxLength={12}
            required
            error={error}
          />
          <p>
            <button type="submit" className="button">
              {t('desk:code.send')}
            </button>
          </p>
        </form>
      </div>
    </>
  )
}
