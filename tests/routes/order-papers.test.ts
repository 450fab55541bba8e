import { beforeEach, expect, it } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { postOrder } from '#app/features/settlement/post-order.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { loader as fileLoader } from '#app/routes/order-paper.ts'
import { action, loader } from '#app/routes/shop/order-documents.tsx'
import { loader as orderLoader } from '#app/routes/shop/order.tsx'
import { anEdition, anOrder, anOrganisation } from '#tests/support/factories.ts'
import { aVisitor } from '#tests/support/route-kit.ts'
import { useSandbox } from '#tests/support/sandbox-kit.ts'

useSandbox()
beforeEach(async () => {
  await anOrganisation()
  await anEdition({ priceYen: 500 })
})

type Order = Awaited<ReturnType<typeof anOrder>>

function anUnpaidOrder(): Promise<Order> {
  return anOrder([{ sku: 'MNET-100', copies: 2 }], { details: { method: 'bank' }, now: now() })
}

async function aPaidOrder(): Promise<Order> {
  const order = await anUnpaidOrder()
  const payment = {
    charge: order.code,
    amountYen: 1_300,
    method: 'bank',
    on: tokyoDay('2026-11-20'),
    ref: order.code,
  } as const
  expect(await recordPayment(payment, { now: now() })).toMatchObject({ ok: true })
  return order
}

function issue(order: Order, fields: Record<string, string>) {
  const { token } = order
  return aVisitor().post(action, `/ja/orders/${token}/documents`, fields, { token })
}

async function open(order: Order) {
  const { token } = order
  return (await aVisitor().get(loader, `/ja/orders/${token}/documents`, { token })).data.papers
}

function fetchFile(order: Order, file: string) {
  const { token } = order
  return aVisitor().get(fileLoader, `/orders/${token}/documents/${file}?language=ko`, { token, file })
}

it('an unpaid order has no papers, and gets none', async () => {
  const order = await anUnpaidOrder()
  expect(await open(order)).toMatchObject({ receipt: { canIssue: false, files: [] }, deliveries: [] })
  expect((await issue(order, { kind: 'receipt', name: '' })).status).toBe(409)
  expect(await db.document.count()).toBe(0)
})

it('a paid one gives its receipt in the name that is typed, as a private file, and again as a reissue', async () => {
  const order = await aPaidOrder()
  const first = await issue(order, { kind: 'receipt', name: '見本大学' })
  expect(first).toMatchObject({ status: 303, location: `/orders/${order.token}/documents/R2026-00001.pdf` })
  const file = await fetchFile(order, 'R2026-00001.pdf')
  expect(file.status).toBe(200)
  expect(file.headers.get('Content-Type')).toBe('application/pdf')
  expect(file.headers.get('Cache-Control')).toBe('private, no-store')
  expect(file.headers.get('X-Robots-Tag')).toContain('noindex')

  expect((await issue(order, { kind: 'receipt' })).location).toMatch(/R2026-00001-2\.pdf$/)
  expect((await open(order)).receipt).toMatchObject({
    name: '見本大学',
    files: [{ name: 'R2026-00001.pdf' }, { name: 'R2026-00001-2.pdf' }],
  })
  expect((await issue(order, { kind: 'receipt', name: '別の人' })).status).toBe(409)
})

it('a name that is too long is refused with what was typed', async () => {
  const order = await aPaidOrder()
  const typed = 'あ'.repeat(101)
  const answer = await issue(order, { kind: 'receipt', name: typed })
  expect(answer.status).toBe(422)
  expect(answer.data).toMatchObject({ wrong: { typed, message: '100文字以内で入力してください。' } })
})

it("papers are of their own order: another order's token opens none", async () => {
  const [order, other] = [await aPaidOrder(), await aPaidOrder()]
  await issue(order, { kind: 'receipt' })
  expect((await fetchFile(other, 'R2026-00001.pdf')).status).toBe(404)
  expect((await fetchFile(order, 'R2026-00001-2.pdf')).status).toBe(404)
  expect((await fetchFile(order, 'R2026-1.pdf')).status).toBe(404)
  const foreign = await issue(order, {
    kind: 'credit_note',
    refundId: '00000000-0000-7000-8000-000000000000',
  })
  expect(foreign.status).toBe(404)
  expect((await issue({ ...order, token: 'x'.repeat(32) }, { kind: 'receipt' })).status).toBe(404)
})

it('a parcel has its delivery note on the page of the order', async () => {
  const order = await aPaidOrder()
  await postOrder({ order: { code: order.code }, actor: 'operator' }, { now: now() })
  const { token } = order
  const { data } = await aVisitor().get(orderLoader, `/ja/orders/${token}`, { token })
  const [delivery] = data.papers?.deliveries ?? []
  expect(delivery?.postedOn).toBe('2026-11-24')
  expect((await fetchFile(order, delivery?.file ?? '')).status).toBe(200)
})
