import { beforeEach, describe, expect, test } from 'vitest'
import { db } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { loader as homeLoader } from '#app/routes/desk/home.tsx'
import { loader as listLoader } from '#app/routes/desk/inquiries.tsx'
import { action, loader } from '#app/routes/desk/inquiry.tsx'
import { anEdition, anOrganisation, NOON } from '#tests/support/factories.ts'
import { type Visitor } from '#tests/support/route-kit.ts'
import { useSandbox } from '#tests/support/sandbox-kit.ts'
import { aDeskVisitor } from '#tests/support/staff.ts'

useSandbox()
let office: Visitor & { staffId: string }
beforeEach(async () => {
  await anOrganisation()
  await anEdition({ sku: 'MNET-100' })
  office = await aDeskVisitor('secretariat')
})

/** A question of the contact form, asked so many hours after noon. */
async function asked(name: string, hours = 0): Promise<string> {
  const id = newId()
  const edition = await db.edition.findUniqueOrThrow({ where: { sku: 'MNET-100' } })
  const receivedAt = new Date(NOON.getTime() + hours * 3_600_000)
  const words = { name, email: 'reader@example.org', message: '在庫は?', locale: 'ko' }
  await db.inquiry.create({
    data: { ...words, id, topic: 'publication', editionId: edition.id, channel: 'web', receivedAt },
  })
  return id
}

const send = (id: string, fields: Record<string, string>, visitor: Visitor = office) =>
  visitor.post(action, `/desk/inquiries/${id}`, fields, { id })

describe('questions to the office', () => {
  test('stand open ones first, the oldest at the top', async () => {
    const first = await asked('first')
    await asked('second', 1)
    await asked('third', 2)
    await send(first, { intent: 'close' })
    const { data } = await office.get(listLoader, '/desk/inquiries')
    expect(data).toMatchObject({ open: 2, filters: { page: 1 }, pages: 1 })
    expect((await office.get(homeLoader, '/desk')).data).toMatchObject({ inquiries: 2 })
    expect(data.inquiries.map((inquiry) => inquiry.name)).toEqual(['second', 'third', 'first'])
    expect(data.inquiries[0]).toMatchObject({ sku: 'MNET-100', topic: 'publication' })
  })

  test('are answered by mail, once, in the language they came in', async () => {
    const id = await asked('見本 読子')
    const sent = await send(id, { intent: 'answer', answer: ' 네, 있습니다.\r\n감사합니다. ' })
    expect([sent.status, sent.location]).toEqual([303, `/desk/inquiries/${id}?done`])
    expect(await db.outboxMail.findMany()).toMatchObject([
      {
        template: 'inquiry-answer',
        locale: 'ko',
        toEmail: 'reader@example.org',
        payload: { name: '見本 読子', answer: '네, 있습니다.\n감사합니다.' },
      },
    ])
    const { data } = await office.get(loader, `/desk/inquiries/${id}`, { id })
    expect(data.inquiry).toMatchObject({ staffName: '見本 secretariat', answeredAt: expect.any(Date) })
    // The log knows who did it, and not what was said.
    const log = await db.auditEntry.findFirstOrThrow({ where: { tableName: 'inquiries', rowId: id } })
    expect(log.staffId).toBe(office.staffId)
    expect(JSON.stringify([log.before, log.after])).not.toContain('감사합니다')
  })

  test('that a colleague has answered or closed are not answered again, and what was written is kept', async () => {
    const other = await aDeskVisitor('treasurer')
    const id = await asked('a')
    await send(id, { intent: 'answer', answer: 'yes' }, other)
    const late = await send(id, { intent: 'answer', answer: 'no' })
    expect([late.status, late.data]).toEqual([409, { answer: 'no', reason: 'already-answered' }])
    expect((await send(id, { intent: 'close' })).status).toBe(409)
    const closed = await asked('b')
    await send(closed, { intent: 'close' }, other)
    expect((await send(closed, { intent: 'answer', answer: 'no' })).data).toMatchObject({
      reason: 'already-closed',
    })
    expect(await db.outboxMail.count()).toBe(1)
  })

  test.each([
    [' \r\n', 'empty'],
    ['x'.repeat(4_001), 'too-long'],
  ])('are not answered with nothing, nor with a book', async (answer, reason) => {
    const id = await asked('a')
    const refused = await send(id, { intent: 'answer', answer })
    expect([refused.status, refused.data]).toEqual([422, { answer, reason }])
    expect(await db.inquiry.count({ where: { closedAt: null } })).toBe(1)
  })

  test('that are none are not found', async () => {
    for (const id of ['x', newId()]) {
      expect((await office.get(loader, `/desk/inquiries/${id}`, { id })).status).toBe(404)
      expect((await send(id, { intent: 'answer', answer: 'yes' })).status).toBe(404)
    }
  })
})
