import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { tokyoDayOf } from '#app/domain/day.ts'
import { typedOf } from '#app/features/desk/form-answer.ts'
import { changePrice, planPrice } from '#app/features/desk/titles/change-price.server.ts'
import { editionHref, titleHref } from '#app/features/desk/titles/desk-title.ts'
import { findEdition } from '#app/features/desk/titles/find-edition.server.ts'
import { priceProblem, readPriceChange } from '#app/features/desk/titles/price-form.ts'
import { PriceCheck, PriceForm } from '#app/features/desk/titles/price-forms.tsx'
import { PriceTable } from '#app/features/desk/titles/price-table.tsx'
import { staleTitle, wrongTitle } from '#app/features/desk/titles/title-answer.tsx'
import { TitleHeader } from '#app/features/desk/titles/title-page.tsx'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { editionOf } from '#app/routes/desk/title-param.server.ts'
import { Notice } from '#app/ui/notice.tsx'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ request, params, staff, now }) => {
  const search = new URL(request.url).searchParams
  const { title, edition } = await editionOf(params, { staff, now })
  return {
    title,
    edition,
    today: tokyoDayOf(now),
    /** The price whose form is open; null for a new one. */
    edited: edition.coming.find(({ from }) => from === search.get('edit')) ?? null,
    isSaved: search.has('saved'),
  }
})

export const action = deskAction('secretariat', async ({ request, params, now }) => {
  const form = await readForm(request)
  const { slug = '', sku = '' } = params
  const edition = await findEdition({ slug, sku })
  if (!edition) throw new Response(null, { status: 404 })
  const wrong = (problems: Parameters<typeof wrongTitle>[1]) =>
    data({ answer: wrongTitle(form, problems), check: null }, { status: 422 })
  const read = readPriceChange(form)
  if (!read.ok) return wrong(read.problems)
  const { change } = read
  const plan = await planPrice(edition, change, { now })
  if (!plan.ok) return wrong([priceProblem(plan)])
  const check = { steps: plan.steps, isPast: plan.isPast, typed: typedOf(form), isPastUnconfirmed: false }
  // A price is read once more before it counts, with what it changes.
  if (form.get('intent') !== 'save') return data({ answer: null, check })
  const isPastMeant = form.get('past') === 'on'
  const seen = form.get('seen') ?? ''
  const saved = await changePrice({ slug, sku }, change, { seen, isPastMeant, now })
  if (saved.ok) return redirect(`${editionHref(slug, sku)}/prices?saved`, { status: 303 })
  switch (saved.reason) {
    case 'not-found':
      throw new Response(null, { status: 404 })
    case 'changed':
      return data({ answer: staleTitle(form, saved.changes), check: null }, { status: 409 })
    case 'past-unconfirmed':
      return data({ answer: null, check: { ...check, isPastUnconfirmed: true } }, { status: 422 })
    default:
      return wrong([priceProblem(saved)])
  }
})

/** What an edition costs from which day on. Before a price is saved, only that is asked. */
export default function Prices() {
  const { title, edition, today, edited, isSaved } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const { t } = useTexts()
  const href = `${editionHref(title.slug, edition.sku)}/prices`
  const leave = edited ? href : titleHref(title.slug)
  return (
    <>
      <TitleHeader title={title} page={t('deskCatalogue:price.of', { sku: edition.sku })} />
      {isSaved && !result ? <Notice tone="success">{t('deskAdmin:saved')}</Notice> : null}
      {result?.check ? (
        <PriceCheck check={result.check} leave={href} />
      ) : (
        <div className="stack-l">
          {edition.prices.length === 0 ? (
            <Notice tone="warn">{t('deskCatalogue:price.noneYet')}</Notice>
          ) : (
            <PriceTable prices={edition.prices} today={today} href={href} seen={title.seen} />
          )}
          <PriceForm price={edited} answer={result?.answer ?? null} seen={title.seen} leave={leave} />
        </div>
      )}
    </>
  )
}
