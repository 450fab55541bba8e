import { redirect, type LoaderFunctionArgs } from '@remix-run/node'
import { preferredLocale } from '#app/domain/accept-language.ts'
import { readLanguage } from '#app/platform/http/cookies.server.ts'

/** The root picks a language: the one chosen last, else what the browser asks for. */
export async function loader({ request }: LoaderFunctionArgs) {
  const locale = (await readLanguage(request)) ?? preferredLocale(request.headers.get('Accept-Language'))
  return redirect(`/${locale}`, {
    headers: { Vary: 'Cookie, Accept-Language', 'Cache-Control': 'private, no-cache' },
  })
}
