import { parseCrontab } from 'graphile-worker'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tokyoDayOf } from '#app/domain/day.ts'
import { sendDigests } from '#app/features/desk/send-digest.server.ts'
import { openTask } from '#app/features/messages/open-task.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { jobTable, openJobTask } from '#app/job-table.server.ts'
import { setClock, setClockOffset } from '#app/platform/clock.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { crontabOf } from '#app/platform/jobs.server.ts'
import { renderMail } from '#emails/render.tsx'
import { anEdition, anOrder, anOrganisation, NOON } from '#tests/support/factories.ts'
import { aStaffMember } from '#tests/support/staff.ts'

const DAY = 86_400_000
const morning = new Date('2026-11-24T23:00:00Z')

beforeEach(async () => {
  await anOrganisation()
  await anEdition({ sku: 'MNET-100' })
})

afterEach(() => setClockOffset(0))

async function aPaidOrder(): Promise<void> {
  const order = await anOrder([{ sku: 'MNET-100', copies: 1 }])
  const { reference, amountYen } = await db.charge.findUniqueOrThrow({ where: { id: order.chargeId } })
  const on = tokyoDayOf(NOON)
  await recordPayment({ charge: reference, amountYen, method: 'bank', on, ref: 'row 1' }, { now: NOON })
}

async function digests() {
  const mails = await db.outboxMail.findMany({
    where: { template: 'staff-digest' },
    orderBy: { createdAt: 'asc' },
  })
  return mails.map(({ toEmail, locale, payload }) => ({ toEmail, locale, payload }))
}

test('a morning with nothing to tell has no mail', async () => {
  await aStaffMember('secretariat')
  expect(await sendDigests({ now: morning })).toBe(0)
  expect(await digests()).toEqual([])
})

test('tells figures and no reader, once a day, to staff who want it', async () => {
  await aStaffMember('secretariat', { locale: 'ko' })
  const treasurer = await aStaffMember('treasurer')
  const gone = await aStaffMember('administrator')
  await db.staff.update({ where: { id: treasurer.staffId }, data: { digest: false } })
  await db.staff.update({ where: { id: gone.staffId }, data: { disabledAt: NOON } })
  await aPaidOrder()
  await inTransaction((tx) => openTask(tx, { dedupeKey: 'a', kind: 'overpaid', now: NOON }))
  await inTransaction((tx) => openTask(tx, { dedupeKey: 'b', kind: 'overpaid', now: NOON }))
  const counts = await Promise.all([1, 2, 3].map(() => sendDigests({ now: morning })))
  expect(counts.toSorted()).toEqual([0, 0, 1])
  const [digest, ...more] = await digests()
  expect(more).toEqual([])
  expect(digest).toMatchObject({
    toEmail: 'secretariat@staff.example.org',
    locale: 'ko',
    payload: { newOrders: 1, toPack: 1, overdueBills: 0, failedMails: 0, tasks: [{ count: 2 }] },
  })
  const { text } = await renderMail('staff-digest', 'ko', digest?.payload)
  expect(text).toContain('/desk/packing')
  expect(text).not.toMatch(/山田|渋谷|reader@/)
})

test('counts new orders since the last one, and what failed', async () => {
  await aStaffMember('secretariat')
  await aPaidOrder()
  await sendDigests({ now: morning })
  await anOrder([{ sku: 'MNET-100', copies: 1 }], { now: new Date(morning.getTime() + 3_600_000) })
  await db.outboxMail.updateMany({
    where: { template: 'order-received' },
    data: { state: 'failed', firstAttemptAt: NOON },
  })
  await sendDigests({ now: new Date(morning.getTime() + DAY) })
  expect(await digests()).toMatchObject([
    { payload: { newOrders: 1 } },
    { payload: { newOrders: 1, toPack: 1, failedMails: 2 } },
  ])
})

test('tells of jobs that failed for good, by their name on the list of tasks', async () => {
  await aStaffMember('secretariat', { locale: 'en' })
  setClock(new Date('2026-11-24T18:10:00Z'))
  await openJobTask('check-books')
  await openJobTask('check-books')
  await openJobTask('sweep-stripe')
  expect(await sendDigests({ now: morning })).toBe(1)
  const [digest] = await digests()
  expect(digest?.payload).toMatchObject({ tasks: [{ label: 'A background job keeps failing', count: 2 }] })
})

test('ticks at eight in Tokyo and three times more, in case that the first failed', async () => {
  const tick = parseCrontab(crontabOf(jobTable)).find((item) => item.task === 'send-digests')
  const hours = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) =>
    tick?.match({ min: 0, hour, date: 25, month: 11, dow: 3 }),
  )
  expect(hours).toEqual([0, 1, 2, 23])
  await aStaffMember('secretariat')
  await aPaidOrder()
  const sent: number[] = []
  for (const hour of [0, 1, 2, 3])
    sent.push(await sendDigests({ now: new Date(morning.getTime() + hour * 3_600_000) }))
  expect(sent).toEqual([1, 0, 0, 0])
})
