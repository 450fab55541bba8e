import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { titleHref } from '#app/features/desk/titles/desk-title.ts'
import { EditionForm, valuesOfEdition, WithdrawCheck } from '#app/features/desk/titles/edition-fields.tsx'
import { readEdition } from '#app/features/desk/titles/edition-form.ts'
import { saveEdition } from '#app/features/desk/titles/save-edition.server.ts'
import { staleTitle, wrongTitle } from '#app/features/desk/titles/title-answer.tsx'
import { TitleHeader } from '#app/features/desk/titles/title-page.tsx'
import { editionProblemOf } from '#app/features/desk/titles/title-problem.ts'
import { readCount, typedOf } from '#app/features/desk/form-answer.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { editionOf, titleOf } from '#app/routes/desk/title-param.server.ts'

export const headers = privateHeaders

/** Codes are of capitals, so no edition can be called that. */
const NEW = 'new'

export const loader = deskLoader('secretariat', async ({ params, staff, now }) => {
  if (params.sku === NEW) return { title: await titleOf(params, { staff, now }), edition: null }
  return await editionOf(params, { staff, now })
})

export const action = deskAction('secretariat', async ({ request, params, now }) => {
  const form = await readForm(request)
  const read = readEdition(form)
  if (!read.ok) return data({ answer: wrongTitle(form, read.problems), check: null }, { status: 422 })
  const { slug = '', sku = '' } = params
  const address = { slug, sku: sku === NEW ? null : sku }
  const confirmedOrders = readCount(form.get('confirmedOrders')) ?? 0
  const seen = form.get('seen') ?? ''
  const saved = await saveEdition(address, read.edition, { seen, confirmedOrders, now })
  if (saved.ok) return redirect(`${titleHref(slug)}?saved#${saved.sku}`, { status: 303 })
  if (saved.reason === 'not-found') throw new Response(null, { status: 404 })
  if (saved.reason === 'changed')
    return data({ answer: staleTitle(form, saved.changes), check: null }, { status: 409 })
  if (saved.reason === 'waiting')
    return data({ answer: null, check: { waiting: saved.waiting, typed: typedOf(form) } })
  return data({ answer: wrongTitle(form, [editionProblemOf(saved)]), check: null }, { status: 422 })
})

/** An edition of a title, or a new one. */
export default function Edition() {
  const { title, edition } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useTexts()
  const answer = result?.answer ?? null
  const leave = titleHref(title.slug)
  const initial = edition
    ? valuesOfEdition(edition)
    : { state: 'forthcoming', language: 'ja', position: String(title.editions.length) }
  return (
    <>
      <TitleHeader title={title} page={edition ? edition.sku : t('deskCatalogue:edition.add')} />
      {result?.check && edition ? (
        <WithdrawCheck
          sku={edition.sku}
          waiting={result.check.waiting}
          typed={result.check.typed}
          leave={leave}
        />
      ) : (
        <EditionForm
          values={answer?.typed ?? initial}
          answer={answer}
          seen={title.seen}
          isFixed={edition?.isFixed ?? false}
          leave={leave}
        />
      )}
    </>
  )
}
