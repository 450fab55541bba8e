import { http, HttpResponse } from 'msw'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { drainOutbox } from '#app/features/messages/drain-outbox.server.ts'
import { markAddress } from '#app/features/messages/mark-address.server.ts'
import { openTask } from '#app/features/messages/open-task.server.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { setClock, setClockOffset } from '#app/platform/clock.server.ts'
import { db, inTransaction, pool } from '#app/platform/db.server.ts'
import { env } from '#app/platform/env.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { resend } from '#app/platform/mailer.server.ts'
import { action, loader } from '#app/routes/hooks/resend.ts'
import { setFault } from '#app/sandbox/faults.server.ts'
import { installSandbox, type InstalledSandbox } from '#app/sandbox/msw.server.ts'
import type { SandboxMail } from '#app/sandbox/store.server.ts'
import { advanceSandbox } from '#app/sandbox/time.server.ts'
import { signResend, takeWebhooks, type SignedWebhook } from '#app/sandbox/webhooks.server.ts'
import { mailSamples } from '#emails/samples.ts'
import { aStaffMember } from '#tests/support/staff.ts'

const HOUR_MS = 3_600_000
const start = new Date('2026-11-22T03:00:00.000Z')
const orderId = '01930000-0000-7000-8000-000000000001'

let sandbox: InstalledSandbox

beforeAll(() => {
  sandbox = installSandbox()
})

beforeEach(() => setClock(start))

afterAll(() => {
  sandbox.uninstall()
  setClockOffset(0)
})

/** The instant so many milliseconds after the start; the sandbox's clock goes with it. */
function at(ms: number): Date {
  const instant = new Date(start.getTime() + ms)
  setClock(instant)
  return instant
}

async function queue(change: { dedupeKey?: string; toEmail?: string | null; locale?: 'ja' | 'ko' } = {}) {
  return await inTransaction((tx) =>
    queueMail(tx, {
      dedupeKey: 'order-paid:1',
      template: 'order-paid',
      locale: 'ja',
      toEmail: 'hana@example.jp',
      props: mailSamples['order-paid'],
      orderId,
      now: start,
      ...change,
    }),
  )
}

async function mailbox(): Promise<SandboxMail[]> {
  const found = await pool.query<{ data: SandboxMail }>(
    `SELECT data FROM sandbox_objects WHERE type = 'mail' ORDER BY seq`,
  )
  return found.rows.map((row) => row.data)
}

async function theMail() {
  return await db.outboxMail.findFirstOrThrow()
}

async function tasks() {
  return await db.task.findMany({
    select: { kind: true, orderId: true, details: true },
    orderBy: { id: 'asc' },
  })
}

async function post(
  webhook: Pick<SignedWebhook, 'body' | 'headers'>,
  init: RequestInit = {},
): Promise<Response> {
  const request = new Request('http://localhost/hooks/resend', {
    method: 'POST',
    headers: webhook.headers,
    body: webhook.body,
    ...init,
  })
  return await action({ request, params: {}, context: {} })
}

function signed(payload: object, options?: Parameters<typeof signResend>[2]) {
  const body = JSON.stringify(payload)
  return { body, headers: signResend('msg_1', body, options) }
}

function bounced(email: string, data: object = {}) {
  return {
    type: 'email.bounced',
    created_at: start.toISOString(),
    data: {
      email_id: 'prov_1',
      to: [email],
      from: env.mailFrom,
      subject: 'x',
      created_at: start.toISOString(),
      bounce: { type: 'Permanent', subType: 'General', message: 'no such address' },
      ...data,
    },
  }
}

describe('queueing', () => {
  test('a fact is told once, however often it is queued', async () => {
    expect(await queue()).toBe(true)
    expect(await queue()).toBe(false)
    await Promise.all([queue({ dedupeKey: 'b' }), queue({ dedupeKey: 'b' })])
    expect(await db.outboxMail.count()).toBe(2)
  })

  test('a reader without e-mail gets none', async () => {
    expect(await queue({ toEmail: null })).toBe(false)
    expect(await db.outboxMail.count()).toBe(0)
  })

  test('what is rolled back is never sent', async () => {
    await expect(
      inTransaction(async (tx) => {
        await queueMail(tx, {
          dedupeKey: 'gone',
          template: 'voucher',
          locale: 'en',
          toEmail: 'hana@example.jp',
          props: mailSamples.voucher,
          now: start,
        })
        throw new Error('changed my mind')
      }),
    ).rejects.toThrow('changed my mind')
    expect(await drainOutbox({ now: start })).toEqual({ sent: 0, failed: 0, suppressed: 0, retrying: 0 })
  })

  test('the same finding is one task', async () => {
    const task = { dedupeKey: 'x:1', kind: 'books-wrong' as const, now: start }
    expect(await inTransaction((tx) => openTask(tx, task))).toBe(true)
    expect(await inTransaction((tx) => openTask(tx, task))).toBe(false)
    expect(await db.task.count()).toBe(1)
  })
})

describe('draining', () => {
  test('a mail arrives whole, once, and is marked as sent', async () => {
    await queue({ locale: 'ko' })
    expect(await drainOutbox({ now: start })).toEqual({ sent: 1, failed: 0, suppressed: 0, retrying: 0 })
    expect(await drainOutbox({ now: at(HOUR_MS) })).toEqual({
      sent: 0,
      failed: 0,
      suppressed: 0,
      retrying: 0,
    })

    const [mail, ...others] = await mailbox()
    expect(others).toEqual([])
    expect(mail).toMatchObject({
      from: env.mailFrom,
      to: ['hana@example.jp'],
      replyTo: [mailSamples['order-paid'].organisation.email],
      subject: '[M-Net 숍] 결제를 확인했습니다(K7M2-9QXA)',
    })
    expect(mail?.html).toContain('lang="ko"')
    expect(mail?.text).toContain('4,110엔')
    expect(await theMail()).toMatchObject({ state: 'sent', attempts: 1, sentAt: start, providerId: mail?.id })
  })

  test('drains that run at once share the work: each mail is sent once', async () => {
    const keys = Array.from({ length: 12 }, (_, index) => `many:${index}`)
    for (const key of keys) await queue({ dedupeKey: key })
    // The pool's connections are open before they race.
    await Promise.all(keys.map(() => pool.query('select pg_sleep(0.02)')))
    const reports = await Promise.all(keys.slice(0, 6).map(() => drainOutbox({ now: start })))
    expect(reports.reduce((sum, report) => sum + report.sent, 0)).toBe(12)
    expect(await mailbox()).toHaveLength(12)
    const rows = await db.outboxMail.findMany()
    expect(rows.map((row) => [row.state, row.attempts])).toEqual(rows.map(() => ['sent', 1]))
  })

  test('a row that another process is just taking is passed over, not waited for', async () => {
    await queue({ dedupeKey: '1' })
    await queue({ dedupeKey: '2' })
    const other = await pool.connect()
    try {
      await other.query('BEGIN')
      await other.query(`SELECT id FROM outbox_mails WHERE dedupe_key = '1' FOR UPDATE`)
      expect(await drainOutbox({ now: start })).toMatchObject({ sent: 1 })
    } finally {
      await other.query('ROLLBACK')
      other.release()
    }
    expect(await drainOutbox({ now: start })).toMatchObject({ sent: 1 })
    expect(await mailbox()).toHaveLength(2)
  })

  test('mail is not sent before it is due, nor more of it than asked for', async () => {
    for (const key of ['1', '2', '3']) await queue({ dedupeKey: key })
    expect((await drainOutbox({ now: at(-1000) })).sent).toBe(0)
    expect((await drainOutbox({ now: at(0), limit: 2 })).sent).toBe(2)
    expect((await drainOutbox({ now: at(0) })).sent).toBe(1)
  })

  test.each(['timeout-before', 'timeout-after', '500', '429'] as const)(
    'after %s the same mail goes with the same key: the reader gets one',
    async (fault) => {
      await queue()
      await setFault({ match: 'POST /emails', fault })
      expect(await drainOutbox({ now: start })).toEqual({ sent: 0, failed: 0, suppressed: 0, retrying: 1 })
      const waiting = await theMail()
      expect(waiting).toMatchObject({
        state: 'pending',
        attempts: 1,
        firstAttemptAt: start,
        providerId: null,
      })
      expect(waiting.lastError).toBeTruthy()
      expect(waiting.nextAttemptAt.getTime()).toBeGreaterThan(start.getTime() + 20_000)

      expect(await drainOutbox({ now: at(10_000) })).toMatchObject({ sent: 0, retrying: 0 })
      expect(await drainOutbox({ now: at(60_000) })).toMatchObject({ sent: 1, retrying: 0 })
      const mails = await mailbox()
      expect(mails).toHaveLength(1)
      expect(await theMail()).toMatchObject({
        state: 'sent',
        attempts: 2,
        lastError: null,
        providerId: mails[0]?.id,
      })
      expect(await tasks()).toEqual([])
    },
  )

  test('too many requests end the round: the other mails keep their first try', async () => {
    await queue({ dedupeKey: '1' })
    await queue({ dedupeKey: '2' })
    await setFault({ match: 'POST /emails', fault: '429', times: 2 })
    expect(await drainOutbox({ now: start })).toMatchObject({ sent: 0, retrying: 1 })
    expect(await db.outboxMail.count({ where: { attempts: 0 } })).toBe(1)
  })

  test('a process that dies while sending leaves the row to the next one', async () => {
    await queue()
    // What a process does before the call, and then no more.
    await db.outboxMail.updateMany({
      data: { attempts: 1, firstAttemptAt: start, nextAttemptAt: new Date(start.getTime() + 120_000) },
    })
    expect((await drainOutbox({ now: at(60_000) })).sent).toBe(0)
    expect((await drainOutbox({ now: at(121_000) })).sent).toBe(1)
    expect(await mailbox()).toHaveLength(1)
  })

  test('tries end before the key does, 23 hours after the first: a task names the order', async () => {
    await queue()
    await setFault({ match: 'POST /emails', fault: '500', times: 1000 })
    let attempts = 0
    let last = start
    for (let ms = 0; ms < 30 * HOUR_MS; ms += 5 * 60_000) {
      const report = await drainOutbox({ now: at(ms) })
      if (report.retrying + report.failed > 0) {
        attempts += 1
        last = new Date(start.getTime() + ms)
      }
    }
    expect(attempts).toBeGreaterThan(12)
    expect(last.getTime() - start.getTime()).toBeLessThan(23 * HOUR_MS)
    const mail = await theMail()
    expect(mail).toMatchObject({ state: 'failed', attempts, sentAt: null })
    expect(await tasks()).toMatchObject([
      { kind: 'mail-failed', orderId, details: { mailId: mail.id, template: 'order-paid' } },
    ])
    expect(await mailbox()).toEqual([])
  })

  test('a first try without an answer is not repeated after 23 hours: it may have been sent', async () => {
    await queue()
    await setFault({ match: 'POST /emails', fault: 'timeout-after' })
    await drainOutbox({ now: start })
    expect(await drainOutbox({ now: at(23 * HOUR_MS) })).toMatchObject({ sent: 0, failed: 1 })
    expect(await mailbox()).toHaveLength(1)
    expect(await tasks()).toMatchObject([{ kind: 'mail-failed' }])
  })

  test('what Resend refuses is not tried again, and its words are kept without the address', async () => {
    const refusal = { statusCode: 422, name: 'validation_error', message: 'Invalid `to`: hana@example.jp' }
    sandbox.server.use(
      http.post('https://api.resend.com/emails', () => HttpResponse.json(refusal, { status: 422 }), {
        once: true,
      }),
    )
    await queue()
    await queue({ dedupeKey: '2' })
    expect(await drainOutbox({ now: start })).toEqual({ sent: 1, failed: 1, suppressed: 0, retrying: 0 })
    expect(await db.outboxMail.findUnique({ where: { dedupeKey: 'order-paid:1' } })).toMatchObject({
      state: 'failed',
      attempts: 1,
      lastError: 'validation_error (422): Invalid `to`: [e-mail]',
    })
    expect(await tasks()).toMatchObject([{ kind: 'mail-failed', orderId }])
  })

  test('a payload that no template takes fails with a task instead of blocking the others', async () => {
    await queue()
    await db.outboxMail.updateMany({ data: { payload: { orderCode: 'K7M2-9QXA' } } })
    await queue({ dedupeKey: '2' })
    expect(await drainOutbox({ now: start })).toMatchObject({ sent: 1, failed: 1 })
    expect(await tasks()).toMatchObject([{ kind: 'mail-failed' }])
  })

  test('the mailer refuses to be called inside a transaction', async () => {
    await expect(inTransaction(async () => resend())).rejects.toThrow('inside a database transaction')
  })
})

describe('bounces and complaints', () => {
  test.each([
    ['bounced@resend.dev', 'mail-bounced', 'bounced'],
    ['complained+a@resend.dev', 'mail-complained', 'complained'],
  ])(
    '%s marks the address, opens a task for the order and stops further mail',
    async (email, kind, reason) => {
      await queue({ toEmail: email })
      await drainOutbox({ now: start })
      await queue({ toEmail: email, dedupeKey: 'waits' })
      await advanceSandbox(at(HOUR_MS))
      const webhooks = await takeWebhooks({ target: 'resend' })
      expect(webhooks.map((webhook) => webhook.type)).toContain(`email.${reason}`)
      // Each twice: Resend may repeat itself.
      for (const webhook of [...webhooks, ...webhooks]) expect((await post(webhook)).status).toBe(200)

      expect(await db.mailAddress.findMany()).toMatchObject([{ email, reason }])
      expect(await tasks()).toMatchObject([{ kind, orderId, details: { template: 'order-paid' } }])
      expect(await queue({ toEmail: email.toUpperCase(), dedupeKey: 'later' })).toBe(true)
      expect(await drainOutbox({ now: at(2 * HOUR_MS) })).toMatchObject({ sent: 0 })
      expect(await mailbox()).toHaveLength(1)
      expect(await db.outboxMail.count({ where: { state: 'suppressed' } })).toBe(2)
    },
  )

  test('an address that is marked while its mail waits is noticed before sending', async () => {
    await queue()
    await db.mailAddress.create({ data: { email: 'hana@example.jp', reason: 'bounced', markedAt: start } })
    expect(await drainOutbox({ now: start })).toEqual({ sent: 0, failed: 0, suppressed: 1, retrying: 0 })
    expect(await theMail()).toMatchObject({ state: 'suppressed' })
  })

  test('a link to sign in goes to a marked address all the same, and waits on when the address is marked meanwhile', async () => {
    const email = 'office@example.jp'
    await db.mailAddress.create({ data: { email, reason: 'bounced', markedAt: start } })
    const link = (dedupeKey: string) =>
      inTransaction((tx) =>
        queueMail(tx, {
          ...{ dedupeKey, template: 'staff-link', locale: 'ja', toEmail: email, now: start },
          props: mailSamples['staff-link'],
        }),
      )
    await link('1')
    await queue({ toEmail: email })
    await db.mailAddress.deleteMany()
    await link('2')
    await inTransaction((tx) => markAddress(tx, { email, reason: 'complained', now: start }))
    expect(await drainOutbox({ now: start })).toEqual({ sent: 2, failed: 0, suppressed: 0, retrying: 0 })
    const states = await db.outboxMail.groupBy({ by: ['template', 'state'], _count: true })
    expect(states).toHaveLength(2)
    expect(states).toEqual(
      expect.arrayContaining([
        { template: 'staff-link', state: 'sent', _count: 2 },
        { template: 'order-paid', state: 'suppressed', _count: 1 },
      ]),
    )
  })

  test("a complaint about the morning's mail ends that mail, for this person only", async () => {
    const one = await aStaffMember('secretariat')
    const other = await aStaffMember('treasurer')
    await inTransaction((tx) =>
      queueMail(tx, {
        ...{ dedupeKey: 'digest', template: 'staff-digest', locale: 'ja', now: start },
        toEmail: one.email,
        props: mailSamples['staff-digest'],
      }),
    )
    const { id } = await theMail()
    const digestOf = async ({ staffId }: { staffId: string }) =>
      (await db.staff.findUniqueOrThrow({ where: { id: staffId } })).digest
    await post(signed(bounced(one.email, { tags: { mail_id: id } })))
    expect(await digestOf(one)).toBe(true)
    await post(signed({ ...bounced(one.email, { tags: { mail_id: id } }), type: 'email.complained' }))
    expect([await digestOf(one), await digestOf(other)]).toEqual([false, true])
  })

  test('a webhook that overtakes the answer finds the mail by its tag', async () => {
    await queue()
    const { id } = await theMail()
    const event = bounced('hana@example.jp', { email_id: 'unknown_yet', tags: { mail_id: id } })
    expect((await post(signed(event))).status).toBe(200)
    expect(await tasks()).toMatchObject([{ kind: 'mail-bounced', orderId, details: { mailId: id } }])
  })

  test('a mail that Resend took but could not send opens a task; the address stays', async () => {
    await queue()
    const { id } = await theMail()
    await post(signed({ ...bounced('hana@example.jp', { tags: { mail_id: id } }), type: 'email.failed' }))
    expect(await db.mailAddress.count()).toBe(0)
    expect(await tasks()).toMatchObject([{ kind: 'mail-failed', orderId }])
  })

  test('a soft bounce, an event that is news to us and one of another shape change nothing', async () => {
    const soft = bounced('hana@example.jp', {
      bounce: { type: 'Transient', subType: 'MailboxFull', message: '' },
    })
    expect((await post(signed(soft))).status).toBe(200)
    expect((await post(signed({ ...soft, type: 'email.opened' }))).status).toBe(200)
    expect((await post(signed({ type: 'domain.updated', data: { id: newId() } }))).status).toBe(200)
    expect(await db.mailAddress.count()).toBe(0)
    expect(await db.task.count()).toBe(0)
  })
})

describe('/hooks/resend', () => {
  const event = bounced('hana@example.jp')

  test.each([
    ['a forged signature', signed(event, { secret: 'whsec_Zm9yZ2VkZm9yZ2VkZm9yZ2VkZm9yZ2Vk' })],
    ['an old signature', signed(event, { ageSeconds: 600 })],
    ['a changed body', { ...signed(event), body: JSON.stringify(bounced('other@example.jp')) }],
    ['no signature', { body: JSON.stringify(event), headers: {} }],
  ])('%s is 400, says nothing and does nothing', async (_name, webhook) => {
    const response = await post(webhook)
    expect([response.status, await response.text()]).toEqual([400, ''])
    expect(await db.mailAddress.count()).toBe(0)
    expect(await db.task.count()).toBe(0)
  })

  test('a body over 256 KB is not read', async () => {
    const response = await post(signed({ ...event, padding: 'x'.repeat(260 * 1024) }))
    expect([response.status, await response.text()]).toEqual([413, ''])
    expect(await db.mailAddress.count()).toBe(0)
  })

  test('only POST is answered', async () => {
    expect(loader().status).toBe(405)
    const response = await post(signed(event), { method: 'PUT' })
    expect([response.status, response.headers.get('Allow')]).toEqual([405, 'POST'])
  })
})
