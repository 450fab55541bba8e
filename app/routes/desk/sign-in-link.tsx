import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { readNow } from '#app/features/checkout/read-now.server.ts'
import { isLinkGood, signIn } from '#app/features/staff/sign-in.server.ts'
import { safeDeskPath } from '#app/domain/desk-path.ts'
import { readDeskToken, writeDeskToken } from '#app/platform/http/cookies.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { limitRequests } from '#app/platform/http/request.server.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Notice } from '#app/ui/notice.tsx'

export const headers = privateHeaders

export async function loader({ params, context }: LoaderFunctionArgs) {
  await limitRequests(context, 'sign-in-link', { points: 60, seconds: 600 })
  const isGood = await isLinkGood(params.token ?? '', { now: readNow() })
  return data({ isGood }, { status: isGood ? 200 : 410 })
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  await limitRequests(context, 'sign-in-link', { points: 60, seconds: 600 })
  const result = await signIn(params.token ?? '', {
    now: readNow(),
    userAgent: request.headers.get('User-Agent') ?? '',
    oldToken: await readDeskToken(request),
  })
  if (!result.ok) return data(null, { status: 410 })
  return redirect(safeDeskPath(new URL(request.url).searchParams.get('to')), {
    status: 303,
    headers: { 'Set-Cookie': await writeDeskToken(result.sessionToken) },
  })
}

/** Opening the link does nothing yet: mail programs open links by themselves. The button uses it up. */
export default function SignInLink() {
  const { isGood } = useLoaderData<typeof loader>()
  const { t } = useTexts()
  return (
    <>
      <header className="page-head">
        <h1>{t('desk:signIn.title')}</h1>
      </header>
      <div className="stack">
        {isGood ? (
          <form method="post" className="form">
            <p>{t('desk:signIn.confirm')}</p>
            <p>
              <button type="submit" className="button">
                {t('desk:signIn.enter')}
              </button>
            </p>
          </form>
        ) : (
          <>
            <Notice tone="error">{t('desk:signIn.expired')}</Notice>
            <p>
              <a className="button" href="/desk/sign-in">
                {t('desk:signIn.again')}
              </a>
            </p>
          </>
        )}
      </div>
    </>
  )
}
