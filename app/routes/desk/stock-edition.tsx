import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { tokyoDayOf } from '#app/domain/day.ts'
import { EditionStockPage } from '#app/features/desk/edition-stock-page.tsx'
import { readCount, typedOf, wrongFields } from '#app/features/desk/form-answer.ts'
import { loadEditionStock } from '#app/features/desk/load-edition-stock.server.ts'
import { readRun } from '#app/features/desk/stock-form.ts'
import { receiveAndAnnounce } from '#app/features/settlement/receive-run.server.ts'
import { MOST_PREORDERS, setPreorderLimit } from '#app/features/stock/set-preorder-limit.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { readPage } from '#app/routes/desk/read-page.ts'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ request, params, staff, now }) => {
  const page = readPage(request)
  const stock = await loadEditionStock(params.sku ?? '', { locale: staff.locale, page })
  if (!stock || page > stock.pages) throw new Response(null, { status: 404 })
  const { searchParams } = new URL(request.url)
  const short = readCount(searchParams.get('short')) ?? 0
  return { stock, page, today: tokyoDayOf(now), isSaved: searchParams.has('saved'), short }
})

export const action = deskAction('secretariat', async ({ request, params, staff, now }) => {
  const sku = params.sku ?? ''
  const stock = await loadEditionStock(sku, { locale: staff.locale, page: 1 })
  if (!stock) throw new Response(null, { status: 404 })
  const form = await readForm(request)
  const saved = `/desk/stock/${sku}?saved`
  const wrong = (problems: Parameters<typeof wrongFields>[1]) =>
    data({ answer: wrongFields(form, problems), check: null }, { status: 422 })
  if (form.get('intent') === 'limit') {
    const limit = readCount(form.get('limit'))
    if (limit === null || limit > MOST_PREORDERS)
      return wrong([['limit', { key: 'deskAdmin:stock.limitWrong' }]])
    const set = await setPreorderLimit(sku, limit)
    if (set.ok) return redirect(saved, { status: 303 })
    if (set.reason === 'unknown-edition') throw new Response(null, { status: 404 })
    if (set.reason === 'above-to-come') {
      return wrong([['limit', { key: 'deskCopies:limitHigh', values: { toCome: set.toCome } }]])
    }
    const values = { preordered: set.preordered }
    return wrong([['limit', { key: 'deskAdmin:stock.limitLow', values }]])
  }
  const read = readRun(form, {
    today: tokyoDayOf(now),
    used: stock.runs.filter(({ isOpen }) => !isOpen).map(({ number }) => number),
  })
  if (!read.ok) return wrong(read.problems)
  // What is booked cannot be taken back, so it is read once more before.
  if (form.get('intent') !== 'book')
    return data({ answer: null, check: { ...read.run, typed: typedOf(form) } })
  const received = await receiveAndAnnounce({ sku, ...read.run }, { now })
  if (received.ok) return redirect(saved, { status: 303 })
  if (received.reason === 'beyond-order') {
    const values = { undeclared: received.undeclared }
    return wrong([['copies', { key: 'deskCopies:delivery.beyond', values }]])
  }
  if (received.reason === 'run-exists')
    return wrong([['run', { key: 'deskAdmin:stock.runUsed', values: { run: read.run.run } }]])
  return wrong([['copies', { key: 'deskAdmin:stock.notReceived' }]])
})

/** One printed edition: its runs, what came and went, who waits for it; a new run, and the limit of pre-orders. */
export default function StockEdition() {
  const { stock, page, today, isSaved, short } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  return (
    <EditionStockPage
      stock={stock}
      page={page}
      today={today}
      isSaved={isSaved && !result}
      short={result ? 0 : short}
      answer={result?.answer ?? null}
      check={result?.check ?? null}
    />
  )
}
