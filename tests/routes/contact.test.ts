import { beforeEach, describe, expect, it } from 'vitest'
import { now } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { makeFormStamp } from '#app/platform/http/form-stamp.server.ts'
import { action, headers, loader } from '#app/routes/shop/contact.tsx'
import { anEdition, anOrganisation } from '#tests/support/factories.ts'
import { aVisitor } from '#tests/support/route-kit.ts'
import { useSandbox } from '#tests/support/sandbox-kit.ts'

useSandbox()
beforeEach(async () => {
  await anOrganisation()
  await anEdition({ sku: 'MNET-100' })
})

const GOOD = {
  name: '見本 読子',
  email: 'Reader@example.org',
  topic: 'publication',
  edition: 'MNET-100',
  message: '第100号は\r\nまだありますか。',
  website: '',
}

/** The stamp of a form that was opened so long ago. */
const stampOf = (seconds: number): string =>
  makeFormStamp('inquiry-form', new Date(now().getTime() - seconds * 1000))

function send(changes: Record<string, string> = {}, { visitor = aVisitor(), locale = 'ja' } = {}) {
  return visitor.post(action, `/${locale}/contact`, { stamp: stampOf(60), ...GOOD, ...changes })
}

describe('the contact form', () => {
  it.each(['ja', 'en', 'ko', 'tl'])(
    'stands with its choices in %s, and nobody may keep it',
    async (locale) => {
      const { data } = await aVisitor().get(loader, `/${locale}/contact`)
      expect(data).toMatchObject({ isSent: false, editions: [{ sku: 'MNET-100' }] })
      expect(headers()).toEqual({ 'Cache-Control': 'private, no-store' })
      expect((await aVisitor().get(loader, `/${locale}/contact`)).data.stamp).not.toBe(data.stamp)
    },
  )

  it.each(['ja', 'en', 'ko', 'tl'] as const)(
    'keeps what is asked in %s, and confirms it by mail',
    async (locale) => {
      const sent = await send({}, { locale })
      expect([sent.status, sent.location]).toEqual([303, `/${locale}/contact?sent`])
      expect(await db.inquiry.findMany({ include: { edition: true } })).toMatchObject([
        {
          name: '見本 読子',
          email: 'Reader@example.org',
          topic: 'publication',
          edition: { sku: 'MNET-100' },
          message: '第100号は\nまだありますか。',
          channel: 'web',
          locale,
          answer: null,
          closedAt: null,
        },
      ])
      const mail = await db.outboxMail.findFirstOrThrow()
      expect(mail).toMatchObject({ template: 'inquiry-received', locale, toEmail: 'Reader@example.org' })
      // The address may be another person's: nothing that was typed goes there.
      expect(JSON.stringify(mail.payload)).not.toMatch(/見本 読子|ありますか/)
    },
  )

  it('takes a form that is sent twice once', async () => {
    const stamp = stampOf(60)
    expect((await send({ stamp })).status).toBe(303)
    expect((await send({ stamp })).status).toBe(303)
    expect([await db.inquiry.count(), await db.outboxMail.count()]).toEqual([1, 1])
  })

  it.each([
    [{ name: ' ' }, { name: 'required' }],
    [{ email: '' }, { email: 'required' }],
    [{ email: 'reader@' }, { email: 'email' }],
    [{ topic: '' }, { topic: 'choice' }],
    [{ topic: 'money' }, { topic: 'choice' }],
    [{ edition: 'MNET-999' }, { edition: 'choice' }],
    [{ message: '\r\n' }, { message: 'required' }],
    [{ message: 'x'.repeat(4_001) }, { message: 'tooLong' }],
    [
      { name: 'x'.repeat(101), email: 'no', topic: 'x' },
      { name: 'tooLong', email: 'email', topic: 'choice' },
    ],
  ])('%j is refused at its field, with everything typed kept', async (changes, errors) => {
    const stamp = stampOf(60)
    const answer = await send({ stamp, ...changes })
    const { website: _, ...typed } = { ...GOOD, ...changes } as typeof GOOD
    expect([answer.status, answer.data]).toEqual([422, { errors, refusal: null, stamp, typed }])
    expect(await db.inquiry.count()).toBe(0)
  })

  it('takes nothing from a program that fills in the hidden field, and does not tell it', async () => {
    const answer = await send({ website: 'https://spam.example' })
    expect([answer.status, answer.location]).toEqual([303, '/ja/contact?sent'])
    expect([await db.inquiry.count(), await db.outboxMail.count()]).toEqual([0, 0])
  })

  it.each([
    ['sent at once', () => stampOf(2)],
    ['opened more than a day ago', () => stampOf(86_401)],
    ['with a stamp that is none', () => 'x'],
    ['without one', () => ''],
  ])('asks to send again a form %s, with everything typed kept', async (_what, stamp) => {
    const answer = await send({ stamp: stamp() })
    expect([answer.status, answer.data]).toMatchObject([
      422,
      { refusal: 'stamp', stamp: null, typed: { message: GOOD.message, email: GOOD.email } },
    ])
    expect(await db.inquiry.count()).toBe(0)
  })

  it('takes five an hour from one address, whoever sends them and however it is written', async () => {
    for (let count = 0; count < 5; count += 1) expect((await send()).status).toBe(303)
    const sixth = await send({ email: 'READER@example.org' })
    expect([sixth.status, sixth.data]).toMatchObject([
      429,
      { refusal: 'too-many', typed: { name: GOOD.name } },
    ])
    expect((await send({ email: 'other@example.org' })).status).toBe(303)
    expect(await db.inquiry.count()).toBe(6)
  })

  it('stops a sender who sends far too many', async () => {
    const visitor = aVisitor()
    const statuses: number[] = []
    for (let count = 0; count < 21; count += 1) statuses.push((await send({ name: '' }, { visitor })).status)
    expect([statuses[19], statuses[20]]).toEqual([422, 429])
  })
})
