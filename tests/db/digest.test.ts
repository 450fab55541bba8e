import { beforeEach, expect, test } from 'vitest'
import { tokyoDayOf } from '#app/domain/day.ts'
import { sendDigests } from '#app/features/desk/send-digest.server.ts'
import { openTask } from '#app/features/messages/open-task.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { renderMail } from '#emails/render.tsx'
import { anEdition, anOrder, anOrganisation, NOON } from '#tests/support/factories.ts'
import { aStaffMember } from '#tests/support/staff.ts'

const DAY = 86_400_000
const morning = new Date('2026-11-24T23:00:00Z')

beforeEach(async () => {
  await anOrganisation()
  await anEdition({ sku: 'MNET-100' })
})

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
