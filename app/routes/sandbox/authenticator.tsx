import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { loadAuthenticator } from '#app/sandbox/pages/authenticator.server.ts'
import { requireDemo } from '#app/sandbox/pages/page-locale.server.ts'
import { Field } from '#app/ui/field.tsx'

export async function loader({ request }: LoaderFunctionArgs) {
  requireDemo()
  return await loadAuthenticator(new URL(request.url).searchParams.get('secret'))
}

/** Plays the app on a telephone that makes one-time codes for the desk. */
export default function Authenticator() {
  const { secret, code, isWrong } = useLoaderData<typeof loader>()
  const { t, locale } = useTexts()
  return (
    <div className="narrow">
      <header className="page-head">
        <h1>{t('sandbox:authenticator.title')}</h1>
        <p>{t('sandbox:authenticator.lead')}</p>
      </header>
      <div className="stack">
        {code ? (
          <p>
            {t('sandbox:authenticator.code')}: <strong className="price big">{code}</strong>
          </p>
        ) : null}
        <form className="form">
          <input type="hidden" name="lang" value={locale} />
          <Field
            name="secret"
            label={t('sandbox:authenticator.secret')}
            defaultValue={secret}
            error={isWrong ? t('sandbox:authenticator.wrong') : undefined}
            autoComplete="off"
            required
          />
          <p>
            <button type="submit" className="button">
              {t('sandbox:authenticator.show')}
            </button>
          </p>
        </form>
      </div>
    </div>
  )
}
