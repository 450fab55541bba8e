import { beforeEach, describe, expect, test } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { sendDigests } from '#app/features/desk/send-digest.server.ts'
import { lectureTodo } from '#app/domain/lecture.ts'
import { lectureFacts } from '#app/features/lectures/lecture-facts.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { db } from '#app/platform/db.server.ts'
import { loader as billLoader } from '#app/routes/desk/bill.tsx'
import { loader as homeLoader } from '#app/routes/desk/home.tsx'
import * as agree from '#app/routes/desk/lecture-agree.tsx'
import * as decline from '#app/routes/desk/lecture-decline.tsx'
import * as edit from '#app/routes/desk/lecture-edit.tsx'
import * as invoice from '#app/routes/desk/lecture-invoice.tsx'
import * as entry from '#app/routes/desk/lecture-new.tsx'
import * as withdraw from '#app/routes/desk/lecture-withdraw.tsx'
import * as page from '#app/routes/desk/lecture.tsx'
import { loader as listLoader } from '#app/routes/desk/lectures.tsx'
import { asTyped } from '#app/features/lectures/asking-form.ts'
import { anOrganisation, NOON } from '#tests/support/factories.ts'
import { aLecture, ASKING, lectureNow, TERMS } from '#tests/support/lecture-kit.ts'
import { type Visitor } from '#tests/support/route-kit.ts'
import { useSandbox } from '#tests/support/sandbox-kit.ts'
import { aDeskVisitor } from '#tests/support/staff.ts'

useSandbox()
let office: Visitor & { staffId: string }
beforeEach(async () => {
  await anOrganisation()
  office = await aDeskVisitor('secretariat')
})

const AGREED = {
  onDay: '2026-11-24',
  lecturer: '見本 講子',
  place: '見本公民館',
  feeYen: '33,000円',
  travelYen: '1205',
}
const INVOICE = { payerName: '見本市役所', dueOn: '2026-12-24', method: 'bank' }

type Page = { action: typeof agree.action }
function post(
  { action }: { action: unknown },
  code: string,
  fields: Record<string, string>,
  visitor: Visitor = office,
) {
  return visitor.post(action as Page['action'], `/desk/lectures/${code}`, fields, { code })
}

const show = async (code: string) =>
  (await office.get(page.loader, `/desk/lectures/${code}`, { code })).data.lecture

const list = async (query = '') => (await office.get(listLoader, `/desk/lectures${query}`)).data.list

describe('the list', () => {
  test('has what waits first, the oldest at the top, and is searched and filtered', async () => {
    const paid = await aLecture('invoiced', { asking: { organisation: '隣町の図書館' } })
    await recordPayment(
      { charge: paid, amountYen: 34_205, method: 'bank', on: tokyoDay('2026-11-24'), ref: 'A-1' },
      { now: NOON },
    )
    const toCome = await aLecture('agreed', { terms: { onDay: tokyoDay('2027-02-01') } })
    const asked = await aLecture('asked', { asking: { topic: '100%_の権利' } })
    const held = await aLecture('held')
    const all = await list()
    expect(
      all.lectures
        .map(({ code }) => code)
        .slice(0, 2)
        .toSorted(),
    ).toEqual([asked, held].toSorted())
    expect(all).toMatchObject({ total: 4, pages: 1, years: [2027, 2026] })
    expect(all.totals).toEqual([
      { year: 2027, state: 'agreed', count: 1, yen: 34_205 },
      { year: 2026, state: 'asked', count: 1, yen: 0 },
      { year: 2026, state: 'held', count: 1, yen: 34_205 },
      { year: 2026, state: 'paid', count: 1, yen: 34_205 },
    ])
    const codes = async (query: string) => (await list(query)).lectures.map(({ code }) => code).toSorted()
    expect(await codes('?state=todo')).toEqual([asked, held].toSorted())
    expect(await codes('?state=paid')).toEqual([paid])
    expect(await codes('?year=2027')).toEqual([toCome])
    expect(await codes('?q=図書館')).toEqual([paid])
    expect(await codes(`?q=${encodeURIComponent('0%_の')}`)).toEqual([asked])
    expect(await codes(`?q=${encodeURIComponent('%')}&state=held`)).toEqual([])
    expect(await codes(`?q=${held.toLowerCase()}`)).toEqual([held])
    expect((await list('?year=2027')).totals).toHaveLength(1)
  })

  test('counts as waiting what the rule says, for the overview and the morning’s mail too', async () => {
    for (const reached of ['asked', 'agreed', 'held', 'invoiced'] as const) await aLecture(reached)
    await aLecture('agreed', { terms: { onDay: tokyoDay('2026-11-25') } })
    await aLecture('held', { terms: { feeYen: 0, travelYen: null } })
    const rows = await db.lectureRequest.findMany()
    const waiting = rows.filter((row) => lectureTodo(lectureFacts(row), tokyoDay('2026-11-24')))
    expect(waiting).toHaveLength(3)
    expect((await list('?state=todo')).lectures.map(({ code }) => code).toSorted()).toEqual(
      waiting.map(({ code }) => code).toSorted(),
    )
    expect((await office.get(homeLoader, '/desk')).data).toMatchObject({ lectures: 3 })
    expect(await sendDigests({ now: NOON })).toBe(1)
    expect(await db.outboxMail.findFirst({ where: { template: 'staff-digest' } })).toMatchObject({
      payload: { lectures: 3 },
    })
  })
})

describe('a request', () => {
  test('that came by telephone is entered once, and stands with its history', async () => {
    const { data } = await office.get(entry.loader, '/desk/lectures/new')
    const fields = {
      ...asTyped(ASKING),
      key: data.formKey,
      channel: 'phone',
      receivedOn: '2026-11-20',
      locale: 'ko',
      note: '折り返し電話',
    }
    const enter = () => office.post(entry.action, '/desk/lectures/new', fields)
    const first = await enter()
    expect((await enter()).location).toBe(first.location)
    const lecture = await db.lectureRequest.findFirstOrThrow()
    expect(first.location).toBe(`/desk/lectures/${lecture.code}?done=lecture-entered`)
    expect(await db.lectureRequest.count()).toBe(1)
    expect(lecture).toMatchObject({ ...ASKING, channel: 'phone', locale: 'ko', note: '折り返し電話' })
    expect(await show(lecture.code)).toMatchObject({
      receivedAt: new Date('2026-11-20T03:00:00Z'),
      history: [{ isNew: true, who: '見本 secretariat' }],
      can: { agree: true, decline: true, withdraw: true, hold: false, bill: false },
    })
    expect(await db.outboxMail.count()).toBe(0)
    // The log knows who did it, and nobody's name or words.
    const log = JSON.stringify(await db.auditEntry.findMany({ where: { tableName: 'lecture_requests' } }))
    for (const part of ['見本 太郎', '多文化', '上野', '折り返し', 'city@']) expect(log).not.toContain(part)
  })

  test('is not entered with what makes no sense, and everything typed is kept', async () => {
    const fields = {
      ...asTyped(ASKING),
      key: 'x',
      channel: 'web',
      receivedOn: '2027-01-01',
      locale: 'fr',
      name: '',
    }
    const refused = await office.post(entry.action, '/desk/lectures/new', fields)
    expect([refused.status, Object.keys(refused.data.problems).toSorted()]).toEqual([
      422,
      ['channel', 'locale', 'name', 'receivedOn'],
    ])
    expect(refused.data.typed).toMatchObject({ topic: ASKING.topic, locale: 'fr' })
    const good = { ...fields, channel: 'post', receivedOn: '2026-11-24', locale: 'ja', name: 'x' }
    expect((await office.post(entry.action, '/desk/lectures/new', good)).status).toBe(400)
    expect(await db.lectureRequest.count()).toBe(0)
  })

  test('is agreed on, held, looked at and billed; its page leads to the bill and back', async () => {
    const code = await aLecture()
    const agreed = await post(agree, code, { ...AGREED, seen: '0', tell: 'on', words: '  承りました。\r\n' })
    expect([agreed.status, agreed.location]).toEqual([303, `/desk/lectures/${code}?done=lecture-agreed`])
    expect(await db.outboxMail.findFirstOrThrow()).toMatchObject({
      template: 'lecture-answer',
      payload: { answer: '承りました。', agreed: { ...TERMS }, subjectCode: code },
    })
    expect((await post(page, code, { intent: 'hold', seen: '1' })).location).toContain('done=lecture-held')
    const check = await post(invoice, code, { ...INVOICE, intent: 'check', seen: '2' })
    expect([check.status, check.data]).toMatchObject([200, { check: { payerName: '見本市役所', seen: 2 } }])
    expect(await db.charge.count()).toBe(0)
    const { data } = await office.get(invoice.loader, `/desk/lectures/${code}/invoice`, { code })
    expect(data.preview).toMatchObject({ totalYen: 34_205, taxBlocks: [{ taxYen: 3_109 }] })
    const bill = { ...INVOICE, intent: 'bill', seen: '2' }
    expect((await post(invoice, code, bill)).location).toContain('done=lecture-billed')
    // Pressed twice it is one bill.
    expect((await post(invoice, code, bill)).location).toContain('done=lecture-billed')
    expect(await db.charge.count()).toBe(1)
    const lecture = await show(code)
    expect(lecture).toMatchObject({ bill: { openYen: 34_205, isPaid: false }, todo: null })
    expect(lecture.mails.map(({ template }) => template)).toEqual(['lecture-answer', 'bill-issued'])
    expect(lecture.history.map(({ state }) => state)).toEqual(['invoiced', 'held', 'agreed'])
    const reference = lecture.bill?.reference ?? ''
    const shown = await office.get(billLoader, `/desk/bills/${reference}`, { reference })
    expect(shown.data.bill).toMatchObject({ subject: code, subjectHref: `/desk/lectures/${code}` })
  })

  test.each<[Partial<typeof AGREED> & Record<string, string>, string]>([
    [{ onDay: '2026-02-30' }, 'onDay'],
    [{ onDay: '9999-12-31' }, 'onDay'],
    [{ lecturer: ' ' }, 'lecturer'],
    [{ feeYen: '' }, 'feeYen'],
    [{ feeYen: '10000001' }, 'feeYen'],
    [{ travelYen: '-5' }, 'travelYen'],
    [{ tell: 'on', words: ' ' }, 'words'],
  ])('is not agreed on with %j', async (changes, field) => {
    const code = await aLecture()
    const refused = await post(agree, code, { ...AGREED, seen: '0', ...changes })
    expect([refused.status, Object.keys(refused.data.problems)]).toEqual([422, [field]])
    expect(refused.data.typed).toMatchObject({ lecturer: AGREED.lecturer, ...changes })
    expect((await lectureNow(code)).state).toBe('asked')
  })

  test('that was held is not moved to a day that is to come', async () => {
    const code = await aLecture('held')
    const refused = await post(agree, code, { ...AGREED, onDay: '2026-11-25', seen: '2' })
    expect([refused.status, refused.data.problems.onDay?.key]).toEqual([422, 'lecture:agree.tooEarly'])
  })

  test.each([
    [{ payerName: '' }, 'payerName'],
    [{ dueOn: '2026-11-23' }, 'dueOn'],
    [{ method: 'card' }, 'method'],
  ])('is not billed with %j', async (changes, field) => {
    const code = await aLecture('held')
    const refused = await office.post(
      invoice.action,
      `/desk/lectures/${code}/invoice`,
      { ...INVOICE, intent: 'bill', seen: '2', ...changes },
      { code },
    )
    expect([refused.status, Object.keys(refused.data.answer?.problems ?? {})]).toEqual([422, [field]])
    expect(await db.charge.count()).toBe(0)
  })

  test('is declined with the office’s own words, once, in the language it came in', async () => {
    const code = await aLecture()
    const { data } = await office.get(decline.loader, `/desk/lectures/${code}/decline`, { code })
    expect(data.words).toContain('申し訳ありません')
    const words = { seen: '0', tell: 'on', words: '今回は難しいです。' }
    for (const _ of [1, 2]) {
      expect((await post(decline, code, words)).location).toContain('done=lecture-declined')
    }
    expect(await db.outboxMail.findMany()).toMatchObject([
      { template: 'lecture-answer', locale: 'ja', payload: { answer: '今回は難しいです。', agreed: null } },
    ])
    expect(await lectureNow(code)).toMatchObject({ state: 'declined', version: 1 })
    const late = await post(agree, code, { ...AGREED, seen: '1' })
    expect([late.status, late.data.notice?.key]).toEqual([409, 'lecture:desk.notNow'])
  })

  test('is called off without a word where nobody is to be told', async () => {
    const code = await aLecture('agreed')
    expect((await post(withdraw, code, { seen: '1' })).location).toContain('done=lecture-withdrawn')
    expect([await db.outboxMail.count(), (await lectureNow(code)).state]).toEqual([0, 'withdrawn'])
  })

  test('is corrected; what changed of it stands in the history without her words', async () => {
    const code = await aLecture('agreed')
    const fields = {
      ...asTyped(ASKING),
      name: '見本 次郎',
      audience: '50',
      locale: 'en',
      note: '',
      seen: '1',
    }
    for (const _ of [1, 2]) expect((await post(edit, code, fields)).location).toContain('done=lecture-edited')
    expect(await lectureNow(code)).toMatchObject({
      name: '見本 次郎',
      audience: 50,
      locale: 'en',
      version: 2,
    })
    const { history } = await show(code)
    expect(history).toHaveLength(1)
    expect(history[0]?.changes.map(({ field }) => field).toSorted()).toEqual(['audience', 'locale'])
  })

  test('that a colleague changed meanwhile is not changed by a form from before, and what she did is told', async () => {
    const other = await aDeskVisitor('treasurer')
    const code = await aLecture()
    await post(agree, code, { ...AGREED, seen: '0' }, other)
    const late = await post(agree, code, { ...AGREED, lecturer: '別の講師', seen: '0' })
    expect([late.status, late.data.typed.lecturer]).toEqual([409, '別の講師'])
    expect(late.data.changed).toMatchObject([{ who: '見本 treasurer', state: 'agreed' }])
    for (const [route, fields] of [
      [decline, {}],
      [withdraw, {}],
      [edit, { ...asTyped(ASKING), locale: 'ja' }],
      [page, { intent: 'hold' }],
    ] as const) {
      expect((await post(route, code, { ...fields, seen: '0' })).status).toBe(409)
    }
    // Pressing again with what is known now is a decision.
    expect((await post(agree, code, { ...AGREED, lecturer: '別の講師', seen: '1' })).status).toBe(303)
  })

  test('that is none is not found, and a form that none of ours sends is refused', async () => {
    for (const code of ['L-ZZZZ', 'x', 'l7k2m']) {
      expect((await office.get(page.loader, `/desk/lectures/${code}`, { code })).status).toBe(404)
      expect((await post(agree, code, { ...AGREED, seen: '0' })).status).toBe(404)
    }
    const code = await aLecture('agreed')
    expect((await post(page, code, { intent: 'pay', seen: '1' })).status).toBe(400)
    expect((await post(page, code, { intent: 'hold' })).status).toBe(409)
    expect((await post(page, code, { intent: 'hold', seen: 'x' })).status).toBe(409)
  })
})
