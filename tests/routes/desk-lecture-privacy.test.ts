import { beforeEach, describe, expect, test } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { forgetOld } from '#app/features/desk/forget-old.server.ts'
import { issueBill } from '#app/features/documents/issue-bill.server.ts'
import { agreeLecture } from '#app/features/lectures/agree-lecture.server.ts'
import { endLecture } from '#app/features/lectures/end-lecture.server.ts'
import { loadBill } from '#app/features/payments/load-bill.server.ts'
import { cancelBill } from '#app/features/settlement/cancel-bill.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { runAs } from '#app/platform/actor.server.ts'
import { db } from '#app/platform/db.server.ts'
import { loader as lectureLoader } from '#app/routes/desk/lecture.tsx'
import { loader as exportLoader } from '#app/routes/desk/privacy-export.ts'
import { action, loader } from '#app/routes/desk/privacy.tsx'
import { anOrganisation, NOON } from '#tests/support/factories.ts'
import { aLecture, ASKING, lectureNow, TERMS } from '#tests/support/lecture-kit.ts'
import { type Visitor } from '#tests/support/route-kit.ts'
import { useSandbox } from '#tests/support/sandbox-kit.ts'
import { aDeskVisitor } from '#tests/support/staff.ts'

useSandbox()
let admin: Visitor & { staffId: string }
beforeEach(async () => {
  await anOrganisation()
  admin = await aDeskVisitor('administrator')
})

const WHO = 'city@example.org'
/** Each of these stands in the rows of a lecture of tests/support/lecture-kit.ts. */
const PERSONAL = [
  WHO,
  '見本市役所',
  '見本 太郎',
  '03-0000-0000',
  '上野9-9-9',
  '多文化共生の今',
  '来月の平日',
  '見本公民館',
  '講子',
]
const DAY_MS = 86_400_000

const asAdmin = <T>(work: () => Promise<T>): Promise<T> =>
  runAs({ kind: 'staff', staffId: admin.staffId }, work)

async function paidLecture(): Promise<string> {
  const code = await asAdmin(() => aLecture('invoiced'))
  const on = tokyoDay('2026-11-24')
  await recordPayment({ charge: code, amountYen: 34_205, method: 'bank', on, ref: 'A-1' }, { now: NOON })
  return code
}

const erase = () => admin.post(action, '/desk/privacy', { who: WHO, sure: 'on' })

/** All that the database says of people, but for what the sandbox and papers keep. */
async function everything(): Promise<string> {
  const [lectures, payers, mails, audit] = await Promise.all([
    db.lectureRequest.findMany(),
    db.chargePayer.findMany(),
    db.outboxMail.findMany(),
    db.auditEntry.findMany(),
  ])
  return JSON.stringify([lectures, payers, mails, audit])
}

const find = async (who: string) =>
  (await admin.get(loader, `/desk/privacy?who=${encodeURIComponent(who)}`)).data.person

describe('who asked for a lecturer', () => {
  test('is found by her address in any case, and by the code of the lecture', async () => {
    const code = await paidLecture()
    for (const who of ['CITY@example.org', code, code.toLowerCase().replace('-', '')]) {
      expect(await find(who)).toMatchObject({ email: WHO, lectures: [{ code, obstacles: [] }], mails: 2 })
    }
    const byPhone = await aLecture('asked', { asking: { email: null } })
    expect(await find(byPhone)).toMatchObject({ email: null, lectures: [{ code: byPhone }] })
    expect(await find('L-ZZZZ')).toBeNull()
  })

  test('is handed out whole, with her bill and its payment', async () => {
    await paidLecture()
    const { response } = await admin.get(exportLoader, `/desk/privacy.json?who=${WHO}`)
    const text = (await response?.text()) ?? ''
    for (const part of PERSONAL) expect(text).toContain(part)
    expect(JSON.parse(text)).toMatchObject({
      lectures: [{ state: 'paid' }],
      bills: [{ amountYen: 34_205, payments: [{ amount: 34_205 }], payer: { email: WHO } }],
      mails: [{ template: 'bill-issued' }, { template: 'bill-money' }],
    })
  })

  test('leaves nothing of her anywhere but days and sums', async () => {
    const code = await paidLecture()
    expect((await erase()).location).toBe('/desk/privacy?erased')
    expect(await lectureNow(code)).toMatchObject({
      state: 'paid',
      feeYen: 33_000,
      travelYen: 1_205,
      erasedAt: expect.any(Date),
      charge: { amountYen: 34_205, payer: { name: '', email: null, address: null } },
    })
    const left = await everything()
    for (const part of PERSONAL) expect(left, part).not.toContain(part)
    expect(await find(WHO)).toBeNull()
    // The desk still shows that there was one, and nothing can be done with it.
    const { data } = await admin.get(lectureLoader, `/desk/lectures/${code}`, { code })
    expect(data.lecture).toMatchObject({ isErased: true, can: { agree: false, hold: false, bill: false } })
  })

  test('keeps the paper of her bill until its years are over', async () => {
    const code = await paidLecture()
    const chargeId = (await lectureNow(code)).chargeId ?? ''
    await issueBill({ chargeId, locale: 'ja', actor: 'staff' }, { now: NOON })
    await erase()
    expect(JSON.stringify(await db.document.findMany())).toContain('見本市役所')
    expect(await issueBill({ chargeId, locale: 'ja', actor: 'staff' }, { now: NOON })).toMatchObject({
      ok: false,
      reason: 'erased',
    })
  })

  test('is not forgotten by a bill that was cancelled', async () => {
    const code = await asAdmin(() => aLecture('invoiced', { terms: { travelYen: null } }))
    const chargeId = (await lectureNow(code)).chargeId ?? ''
    const { seen = '' } = (await loadBill(db, { chargeId })) ?? {}
    await cancelBill({ chargeId, seen }, { now: NOON })
    const free = { ...TERMS, feeYen: 0, travelYen: null }
    await asAdmin(() => agreeLecture(code, { seen: 4, terms: free, words: null }, { now: NOON }))
    expect((await erase()).status).toBe(303)
    const left = await everything()
    for (const part of PERSONAL) expect(left, part).not.toContain(part)
  })

  test.each(['agreed', 'held', 'invoiced'] as const)('waits while the lecture is %s', async (reached) => {
    const code = await aLecture(reached)
    const refused = await erase()
    expect([refused.status, refused.data]).toEqual([422, { reason: 'needed' }])
    expect(await find(WHO)).toMatchObject({ lectures: [{ code, obstacles: ['lecture'] }] })
    expect((await lectureNow(code)).name).toBe(ASKING.name)
  })

  test('ends her request where it still waited for an answer', async () => {
    const code = await aLecture()
    await erase()
    expect(await lectureNow(code)).toMatchObject({ state: 'withdrawn', name: '' })
  })
})

describe('each night', () => {
  const later = (days: number) => ({ now: new Date(NOON.getTime() + days * DAY_MS) })

  test('a request that came to nothing is forgotten like an inquiry', async () => {
    const declined = await aLecture()
    await endLecture(declined, { seen: 0, how: 'decline', words: null }, { now: NOON })
    const waiting = await aLecture()
    const free = await aLecture('held', { terms: { feeYen: 0, travelYen: null } })
    await forgetOld(later(700))
    expect(await db.lectureRequest.count({ where: { erasedAt: null } })).toBe(3)
    await forgetOld(later(732))
    expect(await db.lectureRequest.count({ where: { erasedAt: null } })).toBe(0)
    expect(await lectureNow(declined)).toMatchObject({ state: 'declined', name: '' })
    expect((await lectureNow(waiting)).state).toBe('withdrawn')
    expect((await lectureNow(free)).state).toBe('held')
  })

  test('one that is to come, to be billed or to be paid is not, and a paid one as late as an order', async () => {
    const paid = await paidLecture()
    const toCome = await aLecture('agreed', { terms: { onDay: tokyoDay('2028-11-24') } })
    const held = await aLecture('held')
    const invoiced = await aLecture('invoiced')
    await forgetOld(later(740))
    expect(await db.lectureRequest.count({ where: { erasedAt: null } })).toBe(4)
    await forgetOld(later(8 * 366))
    expect(await db.lectureRequest.findMany({ where: { erasedAt: null } })).toHaveLength(2)
    expect((await lectureNow(paid)).charge?.payer).toMatchObject({ name: '' })
    expect((await lectureNow(toCome)).state).toBe('withdrawn')
    for (const code of [held, invoiced]) expect((await lectureNow(code)).name).toBe(ASKING.name)
  })
})
