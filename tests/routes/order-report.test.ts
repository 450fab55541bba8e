import { beforeEach, describe, expect, it } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { postOrder } from '#app/features/settlement/post-order.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { loader as orderLoader } from '#app/routes/shop/order.tsx'
import { action, loader } from '#app/routes/shop/order-report.tsx'
import { anEdition, anOrder, anOrganisation } from '#tests/support/factories.ts'
import { aVisitor } from '#tests/support/route-kit.ts'
import { useSandbox } from '#tests/support/sandbox-kit.ts'

useSandbox()
beforeEach(async () => {
  await anOrganisation()
  await anEdition({ sku: 'MNET-100', priceYen: 500 })
})

/** An order whose only parcel has left. */
async function aPostedOrder(): Promise<{ token: string; shipment: string }> {
  const { code, token } = await anOrder([{ sku: 'MNET-100', copies: 1 }], { now: now() })
  const on = tokyoDay('2026-11-24')
  await recordPayment({ charge: code, amountYen: 800, method: 'bank', on, ref: code }, { now: now() })
  const posted = await postOrder({ order: { code }, actor: 'test' }, { now: now() })
  if (!posted.ok) throw new Error(posted.reason)
  return { token, shipment: posted.shipmentId }
}

function send(token: string, fields: Record<string, string>, visitor = aVisitor()) {
  return visitor.post(action, `/ja/orders/${token}/report`, fields, { token })
}

async function pageOf(token: string, query = '') {
  return (await aVisitor().get(orderLoader, `/ja/orders/${token}${query}`, { token })).data
}

describe('a reader whose parcel has gone wrong', () => {
  it('reports it, sees that she did, and the office has a task', async () => {
    const { token, shipment } = await aPostedOrder()
    const form = await aVisitor().get(loader, `/ja/orders/${token}/report`, { token })
    expect(form.data.view.shipments).toMatchObject([{ id: shipment, report: null }])
    const sent = await send(token, { shipment, problem: 'damaged', message: ' 角がつぶれています ' })
    expect([sent.status, sent.location]).toEqual([303, `/ja/orders/${token}?reported`])
    expect(await pageOf(token, '?reported')).toMatchObject({
      notice: { tone: 'success', text: 'order:notice.reported' },
      view: { shipments: [{ report: { on: '2026-11-24', isOpen: true } }] },
    })
    expect(await db.parcelReport.findFirst()).toMatchObject({
      problem: 'damaged',
      message: '角がつぶれています',
    })
    expect(await db.task.findFirst()).toMatchObject({ kind: 'parcel-reported', doneAt: null })
  })

  it('reports it once', async () => {
    const { token, shipment } = await aPostedOrder()
    const fields = { shipment, problem: 'lost', message: '' }
    await send(token, fields)
    expect(await send(token, fields)).toMatchObject({ status: 409, data: { refusal: 'already-reported' } })
    expect(await db.parcelReport.count()).toBe(1)
  })

  it.each([
    [{ problem: 'lost' }, { missing: { shipment: true, problem: false } }],
    [{ problem: 'eaten' }, { missing: { problem: true }, typed: { message: 'help' } }],
    [{ problem: 'lost', message: 'x'.repeat(1_001) }, { refusal: 'message-too-long' }],
  ])('%j is refused with everything typed kept', async (fields, data) => {
    const { token, shipment } = await aPostedOrder()
    const isWithout = 'missing' in data && 'shipment' in data.missing
    const answer = await send(token, { message: 'help', ...fields, ...(isWithout ? {} : { shipment }) })
    expect([answer.status, answer.data]).toMatchObject([422, data])
    expect(await db.parcelReport.count()).toBe(0)
  })

  it('cannot report another reader’s parcel, nor through an address that is none', async () => {
    const { shipment } = await aPostedOrder()
    const other = await aPostedOrder()
    const fields = { shipment, problem: 'lost' }
    expect((await send(other.token, fields)).status).toBe(404)
    expect((await send(other.token, { ...fields, shipment: "' OR 1=1" })).status).toBe(404)
    expect((await send('x'.repeat(43), fields)).status).toBe(404)
    expect((await aVisitor().get(loader, '/ja/orders/x/report', { token: 'x' })).status).toBe(404)
  })

  it('is stopped when she sends far too many', async () => {
    const { token } = await aPostedOrder()
    const visitor = aVisitor()
    const statuses: number[] = []
    for (let count = 0; count < 31; count += 1) statuses.push((await send(token, {}, visitor)).status)
    expect([statuses[0], statuses.at(-1)]).toEqual([422, 429])
  })
})
