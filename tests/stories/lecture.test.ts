import { beforeEach, describe, expect, it } from 'vitest'
import { tokyoDay, tokyoDayOf } from '#app/domain/day.ts'
import { issueBill, issueBillReceipt } from '#app/features/documents/issue-bill.server.ts'
import { agreeLecture } from '#app/features/lectures/agree-lecture.server.ts'
import { endLecture } from '#app/features/lectures/end-lecture.server.ts'
import { holdLecture } from '#app/features/lectures/hold-lecture.server.ts'
import { invoiceLecture } from '#app/features/lectures/invoice-lecture.server.ts'
import { sendLectureRequest } from '#app/features/lectures/send-lecture-request.server.ts'
import { asTyped } from '#app/features/lectures/asking-form.ts'
import { loadBill } from '#app/features/payments/load-bill.server.ts'
import { cancelBill } from '#app/features/settlement/cancel-bill.server.ts'
import { checkBooks } from '#app/features/settlement/check-books.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { remindBills } from '#app/features/settlement/remind-bills.server.ts'
import { db } from '#app/platform/db.server.ts'
import { makeFormStamp } from '#app/platform/http/form-stamp.server.ts'
import { anOrganisation, NOON } from '#tests/support/factories.ts'
import { aLecture, ASKING, lectureNow, TERMS } from '#tests/support/lecture-kit.ts'
import { balances, ledgerTable } from '#tests/support/ledger-table.ts'
import { mails, tasks } from '#tests/support/stripe-kit.ts'

beforeEach(anOrganisation)

const at = { now: NOON }
const INVOICE = { payerName: '見本市役所', dueOn: tokyoDay('2026-12-24'), method: 'bank' } as const
const DAY_MS = 86_400_000

function pay(charge: string, amountYen: number, ref: string, now = NOON) {
  return recordPayment({ charge, amountYen, method: 'bank', on: tokyoDayOf(now), ref }, { now })
}

describe('a lecture', () => {
  it('asked for on the site, agreed on, held, billed and paid, lands in project income', async () => {
    const stamp = makeFormStamp('lecture-form', new Date(NOON.getTime() - 60_000))
    expect(await sendLectureRequest(asTyped(ASKING), { stamp, locale: 'ja', ...at })).toEqual({ ok: true })
    const { code } = await db.lectureRequest.findFirstOrThrow()

    const words = '講師を派遣いたします。'
    expect(await agreeLecture(code, { seen: 0, terms: TERMS, words }, at)).toEqual({ ok: true })
    expect(await holdLecture(code, { seen: 1 }, at)).toEqual({ ok: true })
    expect(await invoiceLecture(code, { seen: 2, ...INVOICE }, at)).toEqual({ ok: true })
    const billed = await lectureNow(code)
    expect(billed).toMatchObject({
      state: 'invoiced',
      version: 3,
      charge: {
        amountYen: 34_205,
        terms: 'billed',
        payer: {
          name: '見本市役所',
          email: 'city@example.org',
          subject: code,
          address: { name: '見本市役所' },
        },
      },
    })
    // By the code of the lecture, in two parts.
    expect(await pay(code.toLowerCase(), 30_000, 'A-1')).toMatchObject({ ok: true, subject: code })
    expect((await lectureNow(code)).state).toBe('invoiced')
    expect(await pay(code, 4_205, 'A-2')).toMatchObject({ ok: true, settlement: { covers: true } })
    expect(await lectureNow(code)).toMatchObject({ state: 'paid', paidAt: NOON, version: 4 })
    // The same line of the statement typed in again changes nothing.
    expect(await pay(code, 4_205, 'A-2')).toMatchObject({ ok: true, isNew: false })
    expect((await lectureNow(code)).version).toBe(4)

    expect(await ledgerTable()).toMatchInlineSnapshot(`
      "day        | fact    | account        | debit | credit
      2026-11-24 | bill    | receivables    | 34205 |       
                 |         | lecture_income |       |  30001
                 |         | lecture_income |       |   1095
                 |         | output_tax     |       |   3109
      2026-11-24 | payment | bank           | 30000 |       
                 |         | receivables    |       |  30000
      2026-11-24 | payment | bank           |  4205 |       
                 |         | receivables    |       |   4205"
    `)
    expect(await db.account.findUnique({ where: { role: 'lecture_income' } })).toMatchObject({
      kind: 'income',
      name: '講師派遣収入',
    })
    expect(await mails()).toEqual([
      'lecture-received',
      'lecture-answer',
      'bill-issued',
      'bill-money',
      'bill-money',
    ])
    expect(await checkBooks()).toMatchObject({ ok: true })
  })

  it('has the bill and the receipt of a lecture', async () => {
    const code = await aLecture('invoiced')
    const chargeId = (await lectureNow(code)).chargeId ?? ''
    expect(await issueBill({ chargeId, locale: 'ja', actor: 'staff' }, at)).toMatchObject({ ok: true })
    await pay(code, 34_205, 'A-1')
    expect(await issueBillReceipt({ chargeId, locale: 'ja', actor: 'staff' }, at)).toMatchObject({ ok: true })
    const papers = await db.document.findMany({ orderBy: { kind: 'asc' } })
    expect(papers).toMatchObject([
      { kind: 'receipt', totalYen: 34_205, payload: { subjectCode: code, purpose: 'lecture' } },
      {
        kind: 'invoice',
        payload: {
          suppliedOn: [TERMS.onDay],
          lines: [{ description: '講師派遣料（2026年11月24日）' }, { description: '講師交通費' }],
        },
      },
    ])
  })

  it('whose bill is cancelled can be changed and billed again, and the books say both', async () => {
    const code = await aLecture('invoiced')
    const chargeId = (await lectureNow(code)).chargeId ?? ''
    const { seen = '' } = (await loadBill(db, { chargeId })) ?? {}
    expect(await cancelBill({ chargeId, seen }, at)).toEqual({ ok: true })
    expect(await lectureNow(code)).toMatchObject({
      state: 'held',
      chargeId: null,
      invoicedAt: null,
      version: 4,
    })
    const cheaper = { ...TERMS, travelYen: null }
    expect(await agreeLecture(code, { seen: 4, terms: cheaper, words: null }, at)).toEqual({ ok: true })
    expect(await invoiceLecture(code, { seen: 5, ...INVOICE }, at)).toEqual({ ok: true })
    expect((await lectureNow(code)).charge).toMatchObject({ amountYen: 33_000, state: 'open' })
    expect(await balances()).toEqual({ receivables: 33_000, lecture_income: -30_000, output_tax: -3_000 })
    expect(await pay(code, 33_000, 'A-1')).toMatchObject({ ok: true, settlement: { covers: true } })
    expect((await lectureNow(code)).state).toBe('paid')
    expect(await checkBooks()).toMatchObject({ ok: true })
  })

  it('without fee and travel is over when it was held', async () => {
    const code = await aLecture('held', { terms: { feeYen: 0, travelYen: null } })
    expect(await invoiceLecture(code, { seen: 2, ...INVOICE }, at)).toEqual({
      ok: false,
      reason: 'nothing-due',
    })
    expect([await db.charge.count(), (await lectureNow(code)).state]).toEqual([0, 'held'])
  })

  it('of somebody without e-mail is billed by post, and asked for by a person until its money comes', async () => {
    const code = await aLecture('invoiced', { asking: { email: null } })
    expect(await mails()).toEqual([])
    const late = new Date(NOON.getTime() + 45 * DAY_MS)
    await remindBills({ now: late })
    expect(await tasks()).toEqual(['bill-overdue'])
    await pay(code, 34_205, 'A-1', late)
    expect(await db.task.count({ where: { doneAt: null } })).toBe(0)
  })
})

describe('two people at once', () => {
  it('bill a lecture once, and the second hears of it', async () => {
    const code = await aLecture('held')
    const results = await Promise.all([1, 2].map(() => invoiceLecture(code, { seen: 2, ...INVOICE }, at)))
    // Nobody is signed in here: both are the same person, who pressed twice.
    expect(results).toEqual([{ ok: true }, { ok: true }])
    expect(await invoiceLecture(code, { seen: 1, ...INVOICE }, at)).toEqual({ ok: false, reason: 'changed' })
    expect([await db.charge.count(), (await mails()).length]).toEqual([1, 1])
  })

  it('agree on and decline a request: one of both', async () => {
    const code = await aLecture()
    const words = 'x'
    const results = await Promise.all([
      agreeLecture(code, { seen: 0, terms: TERMS, words }, at),
      endLecture(code, { seen: 0, how: 'decline', words }, at),
    ])
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    expect(results).toContainEqual({ ok: false, reason: 'changed' })
    expect(await mails()).toEqual(['lecture-answer'])
  })
})
