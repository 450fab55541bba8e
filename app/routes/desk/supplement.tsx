import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { tokyoDayOf } from '#app/domain/day.ts'
import { findEditions } from '#app/features/desk/find-editions.server.ts'
import { refusedAltogether, wrongFields, type FormAnswer } from '#app/features/desk/form-answer.ts'
import { listAnnouncements } from '#app/features/desk/supplements/list-announcements.server.ts'
import { loadDeskSupplement } from '#app/features/desk/supplements/load-supplement.server.ts'
import {
  publishSupplement,
  withdrawSupplement,
} from '#app/features/desk/supplements/publish-supplement.server.ts'
import { saveSupplement } from '#app/features/desk/supplements/save-supplement.server.ts'
import {
  readPublishDay,
  readSupplement,
  type Problems,
} from '#app/features/desk/supplements/supplement-form.ts'
import { loadSupplementHistory } from '#app/features/desk/supplements/supplement-history.server.ts'
import { SupplementPage } from '#app/features/desk/supplements/supplement-page.tsx'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'

export const headers = privateHeaders

const DONE: Record<string, TextKey> = {
  created: 'deskSupplements:done.created',
  saved: 'deskAdmin:saved',
  replaced: 'deskSupplements:done.replaced',
  published: 'deskSupplements:done.published',
  withdrawn: 'deskSupplements:done.withdrawn',
}

export const loader = deskLoader('secretariat', async ({ request, params, staff, now }) => {
  const supplement = await loadDeskSupplement(params.id ?? '', { locale: staff.locale, now })
  if (!supplement) throw new Response(null, { status: 404 })
  const [history, announcements] = await Promise.all([
    loadSupplementHistory(supplement.id),
    listAnnouncements(supplement.id),
  ])
  const done = new URL(request.url).searchParams.get('done')
  return {
    supplement,
    history,
    announcements,
    today: tokyoDayOf(now),
    done: (done !== null && Object.hasOwn(DONE, done) && DONE[done]) || null,
  }
})

type Refusal = 'changed' | 'published' | 'not-published' | 'edition-published'

const REFUSALS: Record<Refusal, TextKey> = {
  changed: 'deskSupplements:changed',
  published: 'deskSupplements:problem.published',
  'not-published': 'deskSupplements:problem.notPublished',
  'edition-published': 'deskSupplements:field.editionStays',
}

export const action = deskAction('secretariat', async ({ request, params, staff, now }) => {
  const id = params.id ?? ''
  const form = await readForm(request)
  const seen = form.get('seen') ?? ''
  const done = (what: string) => redirect(`/desk/supplements/${id}?done=${what}`, { status: 303 })
  const answered = (
    answer: FormAnswer,
    status: number,
    choices: Awaited<ReturnType<typeof findEditions>> = [],
  ) => data({ ...answer, choices }, { status })
  const wrong = (problems: Problems) => answered(wrongFields(form, problems), 422)
  const refused = (reason: Refusal | 'not-found') => {
    if (reason === 'not-found') throw new Response(null, { status: 404 })
    return answered(refusedAltogether(form, { key: REFUSALS[reason] }), 409)
  }

  switch (form.get('intent')) {
    case 'publish': {
      const day = readPublishDay(form)
      if (!day) return wrong([['publishedOn', { key: 'inquiry:entry.dayWrong' }]])
      const result = await publishSupplement(id, day, { seen })
      return result.ok ? done('published') : refused(result.reason)
    }
    case 'withdraw': {
      if (!form.has('sure')) return wrong([['sure', { key: 'deskSupplements:withdraw.sureWrong' }]])
      const result = await withdrawSupplement(id, { seen })
      return result.ok ? done('withdrawn') : refused(result.reason)
    }
    case 'save': {
      const read = readSupplement(form)
      if (!read.ok) return wrong(read.problems)
      const result = await saveSupplement(id, read.input, { seen, now })
      if (result.ok) return done('saved')
      if (result.reason !== 'unknown-edition') return refused(result.reason)
      const choices = await findEditions(form.get('sku') ?? '', { locale: staff.locale })
      const answer = wrongFields(form, [['sku', { key: 'deskSupplements:problem.edition' }]])
      return answered(answer, 422, choices)
    }
    default:
      throw new Response(null, { status: 400 })
  }
})

/** One supplement or erratum. */
export default function Supplement() {
  const page = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return <SupplementPage {...page} answer={answer ?? null} />
}
