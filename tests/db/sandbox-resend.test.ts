import { Resend } from 'resend'
import { describe, expect, test } from 'vitest'
import { inTransaction } from '#app/platform/db.server.ts'
import { env } from '#app/platform/env.server.ts'
import { setFault } from '#app/sandbox/faults.server.ts'
import { takeWebhooks } from '#app/sandbox/webhooks.server.ts'
import { DAY, passTime, SECOND, useSandbox } from '#tests/support/sandbox-kit.ts'

useSandbox()

const resend = new Resend('re_sandbox')
const MAIL = {
  from: 'M-Net Shop <shop@example.org>',
  to: 'reader@example.org',
  subject: 'ご注文ありがとうございます',
  html: '<p>本文</p>',
  text: '本文',
  headers: { 'X-Order': 'K7M2-9QXA' },
  tags: [{ name: 'template', value: 'order_received' }],
}

async function idOf(call: ReturnType<typeof resend.emails.send>): Promise<string> {
  const { data, error } = await call
  if (error) throw new Error(error.message)
  return data.id
}

async function told() {
  const taken = await takeWebhooks({ target: 'resend' })
  return taken.map((webhook) =>
    resend.webhooks.verify({
      payload: webhook.body,
      headers: {
        id: webhook.headers['svix-id']!,
        timestamp: webhook.headers['svix-timestamp']!,
        signature: webhook.headers['svix-signature']!,
      },
      webhookSecret: env.resend.webhookSecret,
    }),
  )
}

test('a mail is kept as it was sent, and can be fetched', async () => {
  const id = await idOf(resend.emails.send(MAIL, { idempotencyKey: 'order-received/1' }))
  const { data } = await resend.emails.get(id)
  expect(data).toMatchObject({
    object: 'email',
    id,
    to: ['reader@example.org'],
    subject: MAIL.subject,
    html: MAIL.html,
    text: MAIL.text,
    last_event: 'queued',
  })
  expect((await resend.emails.get('none')).error).toMatchObject({ statusCode: 404, name: 'not_found' })
})

describe('idempotency keys', () => {
  test('the same mail is sent once', async () => {
    const first = await idOf(resend.emails.send(MAIL, { idempotencyKey: 'paid/1' }))
    expect(await idOf(resend.emails.send(MAIL, { idempotencyKey: 'paid/1' }))).toBe(first)
    await passTime(2 * SECOND)
    expect((await told()).map((event) => event.type)).toEqual(['email.sent', 'email.delivered'])
  })

  test('another mail under the same key is refused', async () => {
    await idOf(resend.emails.send(MAIL, { idempotencyKey: 'paid/1' }))
    const { error } = await resend.emails.send({ ...MAIL, subject: 'Other' }, { idempotencyKey: 'paid/1' })
    expect(error).toMatchObject({ statusCode: 409, name: 'invalid_idempotent_request' })
  })

  test('are forgotten after 24 hours', async () => {
    const first = await idOf(resend.emails.send(MAIL, { idempotencyKey: 'paid/1' }))
    await passTime(DAY + SECOND)
    expect(await idOf(resend.emails.send(MAIL, { idempotencyKey: 'paid/1' }))).not.toBe(first)
  })

  test('at the same moment: one mail', async () => {
    const results = await Promise.all(
      Array.from({ length: 5 }, () => resend.emails.send(MAIL, { idempotencyKey: 'paid/1' })),
    )
    expect(new Set(results.flatMap(({ data }) => (data ? [data.id] : []))).size).toBe(1)
    const names = results.flatMap(({ error }) => (error ? [error.name] : []))
    expect(names.every((name) => name === 'concurrent_idempotent_requests')).toBe(true)
  })
})

describe('webhooks verify with the SDK', () => {
  test('delivered', async () => {
    const id = await idOf(resend.emails.send(MAIL))
    await passTime(2 * SECOND)
    expect(await told()).toMatchObject([
      { type: 'email.sent', data: { email_id: id, tags: { template: 'order_received' } } },
      { type: 'email.delivered', data: { email_id: id, to: ['reader@example.org'] } },
    ])
    expect((await resend.emails.get(id)).data?.last_event).toBe('delivered')
  })

  test('bounced', async () => {
    const id = await idOf(resend.emails.send({ ...MAIL, to: 'bounced+order1@resend.dev' }))
    await passTime(2 * SECOND)
    expect(await told()).toMatchObject([
      { type: 'email.sent' },
      { type: 'email.bounced', data: { email_id: id, bounce: { type: 'Permanent' } } },
    ])
  })

  test('complained about', async () => {
    await idOf(resend.emails.send({ ...MAIL, to: 'Reader <complained@resend.dev>' }))
    await passTime(3 * SECOND)
    expect((await told()).map((event) => event.type)).toEqual([
      'email.sent',
      'email.delivered',
      'email.complained',
    ])
  })
})

describe('refusals and faults', () => {
  test('a mail without subject, without text, to nobody, to what is no address', async () => {
    const names = []
    for (const wrong of [{ subject: '' }, { html: '', text: '' }, { to: [] }, { to: 'reader' }]) {
      const { error } = await resend.emails.send({ ...MAIL, ...wrong })
      names.push([error?.statusCode, error?.name])
    }
    expect(names).toEqual([
      [422, 'missing_required_field'],
      [422, 'missing_required_field'],
      [422, 'validation_error'],
      [422, 'validation_error'],
    ])
  })

  test('time-out after the effect: the second try sends nothing more', async () => {
    await setFault({ match: 'resend', fault: 'timeout-after' })
    expect((await resend.emails.send(MAIL, { idempotencyKey: 'paid/1' })).error).not.toBeNull()
    await idOf(resend.emails.send(MAIL, { idempotencyKey: 'paid/1' }))
    await passTime(2 * SECOND)
    expect((await told()).filter((event) => event.type === 'email.sent')).toHaveLength(1)
  })

  test('time-out before, 500 and 429', async () => {
    await setFault({ match: 'POST /emails', fault: 'timeout-before' })
    await setFault({ match: 'resend', fault: '500' })
    await setFault({ match: 'resend', fault: '429' })
    const seen = []
    for (const _ of [1, 2, 3])
      seen.push((await resend.emails.send(MAIL, { idempotencyKey: 'k' })).error?.statusCode)
    expect(seen).toEqual([null, 500, 429])
    expect((await resend.emails.send(MAIL, { idempotencyKey: 'k' })).error).toBeNull()
  })

  test('a call inside a database transaction is refused', async () => {
    const { error } = await inTransaction(async () => await resend.emails.send(MAIL))
    expect(error?.message).toBe('The shop called Resend inside a database transaction.')
  })
})
