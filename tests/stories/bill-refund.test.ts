import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { consign } from '#app/features/circulation/consign.server.ts'
import { saveConsignee } from '#app/features/circulation/save-consignee.server.ts'
import { documentPdf } from '#app/features/documents/document-pdf.server.ts'
import { issueBill, issueBillReceipt } from '#app/features/documents/issue-bill.server.ts'
import { issueCreditNote } from '#app/features/documents/issue-credit-note.server.ts'
import { loadDocument } from '#app/features/documents/load-documents.server.ts'
import { loadBill } from '#app/features/payments/load-bill.server.ts'
import { cancelBill } from '#app/features/settlement/cancel-bill.server.ts'
import { checkBooks } from '#app/features/settlement/check-books.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { refundBill, type RefundBillInput } from '#app/features/settlement/refund-bill.server.ts'
import { settleConsignment } from '#app/features/settlement/settle-consignment.server.ts'
import { db } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { aBill } from '#tests/support/bill-kit.ts'
import { anEdition, anOrganisation, aRun, NOON } from '#tests/support/factories.ts'
import { balances } from '#tests/support/ledger-table.ts'
import { mails } from '#tests/support/stripe-kit.ts'

beforeEach(anOrganisation)

const at = { now: NOON }
const today = tokyoDay('2026-11-24')

async function pay(charge: string, amountYen: number, ref = 'IN-1', on = today): Promise<void> {
  const paid = await recordPayment({ charge, amountYen, method: 'bank', on, ref }, at)
  if (!paid.ok) throw new Error(paid.reason)
}

/** A lecture of 33,000 and travel of 1,205 yen, paid, with something too much. */
async function aPaidBill(surplusYen = 0) {
  const bill = await aBill()
  await pay(bill.reference, 34_205 + surplusYen)
  return bill
}

let refs = 0
function refund(chargeId: string, changes: Partial<RefundBillInput> = {}) {
  const way = { method: 'bank' as const, on: today, ref: `OUT-${(refs += 1)}` }
  return refundBill({ chargeId, lines: [], surplusYen: 0, reason: null, way, ...changes }, at)
}

async function refunded(chargeId: string, changes: Partial<RefundBillInput>): Promise<string> {
  const made = await refund(chargeId, changes)
  if (!made.ok) throw new Error(made.reason)
  return made.refundIds[0] ?? ''
}

async function expectBooksRight(): Promise<void> {
  expect((await checkBooks()).checks.filter((check) => !check.ok)).toEqual([])
}

const openTasks = () => db.task.count({ where: { doneAt: null } })

describe('what was paid too much of a bill', () => {
  it('is noted as paid back: the surplus is gone, its task done, the payer told', async () => {
    const { chargeId } = await aPaidBill(1_000)
    expect([(await balances()).surplus, await openTasks()]).toEqual([-1_000, 1])
    expect(await refund(chargeId, { surplusYen: 1_001 })).toEqual({
      ok: false,
      reason: 'surplus',
      left: 1_000,
    })
    await refunded(chargeId, { surplusYen: 400 })
    expect(await openTasks()).toBe(1)
    const refundId = await refunded(chargeId, { surplusYen: 600, reason: '二重払い' })
    expect(await db.refund.findUnique({ where: { id: refundId } })).toMatchObject({
      amountYen: 600,
      surplusYen: 600,
      state: 'succeeded',
      method: 'bank',
      reason: '二重払い',
    })
    expect([(await balances()).surplus ?? 0, await openTasks()]).toEqual([0, 0])
    expect(await db.charge.findUnique({ where: { id: chargeId } })).toMatchObject({
      state: 'covered',
      allocatedYen: 34_205,
      refundedYen: 0,
    })
    expect(await refund(chargeId, { surplusYen: 1 })).toMatchObject({ reason: 'surplus', left: 0 })
    expect((await mails()).filter((mail) => mail === 'bill-refunded')).toHaveLength(2)
    await expectBooksRight()
  })

  it('goes back of a bill that was cancelled before its money came', async () => {
    const { chargeId, reference } = await aBill()
    const seen = (await loadBill(db, { chargeId }))?.seen ?? ''
    expect(await cancelBill({ chargeId, seen }, at)).toEqual({ ok: true })
    await pay(reference, 34_205)
    await refunded(chargeId, { surplusYen: 34_205 })
    expect([(await balances()).bank ?? 0, await openTasks()]).toEqual([0, 0])
    await expectBooksRight()
  })

  it('goes back of several payments by one transfer', async () => {
    const { chargeId, reference } = await aPaidBill(500)
    await pay(reference, 300, 'IN-2')
    const made = await refund(chargeId, { surplusYen: 800 })
    expect(made.ok && made.refundIds.length).toBe(2)
    await expectBooksRight()
  })
})

describe('a paid bill', () => {
  it('is refunded line by line, never more than was paid of each; the income goes with it', async () => {
    const { chargeId, chargeLineIds } = await aPaidBill()
    const [fee = '', travel = ''] = chargeLineIds
    expect(await refund(chargeId, { lines: [{ chargeLineId: travel, amountYen: 1_206 }] })).toEqual({
      ok: false,
      reason: 'amount',
      chargeLineId: travel,
      left: 1_205,
    })
    await refunded(chargeId, { lines: [{ chargeLineId: fee, amountYen: 11_000 }] })
    expect(await balances()).toMatchObject({ bank: 23_205, sales_returns: 10_000, output_tax: -2_109 })
    await refunded(chargeId, {
      lines: [
        { chargeLineId: fee, amountYen: 22_000 },
        { chargeLineId: travel, amountYen: 1_205 },
      ],
    })
    const after = await balances()
    expect([after.bank ?? 0, after.output_tax ?? 0, after.receivables ?? 0]).toEqual([0, 0, 0])
    expect((after.sales_returns ?? 0) + (after.lecture_income ?? 0)).toBe(0)
    expect(await db.charge.findUnique({ where: { id: chargeId } })).toMatchObject({
      state: 'covered',
      allocatedYen: 0,
      refundedYen: 34_205,
    })
    expect(await refund(chargeId, { lines: [{ chargeLineId: fee, amountYen: 1 }] })).toMatchObject({
      reason: 'amount',
      left: 0,
    })
    expect(await issueBillReceipt({ chargeId, locale: 'ja', actor: 'test' }, at)).toEqual({
      ok: false,
      reason: 'refunded',
    })
    await expectBooksRight()
  })

  it('has a credit note for it, which names the receipt; one of a surplus has no tax', async () => {
    const { chargeId, chargeLineIds } = await aPaidBill(700)
    const issued = await issueBillReceipt({ chargeId, locale: 'ja', actor: 'test' }, at)
    if (!issued.ok) throw new Error(issued.reason)
    const refundId = await refunded(chargeId, {
      lines: [{ chargeLineId: chargeLineIds[1] ?? '', amountYen: 1_205 }],
      surplusYen: 700,
    })
    const note = await issueCreditNote({ refundId, locale: 'ja', actor: 'test' }, at)
    if (!note.ok) throw new Error(note.reason)
    const document = await loadDocument(note.documentId)
    expect(document?.payload).toMatchObject({
      kind: 'credit_note',
      recipient: { name: '見本市役所' },
      orderCode: null,
      subjectCode: 'L-7K2M',
      totalYen: 1_905,
      lines: [
        { description: '交通費', amountYen: 1_205, taxRate: 10 },
        { amountYen: 700, taxRate: 0 },
      ],
      method: 'bank',
      refersTo: { kind: 'receipt', code: issued.code },
      orderedOn: '2026-11-20',
    })
    expect(await db.document.findUnique({ where: { id: note.documentId } })).toMatchObject({
      chargeId,
      orderId: null,
      refundId,
    })
    expect(await documentPdf(note.documentId, 1)).toMatchObject({ ok: true })
    const again = await issueCreditNote({ refundId, locale: 'ja', actor: 'test' }, at)
    expect(again).toMatchObject({ code: note.code, issueNumber: 2 })
    await expectBooksRight()
  })

  it.each([
    ['of nothing', {}, 'nothing'],
    ['of a line that is none of its', { lines: [{ chargeLineId: newId(), amountYen: 1 }] }, 'line-unknown'],
    ['of less than nothing', { surplusYen: -1 }, 'surplus'],
    ['from an older form', { surplusYen: 100, seen: 'open-0-0' }, 'changed'],
    ['on a day to come', { way: { method: 'bank', on: tokyoDay('2026-11-25'), ref: 'x' } }, 'day-in-future'],
    ['without a reference', { way: { method: 'bank', on: today, ref: ' ' } }, 'reference-missing'],
    [
      'before the money came',
      { surplusYen: 100, way: { method: 'bank', on: tokyoDay('2026-11-23'), ref: 'x' } },
      'day-before-payment',
    ],
    ['for a reason without end', { reason: 'x'.repeat(501) }, 'reason-too-long'],
  ])('is not refunded %s', async (_name, changes, reason) => {
    const { chargeId } = await aPaidBill(100)
    expect(await refund(chargeId, changes as Partial<RefundBillInput>)).toMatchObject({ ok: false, reason })
    expect(await db.refund.count()).toBe(0)
  })

  it('is refunded once for a reference, pressed twice or by two people at once', async () => {
    const { chargeId, chargeLineIds } = await aPaidBill()
    const way = { method: 'cash' as const, on: today, ref: 'box 3' }
    const seen = (await loadBill(db, { chargeId }))?.seen ?? ''
    const lines = [{ chargeLineId: chargeLineIds[0] ?? '', amountYen: 20_000 }]
    const twice = await Promise.all([1, 2].map(() => refund(chargeId, { lines, way, seen })))
    expect(twice.map((one) => one.ok && one.isNew).toSorted()).toEqual([false, true])
    // Another transfer, decided from the same look at the bill, is refused.
    expect(await refund(chargeId, { lines: [{ ...lines[0]!, amountYen: 1 }], seen })).toEqual({
      ok: false,
      reason: 'changed',
    })
    const other = await aBill({ subject: 'L-0002' })
    await pay(other.reference, 34_205, 'IN-9')
    expect(
      await refund(other.chargeId, {
        lines: [{ chargeLineId: other.chargeLineIds[0] ?? '', amountYen: 1 }],
        way,
      }),
    ).toEqual({ ok: false, reason: 'reference-used' })
    expect(await db.refund.count()).toBe(1)
  })

  it('that is not paid yet gives no line back', async () => {
    const { chargeId, reference, chargeLineIds } = await aBill()
    await pay(reference, 1_000)
    const lines = [{ chargeLineId: chargeLineIds[0] ?? '', amountYen: 500 }]
    expect(await refund(chargeId, { lines })).toEqual({ ok: false, reason: 'not-paid' })
    expect(await refund(newId(), { lines })).toEqual({ ok: false, reason: 'not-found' })
  })

  it('whatever is asked for in turn: no more goes back of a line than it cost, and the books hold', async () => {
    const { chargeId, chargeLineIds } = await aPaidBill(200)
    const cost = [33_000, 1_205]
    const back = [0, 0]
    let surplusLeft = 200
    const step = fc.record({
      line: fc.constantFrom(0, 1),
      amountYen: fc.integer({ min: 0, max: 20_000 }),
      surplusYen: fc.integer({ min: 0, max: 150 }),
    })
    for (const { line, amountYen, surplusYen } of fc.sample(step, { numRuns: 12, seed: 7 })) {
      const fits =
        (back[line] ?? 0) + amountYen <= (cost[line] ?? 0) &&
        surplusYen <= surplusLeft &&
        amountYen + surplusYen > 0
      const lines = amountYen > 0 ? [{ chargeLineId: chargeLineIds[line] ?? '', amountYen }] : []
      expect((await refund(chargeId, { lines, surplusYen })).ok).toBe(fits)
      if (!fits) continue
      back[line] = (back[line] ?? 0) + amountYen
      surplusLeft -= surplusYen
    }
    await expectBooksRight()
  })
})

it('what goes back of a consignee’s bill is taken off the runs that its copies were of; the copies stay sold', async () => {
  const { editionId } = await anEdition({ sku: 'MNET-100', copies: 2, priceYen: 1_100 })
  await aRun(editionId, { number: 2, copies: 10, on: '2026-10-01' })
  const nothing = { contact: null, phone: null, email: null, note: null, address: null }
  const shop = await saveConsignee(
    null,
    { name: '見本書店', kind: 'bookshop', commissionPercent: 0, locale: 'ja', isDisabled: false, ...nothing },
    at,
  )
  if (!shop.ok) throw new Error(shop.reason)
  const note = await consign(
    {
      consigneeId: shop.id,
      sentOn: today,
      settleBy: null,
      event: null,
      note: null,
      lines: [{ sku: 'MNET-100', copies: 4 }],
      formKey: 'consign-1',
    },
    at,
  )
  if (!note.ok) throw new Error(note.reason)
  const settled = await settleConsignment(
    {
      code: note.code,
      settledOn: today,
      lines: [{ sku: 'MNET-100', sold: 4, returned: 0, lost: 0 }],
      cashCountedYen: null,
      note: null,
      formKey: 'settle-1',
    },
    at,
  )
  if (!settled.ok || !settled.chargeId) throw new Error('not billed')
  const { chargeId } = settled
  const charge = await db.charge.findUniqueOrThrow({ where: { id: chargeId }, include: { lines: true } })
  await pay(charge.reference, 4_400)
  await issueBill({ chargeId, locale: 'ja', actor: 'test' }, at)
  await refunded(chargeId, { lines: [{ chargeLineId: charge.lines[0]?.id ?? '', amountYen: 1_100 }] })
  const runs = await db.printRun.findMany({ orderBy: { number: 'asc' } })
  expect(runs.map(({ sold, revenueYen }) => [sold, revenueYen])).toEqual([
    [2, 1_500],
    [2, 1_500],
  ])
  await expectBooksRight()
})
