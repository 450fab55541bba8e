import { beforeEach, describe, expect, it } from 'vitest'
import { deliveryNotePdf } from '#app/features/documents/delivery-note.server.ts'
import { packingPdf } from '#app/features/documents/packing-pdf.server.ts'
import { labelTestPdf } from '#app/features/documents/labels.server.ts'
import { postOrder } from '#app/features/settlement/post-order.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { tokyoDay } from '#app/domain/day.ts'
import { now } from '#app/platform/clock.server.ts'
import { anEdition, anOrder, anOrganisation, details } from '#tests/support/factories.ts'
import { useSandbox } from '#tests/support/sandbox-kit.ts'

useSandbox()
beforeEach(async () => {
  await anOrganisation()
  await anEdition({ priceYen: 500, copies: 40 })
})

type Order = Awaited<ReturnType<typeof anOrder>>

async function aPaidOrder(name = '山田 花子'): Promise<Order> {
  const { delivery } = details()
  const order = await anOrder([{ sku: 'MNET-100', copies: 2 }], {
    details: {
      method: 'bank',
      note: '平日の午前に届くと助かります。',
      ...(delivery ? { delivery: { ...delivery, name } } : {}),
    },
    now: now(),
  })
  const paid = await recordPayment(
    { charge: order.code, amountYen: 1_300, method: 'bank', on: tokyoDay('2026-11-20'), ref: order.code },
    { now: now() },
  )
  if (!paid.ok) throw new Error(paid.reason)
  return order
}

function pagesOf(content: Uint8Array): number {
  return (
    Buffer.from(content)
      .toString('latin1')
      .match(/\/Type \/Page\n/g)?.length ?? 0
  )
}

async function post(order: Order) {
  const posted = await postOrder(
    { order: { code: order.code }, lines: [{ sku: 'MNET-100', copies: 1 }], actor: 'operator' },
    { now: now() },
  )
  if (!posted.ok) throw new Error(posted.reason)
  return posted.shipmentId
}

describe('packing lists and labels of many orders', () => {
  it('a page for each order, then sheets of twelve labels; told as it goes', async () => {
    const orders = []
    for (let count = 0; count < 13; count += 1) orders.push(await aPaidOrder())
    const seen: string[] = []
    const made = await packingPdf(
      orders.map(({ orderId }) => orderId),
      { onProgress: ({ done, total }) => void seen.push(`${done}/${total}`) },
    )
    expect(made).toMatchObject({
      packed: orders.map(({ code }) => code),
      leftOut: [],
      firstLabelPage: 14,
      missing: [],
    })
    expect(pagesOf(made.file.content)).toBe(15)
    expect(seen).toEqual(Array.from({ length: 15 }, (_, index) => `${index + 1}/15`))
  })

  it('leaves out what is unpaid or posted, and names signs that no font has', async () => {
    const unpaid = await anOrder([{ sku: 'MNET-100', copies: 1 }], {
      details: { method: 'bank' },
      now: now(),
    })
    const posted = await aPaidOrder()
    await post(posted)
    await post(posted)
    const burmese = await aPaidOrder('မြ')
    const made = await packingPdf([posted.orderId, burmese.orderId, unpaid.orderId])
    expect(made.leftOut).toEqual([posted.code, unpaid.code])
    expect(made.packed).toEqual([burmese.code])
    expect(made.missing.join('')).toContain('မ')
  })

  it('a sheet that is begun goes on where it is empty', async () => {
    const order = await aPaidOrder()
    const two = [order.orderId, (await aPaidOrder()).orderId]
    expect(pagesOf((await packingPdf(two, { firstLabel: 11 })).file.content)).toBe(4)
    expect(pagesOf((await packingPdf(two, { firstLabel: 10 })).file.content)).toBe(3)
  })
})

it('a delivery note is of one parcel, and of its own order only', async () => {
  const order = await aPaidOrder()
  const shipmentId = await post(order)
  const { token } = await aPaidOrder()
  const own = await deliveryNotePdf(shipmentId, { locale: 'ko', token: order.token })
  expect(own?.name).toBe(`${order.code}-2026-11-24.pdf`)
  expect(pagesOf(own?.content ?? new Uint8Array())).toBe(1)
  expect(await deliveryNotePdf(shipmentId, { locale: 'ja', token })).toBeNull()
  expect(await deliveryNotePdf('00000000-0000-7000-8000-000000000000', { locale: 'ja' })).toBeNull()
})

it('a test page shows every label of the sheet', async () => {
  expect(pagesOf(await labelTestPdf('21', { locale: 'ja', now: now() }))).toBe(1)
})
