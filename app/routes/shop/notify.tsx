import {
  data,
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { askToBeTold } from '#app/features/availability/ask-to-be-told.server.ts'
import { loadAwaited } from '#app/features/availability/load-awaited.server.ts'
import { NotifyFormPage } from '#app/features/availability/notify-form-page.tsx'
import { privateMeta } from '#app/features/checkout/private-meta.ts'
import { readNow } from '#app/features/checkout/read-now.server.ts'
import { makeFormStamp } from '#app/platform/http/form-stamp.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { isFilledByProgram, limitRequests, readForm } from '#app/platform/http/request.server.ts'
import { localeParam } from '#app/routes/locale-param.ts'

/** Each answer carries its own stamp: nobody may keep it, and the title's page, which is kept, cannot hold it. */
export const headers = privateHeaders
export const meta: MetaFunction<typeof loader> = ({ data: page }) =>
  privateMeta(page?.locale, (t) => t('notify:form.title'))

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { locale, edition, slug } = await requireAwaited(params)
  return {
    locale,
    slug,
    edition,
    stamp: makeFormStamp('notify-form', readNow()),
    isSent: new URL(request.url).searchParams.has('sent'),
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  await limitRequests(context, 'notify', { points: 20, seconds: 600 })
  const { locale, edition, slug } = await requireAwaited(params)
  const form = await readForm(request)
  const sent = redirect(`/${locale}/publications/${slug}/notify/${edition.sku}?sent`, { status: 303 })
  // A program learns nothing.
  if (isFilledByProgram(form)) return sent
  const typed = form.get('email') ?? ''
  const stamp = form.get('stamp') ?? ''
  const result = await askToBeTold(typed, { edition, stamp, locale, now: readNow() })
  if (result.ok) return sent
  // The first stamp goes on: who only corrects a letter is not too fast.
  const again = result.reason === 'stamp' ? null : stamp
  return data({ typed, reason: result.reason, stamp: again }, { status: 422 })
}

/** @throws Response 404 for an edition that is none; to the title's page when there is nothing to wait for */
async function requireAwaited(params: { locale?: string; slug?: string; sku?: string }) {
  const locale = localeParam(params)
  const { slug = '', sku = '' } = params
  const edition = await loadAwaited({ slug, sku }, { locale })
  if (!edition) throw new Response(null, { status: 404 })
  if (!edition.isAwaited) throw redirect(`/${locale}/publications/${slug}#${sku}`, { status: 303 })
  return { locale, edition, slug }
}

/** "Tell me when it is there": a page of its own. */
export default function Notify() {
  const { slug, edition, stamp, isSent } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  return (
    <NotifyFormPage
      slug={slug}
      edition={edition}
      stamp={refused?.stamp ?? stamp}
      isSent={isSent}
      refused={refused ?? null}
    />
  )
}
