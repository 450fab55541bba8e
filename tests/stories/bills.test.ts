import { beforeEach, describe, expect, it } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { issueBill, issueBillReceipt } from '#app/features/documents/issue-bill.server.ts'
import { documentPdf } from '#app/features/documents/document-pdf.server.ts'
import { queueBillMail } from '#app/features/payments/bill-mail.server.ts'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { cancelBill } from '#app/features/settlement/cancel-bill.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { remindBills } from '#app/features/settlement/remind-bills.server.ts'
import { settle, settleIn } from '#app/features/settlement/settle.server.ts'
import { billCharge } from '#app/features/payments/bill-charge.server.ts'
import { loadBill } from '#app/features/payments/load-bill.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { aBill, LECTURE_BILL } from '#tests/support/bill-kit.ts'
import { anOrganisation, NOON } from '#tests/support/factories.ts'
import { balances, ledgerTable } from '#tests/support/ledger-table.ts'
import { mails, tasks } from '#tests/support/stripe-kit.ts'

beforeEach(anOrganisation)

const on = tokyoDay('2026-11-24')
const at = { now: NOON }

function pay(charge: string, amountYen: number, ref: string, seen?: string) {
  const input = { charge, amountYen, method: 'bank' as const, on, ref }
  return recordPayment(seen === undefined ? input : { ...input, seen }, at)
}

async function stateOf(chargeId: string) {
  const { state, allocatedYen } = await db.charge.findUniqueOrThrow({ where: { id: chargeId } })
  return { state, allocatedYen }
}

const seenOf = async (chargeId: string): Promise<string> => (await loadBill(db, { chargeId }))?.seen ?? ''

describe('money for a bill that no order stands behind', () => {
  it('settles what is owed, in parts, by the code of the matter or the payment reference', async () => {
    const { chargeId, reference } = await aBill()
    const organisation = await loadOrganisation()
    await inTransaction((tx) => queueBillMail(tx, chargeId, { organisation, ...at }))
    expect(await pay('l7k2m', 30_000, 'A-1')).toMatchObject({
      ok: true,
      isNew: true,
      orderCode: null,
      subject: 'L-7K2M',
      settlement: { missingYen: 4_205 },
    })
    expect(await pay(reference, 4_205, 'A-2')).toMatchObject({ ok: true, settlement: { covers: true } })
    expect(await ledgerTable()).toMatchInlineSnapshot(`
      "day        | fact    | account        | debit | credit
      2026-11-20 | bill    | receivables    | 34205 |       
                 |         | lecture_income |       |  30001
                 |         | lecture_income |       |   1095
                 |         | output_tax     |       |   3109
      2026-11-24 | payment | bank           | 30000 |       
                 |         | receivables    |       |  30000
      2026-11-24 | payment | bank           |  4205 |       
                 |         | receivables    |       |   4205"
    `)
    expect(await stateOf(chargeId)).toEqual({ state: 'covered', allocatedYen: 34_205 })
    expect(await mails()).toEqual(['bill-issued', 'bill-money', 'bill-money'])
    expect(await db.outboxMail.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })).toMatchObject([
      { toEmail: 'city@example.org', chargeId, payload: { totalYen: 34_205, reference } },
      { payload: { news: 'part-paid', missingYen: 4_205 } },
      { payload: { news: 'paid' } },
    ])
    expect(await tasks()).toEqual([])
  })

  it('typed twice is one payment, also when the first one has covered it', async () => {
    const { chargeId } = await aBill()
    const seen = await seenOf(chargeId)
    expect(await pay('L-7K2M', 34_205, 'A-1', seen)).toMatchObject({ isNew: true })
    expect(await pay('L-7K2M', 34_205, 'A-1', seen)).toMatchObject({ ok: true, isNew: false })
    expect(await pay('L-7K2M', 34_204, 'A-1')).toEqual({ ok: false, reason: 'reference-used' })
    expect(await db.payment.count()).toBe(1)
  })

  it('typed in from an older state is refused', async () => {
    const { chargeId } = await aBill()
    const seen = await seenOf(chargeId)
    await pay('L-7K2M', 4_205, 'A-1')
    expect(await pay('L-7K2M', 34_205, 'A-2', seen)).toMatchObject({ ok: false, reason: 'changed' })
    expect(await stateOf(chargeId)).toEqual({ state: 'open', allocatedYen: 4_205 })
  })

  it('at the same moment from two people is booked once, and never more than is owed', async () => {
    const { chargeId } = await aBill()
    const same = await Promise.all([1, 2, 3].map(() => pay('L-7K2M', 30_000, 'A-1')))
    expect(same.map((result) => result.ok && result.isNew).toSorted()).toEqual([false, false, true])
    await Promise.all(['B-1', 'B-2'].map((ref) => pay('L-7K2M', 4_205, ref)))
    expect(await stateOf(chargeId)).toEqual({ state: 'covered', allocatedYen: 34_205 })
    expect(await balances()).toMatchObject({ bank: 38_410, surplus: -4_205 })
    expect(await tasks()).toEqual(['overpaid'])
  })

  it('too much stays as surplus, with a task that names the bill', async () => {
    const { chargeId } = await aBill()
    await pay('L-7K2M', 35_000, 'A-1')
    expect(await stateOf(chargeId)).toEqual({ state: 'covered', allocatedYen: 34_205 })
    expect(await db.task.findMany()).toMatchObject([
      { kind: 'overpaid', chargeId, orderId: null, details: { surplusYen: 795 } },
    ])
    expect(await balances()).toMatchObject({ surplus: -795 })
  })

  it('in another currency, or meant for another charge, waits for the treasurer', async () => {
    const { chargeId } = await aBill()
    const money = { method: 'card' as const, amount: 500, receivedAt: NOON, confirmed: true }
    await settle(chargeId, { ...money, sourceKey: 's1', currency: 'usd', belongsToCharge: true }, at)
    await settle(chargeId, { ...money, sourceKey: 's2', currency: 'jpy', belongsToCharge: false }, at)
    expect(await tasks()).toEqual(['wrong-currency', 'wrong-charge'])
    expect(await stateOf(chargeId)).toEqual({ state: 'open', allocatedYen: 0 })
    expect(await balances()).toMatchObject({ unidentified: -500 })
  })

  it('of several bills of one matter goes to the one that is open', async () => {
    const first = await aBill()
    await aBill()
    expect(await pay('L-7K2M', 34_205, 'A-1')).toEqual({ ok: false, reason: 'several-charges' })
    await pay(first.reference, 34_205, 'A-2')
    expect(await pay('L-7K2M', 34_205, 'A-3')).toMatchObject({ ok: true, isNew: true })
    expect(await pay('L-7K2M', 34_205, 'A-3')).toMatchObject({ ok: true, isNew: false })
    expect(await pay('L-7K2M', 34_205, 'A-4')).toEqual({ ok: false, reason: 'several-charges' })
    expect(await pay('C-7K2M', 34_205, 'A-5')).toEqual({ ok: false, reason: 'unknown-charge' })
    expect(await db.charge.count({ where: { state: 'covered' } })).toBe(2)
  })

  it('may come in the transaction that bills: both are there, or neither', async () => {
    const organisation = await loadOrganisation()
    const both = (fail: boolean) =>
      inTransaction(async (tx) => {
        const { chargeId } = await billCharge(tx, { ...LECTURE_BILL, method: 'cash' }, at)
        const money = {
          sourceKey: 'cash:box 1',
          method: 'cash' as const,
          amount: 34_205,
          currency: 'jpy',
          receivedAt: NOON,
          belongsToCharge: true,
          confirmed: false,
        }
        await settleIn(tx, chargeId, money, { organisation, ...at })
        if (fail) throw new Error('no')
      })
    await expect(both(true)).rejects.toThrow('no')
    expect([await db.charge.count(), await db.payment.count()]).toEqual([0, 0])
    await both(false)
    expect(await balances()).toEqual({ cash: 34_205, lecture_income: -31_096, output_tax: -3_109 })
  })

  it('is not settled against a charge that is none', async () => {
    const money = { sourceKey: 's', method: 'bank' as const, amount: 1, currency: 'jpy', receivedAt: NOON }
    const nothing = '01890000-0000-7000-8000-000000000000'
    expect(await settle(nothing, { ...money, belongsToCharge: true, confirmed: false }, at)).toEqual({
      ok: false,
      reason: 'no-charge',
    })
  })
})

describe('a bill that is not paid', () => {
  it('is reminded of three times in the language of its payer, then is a matter for a person', async () => {
    const { chargeId } = await aBill({ payer: { ...LECTURE_BILL.payer, locale: 'ko' } })
    await pay('L-7K2M', 4_205, 'A-1')
    const days = ['2026-12-31', '2027-01-04', '2027-01-05', '2027-01-18', '2027-02-01', '2027-02-15']
    const did: number[] = []
    for (const day of days) did.push((await remindBills({ now: new Date(`${day}T00:30:00Z`) })).reminded)
    expect(did).toEqual([0, 1, 0, 1, 1, 0])
    expect(await db.outboxMail.findFirst({ where: { template: 'bill-reminded' } })).toMatchObject({
      locale: 'ko',
      chargeId,
      payload: { missingYen: 30_000, subjectCode: 'L-7K2M' },
    })
    expect(await db.task.findMany()).toMatchObject([{ kind: 'bill-overdue', chargeId, orderId: null }])
  })

  it.each([null, 'bounced@example.org'])(
    'of a payer who cannot be mailed (%s) is a matter for a person at once',
    async (email) => {
      await db.mailAddress.create({
        data: { email: 'bounced@example.org', reason: 'bounced', markedAt: NOON },
      })
      await aBill({ payer: { ...LECTURE_BILL.payer, email } })
      const late = { now: new Date('2027-01-04T01:00:00Z') }
      expect(await remindBills(late)).toEqual({ reminded: 0, tasks: 1 })
      expect(await remindBills(late)).toEqual({ reminded: 0, tasks: 0 })
    },
  )

  it('is cancelled: its entry is reversed, its paper void, its payer told; money after it is kept', async () => {
    const { chargeId } = await aBill()
    const issued = await issueBill({ chargeId, locale: 'ja', actor: 'staff' }, at)
    const seen = await seenOf(chargeId)
    expect(await cancelBill({ chargeId, seen: 'open-9' }, at)).toEqual({ ok: false, reason: 'changed' })
    expect(await cancelBill({ chargeId, seen }, at)).toEqual({ ok: true })
    expect(await cancelBill({ chargeId, seen }, at)).toEqual({ ok: false, reason: 'already-closed' })
    expect(await balances()).toEqual({})
    expect(issued.ok && (await db.document.findUnique({ where: { id: issued.documentId } }))).toMatchObject({
      voidedAt: NOON,
    })
    expect(await issueBill({ chargeId, locale: 'ja', actor: 'staff' }, at)).toMatchObject({
      reason: 'closed',
    })
    expect(await mails()).toEqual(['bill-cancelled'])
    await pay('L-7K2M', 34_205, 'A-1')
    expect(await ledgerTable()).toMatchInlineSnapshot(`
      "day        | fact           | account        | debit | credit
      2026-11-20 | bill           | receivables    | 34205 |       
                 |                | lecture_income |       |  30001
                 |                | lecture_income |       |   1095
                 |                | output_tax     |       |   3109
      2026-11-24 | bill-cancelled | receivables    |       |  34205
                 |                | lecture_income | 30001 |       
                 |                | lecture_income |  1095 |       
                 |                | output_tax     |  3109 |       
      2026-11-24 | payment        | bank           | 34205 |       
                 |                | surplus        |       |  34205"
    `)
    expect(await tasks()).toEqual(['paid-after-hold-gone'])
    expect(await remindBills({ now: new Date('2027-03-01T00:00:00Z') })).toEqual({ reminded: 0, tasks: 0 })
  })

  it('is not cancelled once money has come', async () => {
    const { chargeId } = await aBill()
    await pay('L-7K2M', 1, 'A-1')
    expect(await cancelBill({ chargeId, seen: await seenOf(chargeId) }, at)).toEqual({
      ok: false,
      reason: 'money-arrived',
    })
    await pay('L-7K2M', 34_204, 'A-2')
    expect(await cancelBill({ chargeId, seen: await seenOf(chargeId) }, at)).toEqual({
      ok: false,
      reason: 'paid',
    })
  })
})

describe('the papers of a bill', () => {
  const wanted = (chargeId: string) => ({ chargeId, locale: 'ja' as const, actor: 'staff' })

  it('are the bill, and once it is paid the receipt, with what the law asks', async () => {
    const { chargeId, reference } = await aBill()
    expect(await issueBillReceipt(wanted(chargeId), at)).toEqual({ ok: false, reason: 'not-paid' })
    expect(await issueBill(wanted(chargeId), at)).toMatchObject({ ok: true, code: 'B2026-00001' })
    expect(await issueBill(wanted(chargeId), at)).toMatchObject({ code: 'B2026-00001', issueNumber: 2 })
    await pay('L-7K2M', 34_205, 'A-1')
    expect(await issueBillReceipt(wanted(chargeId), at)).toMatchObject({ ok: true, code: 'R2026-00001' })
    const documents = await db.document.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
    expect(documents).toMatchObject([
      {
        orderId: null,
        chargeId,
        totalYen: 34_205,
        payload: {
          kind: 'invoice',
          recipient: { name: '見本市役所', honorific: '御中', address: ['〒151-0053', expect.any(String)] },
          orderCode: null,
          subjectCode: 'L-7K2M',
          dueOn: '2026-12-31',
          reference: `${reference.slice(0, 4)}-${reference.slice(4)}`,
          suppliedOn: ['2026-11-20'],
          lines: [
            { description: '講師派遣料', quantity: null, amountYen: 33_000 },
            { description: '交通費', amountYen: 1_205 },
          ],
        },
      },
      {
        payload: {
          kind: 'receipt',
          purpose: 'lecture',
          datedOn: '2026-11-24',
          payments: [{ method: 'bank', amountYen: 34_205, receivedOn: '2026-11-24' }],
        },
      },
    ])
    for (const { id } of documents) {
      const made = await documentPdf(id, 1)
      expect(made.ok && Buffer.from(made.file.content.subarray(0, 5)).toString()).toBe('%PDF-')
    }
  })
})
