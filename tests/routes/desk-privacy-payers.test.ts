import { beforeEach, describe, expect, test } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { consign } from '#app/features/circulation/consign.server.ts'
import { saveConsignee, type ConsigneeInput } from '#app/features/circulation/save-consignee.server.ts'
import { forgetOld } from '#app/features/desk/forget-old.server.ts'
import { issueBill } from '#app/features/documents/issue-bill.server.ts'
import { checkBooks } from '#app/features/settlement/check-books.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { settleConsignment } from '#app/features/settlement/settle-consignment.server.ts'
import { runAs } from '#app/platform/actor.server.ts'
import { db } from '#app/platform/db.server.ts'
import { loader as exportLoader } from '#app/routes/desk/privacy-export.ts'
import { action, loader } from '#app/routes/desk/privacy.tsx'
import { aBill, LECTURE_BILL } from '#tests/support/bill-kit.ts'
import { anEdition, anOrganisation, NOON } from '#tests/support/factories.ts'
import type { Visitor } from '#tests/support/route-kit.ts'
import { useSandbox } from '#tests/support/sandbox-kit.ts'
import { aDeskVisitor } from '#tests/support/staff.ts'

useSandbox()
let admin: Visitor & { staffId: string }
beforeEach(async () => {
  await anOrganisation()
  await anEdition({ sku: 'MNET-100', priceYen: 500, copies: 10 })
  admin = await aDeskVisitor('administrator')
})

const at = { now: NOON }
const WHO = 'shop@books.example.org'
const TODAY = tokyoDay('2026-11-24')
/** All that is written down of her. */
const PERSONAL = [WHO, '山田書房', '山田 花子', '03-1234-5678', '北一条', '木曜は休み']

const SHOP: ConsigneeInput = {
  name: '山田書房',
  kind: 'bookshop',
  commissionPercent: 30,
  contact: '山田 花子',
  email: WHO,
  phone: '03-1234-5678',
  locale: 'ja',
  note: '木曜は休み',
  address: {
    name: '山田書房',
    country: 'JP',
    postalCode: '0600001',
    prefecture: '北海道',
    city: '札幌市',
    street: '北一条西2-1',
    building: null,
  },
  isDisabled: false,
}

/** A bookshop that has sold two of three copies; what it owes is paid, and the last copy is back, unless some are left there. */
async function aConsignee(changes: Partial<ConsigneeInput> = {}, { isDone = true } = {}) {
  return await runAs({ kind: 'staff', staffId: admin.staffId }, async () => {
    const saved = await saveConsignee(null, { ...SHOP, ...changes }, at)
    if (!saved.ok) throw new Error(saved.reason)
    const sent = await consign(
      {
        consigneeId: saved.id,
        sentOn: TODAY,
        settleBy: null,
        event: null,
        note: '山田 花子さん宛て',
        lines: [{ sku: 'MNET-100', copies: 3 }],
        formKey: `consign-${saved.id}`,
      },
      at,
    )
    if (!sent.ok) throw new Error(sent.reason)
    const settled = await settleConsignment(
      {
        code: sent.code,
        settledOn: TODAY,
        lines: [{ sku: 'MNET-100', sold: 2, returned: isDone ? 1 : 0, lost: 0 }],
        cashCountedYen: null,
        note: null,
        formKey: `settle-${saved.id}`,
      },
      at,
    )
    if (!settled.ok || !settled.chargeId) throw new Error('not billed')
    if (isDone) await pay(settled.chargeId)
    return { consigneeId: saved.id, chargeId: settled.chargeId, code: sent.code }
  })
}

async function pay(chargeId: string): Promise<void> {
  const { reference, amountYen } = await db.charge.findUniqueOrThrow({ where: { id: chargeId } })
  const paid = await recordPayment(
    { charge: reference, amountYen, method: 'bank', on: TODAY, ref: reference },
    at,
  )
  if (!paid.ok) throw new Error(paid.reason)
}

async function everything(): Promise<string> {
  const tables = ['consignees', 'consignments', 'charge_payers', 'outbox_mails', 'audit_entries', 'tasks']
  const found = await Promise.all(
    tables.map((table) => db.$queryRawUnsafe<{ row: string }[]>(`SELECT t::text AS row FROM ${table} t`)),
  )
  return found.flatMap((rows) => rows.map(({ row }) => row)).join('\n')
}

const erase = (who = WHO) => admin.post(action, '/desk/privacy', { who, sure: 'on' })
const find = async (who: string) =>
  (await admin.get(loader, `/desk/privacy?who=${encodeURIComponent(who)}`)).data.person

describe('a bookshop that sells for us', () => {
  test('is found by its address in any case, with its bills, and one without an address by its name', async () => {
    const { consigneeId, chargeId, code } = await aConsignee()
    const held = {
      consignees: [{ id: consigneeId, name: '山田書房', obstacles: [] }],
      bills: [{ chargeId, subject: code, obstacles: [] }],
    }
    expect(await find('SHOP@books.example.org')).toMatchObject({ email: WHO, ...held })
    expect(await find('山田書房')).toBeNull()
    await db.consignee.update({ where: { id: consigneeId }, data: { email: null } })
    expect(await find('山田書房')).toMatchObject({ email: null, ...held })
  })

  test('gets all that is held about it, with notes, bills and mails', async () => {
    const { code } = await aConsignee()
    const { response } = await admin.get(exportLoader, `/desk/privacy.json?who=${WHO}`)
    const text = (await response?.text()) ?? ''
    for (const piece of [...PERSONAL, code, 'bill-issued', 'MNET-100']) expect(text).toContain(piece)
    expect(JSON.parse(text)).toMatchObject({
      consignees: [{ consignments: [{ settlements: [{ lines: [{ sold: 2 }] }] }] }],
      bills: [{ payer: { name: '山田書房' }, payments: [{ method: 'bank' }] }],
    })
  })

  test('is erased with its bills and mails; copies, amounts and bookings stay', async () => {
    const { consigneeId, chargeId } = await aConsignee()
    const before = await everything()
    for (const piece of PERSONAL) expect(before, piece).toContain(piece)
    const money = () => db.$queryRaw`SELECT account, sum(amount_yen)::int FROM postings GROUP BY 1 ORDER BY 1`
    const sums = await money()

    expect((await erase()).location).toBe('/desk/privacy?erased')

    const after = await everything()
    for (const piece of PERSONAL) expect(after, piece).not.toContain(piece)
    expect(await money()).toEqual(sums)
    expect((await checkBooks()).checks.filter(({ ok }) => !ok)).toEqual([])
    const consignee = await db.consignee.findUniqueOrThrow({ where: { id: consigneeId } })
    expect([consignee.name, consignee.disabledAt]).toEqual([`#${consigneeId.slice(-6)}`, expect.any(Date)])
    expect(await db.consignmentLine.findFirst()).toMatchObject({ sent: 3, sold: 2, returned: 1 })
    expect(await db.outboxMail.count({ where: { chargeId, toEmail: '', payload: { equals: {} } } })).toBe(
      await db.outboxMail.count({ where: { chargeId } }),
    )
    expect(await find(WHO)).toBeNull()
    expect(await issueBill({ chargeId, locale: 'ja', actor: 'test' }, at)).toEqual({
      ok: false,
      reason: 'erased',
    })
  })

  test('that has copies of ours, or owes something, is not erased', async () => {
    const { chargeId } = await aConsignee({}, { isDone: false })
    expect(await find(WHO)).toMatchObject({
      consignees: [{ obstacles: ['consigned'] }],
      bills: [{ obstacles: ['unpaid'] }],
    })
    expect((await erase()).data).toEqual({ reason: 'needed' })
    await pay(chargeId)
    expect((await erase()).data).toEqual({ reason: 'needed' })
    expect(await db.consignee.findFirst()).toMatchObject({ name: '山田書房', email: WHO })
  })

  test('leaves another one alone', async () => {
    await aConsignee()
    const other = await aConsignee({ name: '見本書店', email: 'other@books.example.org' })
    await erase()
    expect(await db.consignee.findUnique({ where: { id: other.consigneeId } })).toMatchObject({
      name: '見本書店',
      contact: '山田 花子',
    })
    expect(await db.chargePayer.findUnique({ where: { chargeId: other.chargeId } })).toMatchObject({
      name: '見本書店',
    })
  })

  test('is forgotten by itself when it was closed and everything was done long ago', async () => {
    const { consigneeId, chargeId } = await aConsignee()
    await db.consignee.update({ where: { id: consigneeId }, data: { disabledAt: NOON } })
    const later = (years: number) => new Date(NOON.getTime() + years * 366 * 86_400_000)
    await forgetOld({ now: later(6) })
    expect(await db.chargePayer.findUnique({ where: { chargeId } })).toMatchObject({ name: '山田書房' })
    await forgetOld({ now: later(7) })
    expect(await db.chargePayer.findUnique({ where: { chargeId } })).toMatchObject({ name: '', email: null })
    expect(await db.consignee.findUnique({ where: { id: consigneeId } })).toMatchObject({ contact: null })
  })
})

test('who is billed for a lecture is found by the address of the bill, and erased once it is paid', async () => {
  const { chargeId } = await aBill()
  const WHERE = 'city@example.org'
  expect(await find(WHERE)).toMatchObject({
    consignees: [],
    bills: [{ subject: 'L-7K2M', obstacles: ['unpaid'] }],
  })
  expect((await erase(WHERE)).data).toEqual({ reason: 'needed' })
  await pay(chargeId)
  expect((await erase(WHERE)).status).toBe(303)
  expect(await db.chargePayer.findUnique({ where: { chargeId } })).toMatchObject({
    name: '',
    email: null,
    address: null,
    subject: LECTURE_BILL.subject,
  })
})
