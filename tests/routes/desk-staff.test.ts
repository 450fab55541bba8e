import { beforeEach, describe, expect, test } from 'vitest'
import { AUDITED_TABLES } from '#app/features/desk/audit-filters.ts'
import { runAs } from '#app/platform/actor.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { loader as auditLoader } from '#app/routes/desk/audit.tsx'
import { loader as homeLoader } from '#app/routes/desk/home.tsx'
import { action as memberAction, loader as memberLoader } from '#app/routes/desk/staff-member.tsx'
import { action as staffAction, loader as staffLoader } from '#app/routes/desk/staff.tsx'
import { anEdition, anOrder, anOrganisation } from '#tests/support/factories.ts'
import type { Visitor } from '#tests/support/route-kit.ts'
import { useSandbox } from '#tests/support/sandbox-kit.ts'
import { aDeskVisitor, aStaffMember } from '#tests/support/staff.ts'

useSandbox()

type DeskVisitor = Visitor & { staffId: string }
let admin: DeskVisitor
beforeEach(async () => {
  admin = await aDeskVisitor('administrator')
})

const NEW = { email: 'hana@staff.example.org', name: '山田 花子', role: 'secretariat', locale: 'ja' }

function change(id: string, fields: Record<string, string>, as: Visitor = admin) {
  return as.post(memberAction, `/desk/staff/${id}`, fields, { id })
}

describe('letting somebody in', () => {
  test('adds her, in the name of who did it', async () => {
    const answer = await admin.post(staffAction, '/desk/staff', NEW)
    const row = await db.staff.findUniqueOrThrow({ where: { email: NEW.email } })
    expect(answer.location).toBe(`/desk/staff?added=${row.id}`)
    const { data } = await admin.get(staffLoader, `/desk/staff?added=${row.id}`)
    expect(data.added).toMatchObject({ name: '山田 花子', role: 'secretariat', hasSecondFactor: false })
    expect(
      await db.auditEntry.findFirstOrThrow({ where: { tableName: 'staff', rowId: row.id } }),
    ).toMatchObject({
      staffId: admin.staffId,
      change: 'insert',
      after: { email: NEW.email, role: 'secretariat' },
    })
  })

  test.each([
    ['no address', { email: 'hana' }, 'email'],
    ['no name', { name: '  ' }, 'name'],
    ['a name that is too long', { name: 'x'.repeat(101) }, 'name'],
    ['an address that is on the staff', { email: 'Administrator@Staff.example.org' }, 'email-used'],
  ])('is refused with %s, and keeps what was typed', async (_name, wrong, reason) => {
    const answer = await admin.post(staffAction, '/desk/staff', { ...NEW, ...wrong })
    expect([answer.status, answer.data]).toEqual([422, { reason, typed: { ...NEW, ...wrong } }])
    expect(await db.staff.count()).toBe(1)
  })

  test('knows no other role or language', async () => {
    for (const wrong of [{ role: 'owner' }, { locale: 'fr' }])
      expect((await admin.post(staffAction, '/desk/staff', { ...NEW, ...wrong })).status).toBe(400)
  })
})

describe('a colleague', () => {
  test('gets another name, role, language and digest; a new role signs her out', async () => {
    const colleague = await aDeskVisitor('secretariat')
    const fields = { intent: 'save', name: '佐藤', role: 'treasurer', locale: 'ko' }
    expect((await change(colleague.staffId, fields)).status).toBe(303)
    const row = await db.staff.findUniqueOrThrow({ where: { id: colleague.staffId } })
    expect(row).toMatchObject({ name: '佐藤', role: 'treasurer', locale: 'ko', digest: false })
    expect((await colleague.get(homeLoader, '/desk')).location).toBe('/desk/sign-in')
  })

  test('loses access and gets it back', async () => {
    const colleague = await aDeskVisitor('treasurer')
    await change(colleague.staffId, { intent: 'disable' })
    expect((await colleague.get(homeLoader, '/desk')).location).toBe('/desk/sign-in')
    const { data } = await admin.get(memberLoader, '/desk/staff/x', { id: colleague.staffId })
    expect([data.member.disabledAt, data.sessions]).toEqual([expect.any(Date), []])
    await change(colleague.staffId, { intent: 'enable' })
    expect((await db.staff.findUniqueOrThrow({ where: { id: colleague.staffId } })).disabledAt).toBeNull()
  })

  test('has one of her sessions ended, or all; never those of another', async () => {
    const colleague = await aDeskVisitor('treasurer')
    const other = await aDeskVisitor('treasurer')
    const [own] = await db.session.findMany({ where: { staffId: admin.staffId } })
    await change(colleague.staffId, { intent: 'end', session: own?.id ?? '' })
    expect((await admin.get(homeLoader, '/desk')).status).toBe(200)
    const { data } = await admin.get(memberLoader, '/desk/staff/x', { id: colleague.staffId })
    await change(colleague.staffId, { intent: 'end', session: data.sessions[0]?.id ?? '' })
    expect(await db.session.count({ where: { staffId: colleague.staffId, endedAt: null } })).toBe(1)
    await change(colleague.staffId, { intent: 'end-all' })
    expect((await other.get(homeLoader, '/desk')).location).toBe('/desk/sign-in')
  })

  test('whose codes are reset sets them up anew', async () => {
    const { staffId } = await aStaffMember('treasurer')
    await db.staff.update({
      where: { id: staffId },
      data: { totpSecret: new Uint8Array(8), totpConfirmedAt: new Date() },
    })
    await change(staffId, { intent: 'reset-codes' })
    const row = await db.staff.findUniqueOrThrow({ where: { id: staffId } })
    expect([row.totpSecret, row.totpConfirmedAt]).toEqual([null, null])
  })

  test('who does not exist is not found, and an intent that no form has is refused', async () => {
    for (const id of ['none', '01930000-0000-7000-8000-000000000001'])
      expect((await change(id, { intent: 'disable' })).status).toBe(404)
    const { staffId } = await aStaffMember('treasurer')
    expect((await change(staffId, { intent: 'delete' })).status).toBe(400)
  })
})

describe('the last administrator', () => {
  test.each([
    ['a lower role', { intent: 'save', name: 'A', role: 'treasurer', locale: 'ja' }],
    ['no access', { intent: 'disable' }],
  ])('does not get %s', async (_name, fields) => {
    const answer = await change(admin.staffId, fields)
    expect([answer.status, answer.data]).toMatchObject([422, { reason: 'last-administrator' }])
    expect((await admin.get(homeLoader, '/desk')).status).toBe(200)
  })

  test('is one of two who take each other’s access away at once', async () => {
    const added = await aStaffMember('administrator', { email: 'second@staff.example.org' })
    const answers = await Promise.all([
      change(admin.staffId, { intent: 'disable' }),
      change(added.staffId, { intent: 'disable' }),
    ])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 422])
    expect(await db.staff.count({ where: { role: 'administrator', disabledAt: null } })).toBe(1)
  })
})

describe('the audit log', () => {
  async function log(query = '') {
    const { data, status } = await admin.get(auditLoader, `/desk/audit${query}`)
    return { status, log: data?.log }
  }

  test('knows the tables that the database watches', async () => {
    const watched = await db.$queryRaw<{ name: string }[]>`
      SELECT tgrelid::regclass::text AS name FROM pg_trigger WHERE tgname LIKE '%\\_audit' ORDER BY 1`
    expect(watched.map(({ name }) => name)).toEqual([...AUDITED_TABLES].toSorted())
  })

  test('tells who changed which field of which row from what to what, with the order it is of', async () => {
    await anOrganisation()
    await anEdition({ sku: 'MNET-100' })
    const order = await anOrder([{ sku: 'MNET-100', copies: 1 }])
    const { id } = await db.order.findUniqueOrThrow({ where: { code: order.code } })
    await runAs({ kind: 'operator' }, () =>
      inTransaction((tx) => tx.order.update({ where: { id }, data: { phone: '03-1111-2222' } })),
    )
    const { log: found } = await log(`?table=orders&row=${id}`)
    expect(found).toMatchObject({ total: 1, pages: 1 })
    expect(found?.lines[0]).toMatchObject({
      person: null,
      change: 'update',
      table: 'orders',
      orderCode: order.code,
      changes: [{ field: 'phone', before: '', after: '03-1111-2222' }],
    })
  })

  test('is narrowed by person, table, row and day, and what makes no sense narrows nothing', async () => {
    await admin.post(staffAction, '/desk/staff', NEW)
    const all = (await log()).log?.total ?? 0
    expect(all).toBeGreaterThan(0)
    const narrowed = async (query: string) => (await log(query)).log?.total
    expect(await narrowed(`?person=${admin.staffId}`)).toBe(all)
    expect(await narrowed('?person=operator')).toBe(0)
    expect(await narrowed('?table=staff')).toBe(1)
    expect(await narrowed('?table=orders')).toBe(0)
    expect(await narrowed('?from=2026-11-24&to=2026-11-24')).toBe(all)
    expect(await narrowed('?to=2026-11-23')).toBe(0)
    expect(await narrowed("?person='--&table=pg_class&from=yesterday&page=x")).toBe(all)
    expect((await log('?page=2')).status).toBe(404)
  })

  test('never shows a secret', async () => {
    const { log: found } = await log()
    expect(JSON.stringify(found)).not.toMatch(/totp_secret|token_hash/)
  })
})
