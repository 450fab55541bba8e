import { beforeEach, describe, expect, it } from 'vitest'
import { now } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { makeFormStamp } from '#app/platform/http/form-stamp.server.ts'
import { asTyped } from '#app/features/lectures/asking-form.ts'
import { action, headers, loader } from '#app/routes/shop/lectures.tsx'
import { anOrganisation } from '#tests/support/factories.ts'
import { ASKING } from '#tests/support/lecture-kit.ts'
import { aVisitor } from '#tests/support/route-kit.ts'
import { useSandbox } from '#tests/support/sandbox-kit.ts'

useSandbox()
beforeEach(anOrganisation)

const GOOD = asTyped(ASKING)

/** The stamp of a form that was opened so long ago. */
const stampOf = (seconds: number, form: 'lecture-form' | 'inquiry-form' = 'lecture-form'): string =>
  makeFormStamp(form, new Date(now().getTime() - seconds * 1000))

function send(changes: Record<string, string> = {}, { visitor = aVisitor(), locale = 'ja' } = {}) {
  const fields = { stamp: stampOf(60), ...GOOD, website: '', ...changes }
  return visitor.post(action, `/${locale}/lectures`, fields)
}

describe('the form for a lecturer', () => {
  it.each(['ja', 'en', 'ko', 'tl'])('stands in %s, and nobody may keep it', async (locale) => {
    const { data } = await aVisitor().get(loader, `/${locale}/lectures`)
    expect(data).toEqual({ isSent: false, stamp: expect.any(String) })
    expect(headers()).toEqual({ 'Cache-Control': 'private, no-store' })
    expect((await aVisitor().get(loader, `/${locale}/lectures`)).data.stamp).not.toBe(data.stamp)
  })

  it('stands in no other language', async () => {
    expect((await aVisitor().get(loader, '/fr/lectures')).status).toBe(404)
  })

  it.each(['ja', 'en', 'ko', 'tl'] as const)(
    'keeps what is asked in %s, and confirms it by mail',
    async (locale) => {
      const sent = await send({}, { locale })
      expect([sent.status, sent.location]).toEqual([303, `/${locale}/lectures?sent`])
      const lecture = await db.lectureRequest.findFirstOrThrow()
      expect(lecture).toMatchObject({ ...ASKING, state: 'asked', channel: 'web', locale, version: 0 })
      expect(lecture.code).toMatch(/^L-[0-9A-Z]{4}$/)
      const mail = await db.outboxMail.findFirstOrThrow()
      expect(mail).toMatchObject({
        template: 'lecture-received',
        locale,
        toEmail: 'city@example.org',
        lectureId: lecture.id,
        payload: { subjectCode: lecture.code },
      })
      // The address may be another person's: nothing that was typed goes there.
      expect(JSON.stringify(mail.payload)).not.toMatch(/見本 太郎|多文化|上野9/)
    },
  )

  it('takes a form that is sent twice once, at once or one after the other', async () => {
    const stamp = stampOf(60)
    const twice = await Promise.all([send({ stamp }), send({ stamp })])
    expect(twice.map(({ status }) => status)).toEqual([303, 303])
    expect((await send({ stamp })).status).toBe(303)
    expect([await db.lectureRequest.count(), await db.outboxMail.count()]).toEqual([1, 1])
  })

  it.each([
    [{ name: ' ' }, ['name']],
    [{ email: '' }, ['email']],
    [{ email: 'city@' }, ['email']],
    [{ postalCode: '12' }, ['postalCode']],
    [{ audience: '-3' }, ['audience']],
    [{ topic: 'x'.repeat(121), wishes: '\r\n' }, ['topic', 'wishes']],
  ])('%j is refused at its field, with everything typed kept', async (changes, fields) => {
    const stamp = stampOf(60)
    const answer = await send({ stamp, ...changes })
    expect([answer.status, answer.data]).toMatchObject([
      422,
      { refusal: null, stamp, typed: { ...GOOD, ...changes } },
    ])
    expect(answer.data.problems.map(([field]) => field)).toEqual(fields)
    expect(await db.lectureRequest.count()).toBe(0)
  })

  it('takes nothing from a program that fills in the hidden field, and does not tell it', async () => {
    const answer = await send({ website: 'https://spam.example' })
    expect([answer.status, answer.location]).toEqual([303, '/ja/lectures?sent'])
    expect([await db.lectureRequest.count(), await db.outboxMail.count()]).toEqual([0, 0])
  })

  it.each([
    ['sent at once', () => stampOf(2)],
    ['opened more than a day ago', () => stampOf(86_401)],
    ['with the stamp of another form', () => stampOf(60, 'inquiry-form')],
    ['without one', () => ''],
  ])('asks to send again a form %s, with everything typed kept', async (_what, stamp) => {
    const answer = await send({ stamp: stamp() })
    expect([answer.status, answer.data]).toMatchObject([422, { refusal: 'stamp', stamp: null, typed: GOOD }])
    expect(await db.lectureRequest.count()).toBe(0)
  })

  it('takes five an hour from one address, however it is written', async () => {
    for (let count = 0; count < 5; count += 1) expect((await send()).status).toBe(303)
    const sixth = await send({ email: 'CITY@example.org' })
    expect([sixth.status, sixth.data]).toMatchObject([
      429,
      { refusal: 'too-many', typed: { name: GOOD.name } },
    ])
    expect((await send({ email: 'other@example.org' })).status).toBe(303)
    expect(await db.lectureRequest.count()).toBe(6)
  })

  it('stops a sender who sends far too many', async () => {
    const visitor = aVisitor()
    const statuses: number[] = []
    for (let count = 0; count < 21; count += 1) statuses.push((await send({ name: '' }, { visitor })).status)
    expect([statuses[19], statuses[20]]).toEqual([422, 429])
  })
})
