import { http, HttpResponse } from 'msw'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { workHandlers } from '#app/features/desk/work-handlers.server.ts'
import { drainOutbox } from '#app/features/messages/drain-outbox.server.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { queueWork } from '#app/features/work/queue-work.server.ts'
import { runWorks } from '#app/features/work/run-works.server.ts'
import { now, setClock, setClockOffset } from '#app/platform/clock.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import * as mailsPage from '#app/routes/desk/mails.tsx'
import * as workPage from '#app/routes/desk/work.tsx'
import { loader as fileLoader } from '#app/routes/desk/work-file.ts'
import { loader as worksLoader } from '#app/routes/desk/works.tsx'
import { installSandbox, type InstalledSandbox } from '#app/sandbox/msw.server.ts'
import { mailSamples } from '#emails/samples.ts'
import { NOON } from '#tests/support/factories.ts'
import { aDeskVisitor } from '#tests/support/staff.ts'

const MINUTE = 60_000
const LATER = new Date(NOON.getTime() + MINUTE)
let sandbox: InstalledSandbox

beforeAll(() => {
  sandbox = installSandbox()
})
beforeEach(() => setClock(NOON))
afterAll(() => {
  sandbox.uninstall()
  setClockOffset(0)
})

/** Resend takes no mail until the handlers are reset. */
function refuseMails(): void {
  sandbox.server.use(
    http.post('https://api.resend.com/emails', () =>
      HttpResponse.json({ name: 'validation_error', statusCode: 422, message: 'no' }, { status: 422 }),
    ),
  )
}

/** Mails that Resend has refused, for good. */
async function failedMails(count: number): Promise<string[]> {
  for (let number = 1; number <= count; number += 1) {
    await inTransaction((tx) =>
      queueMail(tx, {
        dedupeKey: `order-link:${number}`,
        template: 'order-link',
        locale: 'ja',
        toEmail: `reader${number}@example.org`,
        props: mailSamples['order-link'],
        now: NOON,
      }),
    )
  }
  refuseMails()
  await drainOutbox({ now: NOON })
  sandbox.server.resetHandlers()
  setClock(LATER)
  const failed = await db.outboxMail.findMany({ where: { state: 'failed' }, orderBy: { id: 'asc' } })
  expect(failed).toHaveLength(count)
  return failed.map(({ id }) => id)
}

async function sentMails(): Promise<number> {
  return await db.sandboxObject.count({ where: { type: 'mail' } })
}

describe('a long work', () => {
  test('has a page that loads itself again while it runs, unless told not to', async () => {
    const staff = await aDeskVisitor('secretariat')
    const id = await inTransaction((tx) =>
      queueWork(tx, { kind: 'mail-batch', params: { mailIds: [] }, total: 0, now: NOON }),
    )
    const path = `/desk/work/${id}`
    const queued = await staff.get(workPage.loader, path, { id })
    expect(queued.data.work).toMatchObject({ state: 'queued' })
    expect(queued.headers.get('Refresh')).toBe('2')
    const still = await staff.get(workPage.loader, `${path}?still`, { id })
    expect([still.data.isPaused, still.headers.get('Refresh')]).toEqual([true, null])
    await runWorks(workHandlers)
    const done = await staff.get(workPage.loader, path, { id })
    expect([done.data.work.state, done.headers.get('Refresh')]).toEqual(['done', null])
    expect((await staff.get(worksLoader, '/desk/work')).data.works.map((work) => work.id)).toEqual([id])
  })

  test('that nobody asked for is not found', async () => {
    const staff = await aDeskVisitor('secretariat')
    for (const id of ['none', '01930000-0000-7000-8000-000000000001']) {
      expect((await staff.get(workPage.loader, `/desk/work/${id}`, { id })).status).toBe(404)
      expect((await staff.post(workPage.action, `/desk/work/${id}`, {}, { id })).status).toBe(404)
      expect((await staff.get(fileLoader, `/desk/work/${id}/file`, { id })).status).toBe(404)
    }
  })

  test('leaves a file that no cache keeps', async () => {
    const staff = await aDeskVisitor('secretariat')
    const id = await inTransaction((tx) =>
      queueWork(tx, { kind: 'mail-batch', params: {}, total: 1, now: NOON }),
    )
    await db.work.update({
      where: { id },
      data: {
        state: 'done',
        fileName: '発送-2026.pdf',
        mediaType: 'application/pdf',
        file: new TextEncoder().encode('%PDF-1.7'),
        finishedAt: NOON,
      },
    })
    const { response, headers } = await staff.get(fileLoader, `/desk/work/${id}/file`, { id })
    expect(await response?.text()).toBe('%PDF-1.7')
    expect(headers.get('Cache-Control')).toBe('private, no-store')
    expect(headers.get('Content-Disposition')).toContain("filename*=UTF-8''%E7%99%BA")
  })
})

describe('failed mails', () => {
  test('are listed by state, with the reason and without secrets', async () => {
    await failedMails(2)
    const staff = await aDeskVisitor('secretariat')
    const failed = await staff.get(mailsPage.loader, '/desk/mails?state=failed')
    expect(failed.data.mails).toHaveLength(2)
    expect(failed.data.mails[0]).toMatchObject({ state: 'failed', toEmail: 'reader2@example.org' })
    expect(failed.data.mails[0]?.lastError).toContain('validation_error')
    const sent = await staff.get(mailsPage.loader, '/desk/mails?state=sent')
    expect(sent.data.mails).toHaveLength(0)
    const strange = await staff.get(mailsPage.loader, '/desk/mails?state=x&page=-1')
    expect(strange.data).toMatchObject({ state: null, page: 1, mails: { length: 2 } })
  })

  test('are sent again when chosen, and their tasks end', async () => {
    const [first = '', second = ''] = await failedMails(2)
    const staff = await aDeskVisitor('secretariat')
    const asked = await staff.post(mailsPage.action, '/desk/mails', [['mail', first]])
    expect([asked.status, asked.location]).toEqual([303, expect.stringMatching(/^\/desk\/work\//)])
    await runWorks(workHandlers)
    expect(await sentMails()).toBe(1)
    expect(await db.outboxMail.findUnique({ where: { id: second } })).toMatchObject({ state: 'failed' })
    expect(await db.task.count({ where: { doneAt: null } })).toBe(1)
    const id = asked.location?.split('/').at(-1) ?? ''
    const page = await staff.get(workPage.loader, asked.location ?? '', { id })
    expect(page.data).toMatchObject({ work: { done: 1, total: 1 }, mails: { sent: 1, failed: 0 } })
    // Who had which mail sent again is written down, without whom it went to and what it said.
    const audited = await db.auditEntry.findMany({ where: { tableName: 'outbox_mails' } })
    expect(audited).toMatchObject([
      {
        rowId: first,
        staffId: staff.staffId,
        change: 'update',
        before: { state: 'failed', attempts: 1 },
        after: { state: 'pending', attempts: 0 },
      },
    ])
    expect(JSON.stringify(audited)).not.toMatch(/reader|payload|to_email/)
    // She has a colleague who had the same page open.
    const late = await staff.post(mailsPage.action, '/desk/mails', [['mail', first]])
    expect(late.status).toBe(422)
  })

  test('that two people send again at once leave once', async () => {
    await failedMails(3)
    const [one, other] = [await aDeskVisitor('secretariat'), await aDeskVisitor('treasurer')]
    await Promise.all(
      [one, other].map((staff) => staff.post(mailsPage.action, '/desk/mails', { intent: 'all' })),
    )
    expect(await db.work.count()).toBe(2)
    await Promise.all([runWorks(workHandlers), runWorks(workHandlers)])
    // One that both had their hands on at the same moment goes out with the next round.
    await drainOutbox({ now: now() })
    const states = await db.outboxMail.findMany({ select: { state: true, attempts: true, lastError: true } })
    expect(states).toEqual(Array(3).fill({ state: 'sent', attempts: 1, lastError: null }))
    expect(await sentMails()).toBe(3)
  })

  test('that fail again in a batch are not tried twice by it, though its worker died, and open another task', async () => {
    const [mail = ''] = await failedMails(1)
    const staff = await aDeskVisitor('secretariat')
    await staff.post(mailsPage.action, '/desk/mails', [['mail', mail]])
    refuseMails()
    await runWorks(workHandlers)
    expect(await db.task.count({ where: { doneAt: null } })).toBe(1)
    await db.work.updateMany({ data: { state: 'running', heardAt: NOON } })
    setClock(new Date(NOON.getTime() + 5 * MINUTE))
    sandbox.server.resetHandlers()
    await runWorks(workHandlers)
    expect(await sentMails()).toBe(0)
    expect(await db.task.count()).toBe(2)
  })

  test.each([[{}], [[['mail', 'x']] as [string, string][]], [{ intent: 'all' }]])(
    'none of them: %j is refused',
    async (fields) => {
      const staff = await aDeskVisitor('secretariat')
      expect((await staff.post(mailsPage.action, '/desk/mails', fields)).status).toBe(422)
      expect(await db.work.count()).toBe(0)
    },
  )
})
