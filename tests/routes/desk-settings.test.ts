import { beforeEach, describe, expect, test } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { loadShippingRates } from '#app/features/catalogue/shipping-table.server.ts'
import { forgetOld } from '#app/features/desk/forget-old.server.ts'
import { loadRetention } from '#app/features/desk/load-retention.server.ts'
import { loadDocumentSettings } from '#app/features/documents/load-document-settings.server.ts'
import { db } from '#app/platform/db.server.ts'
import { action as documentsAction, loader as documentsLoader } from '#app/routes/desk/settings-documents.tsx'
import {
  action as organisationAction,
  loader as organisationLoader,
} from '#app/routes/desk/settings-organisation.tsx'
import { action as retentionAction, loader as retentionLoader } from '#app/routes/desk/settings-retention.tsx'
import { action as shippingAction, loader as shippingLoader } from '#app/routes/desk/settings-shipping.tsx'
import { loader as contactLoader } from '#app/routes/shop/contact.tsx'
import { anOrganisation } from '#tests/support/factories.ts'
import { aVisitor, type Visitor } from '#tests/support/route-kit.ts'
import { TUESDAY, useSandbox } from '#tests/support/sandbox-kit.ts'
import { aDeskVisitor } from '#tests/support/staff.ts'

useSandbox()
let admin: Visitor & { staffId: string }
beforeEach(async () => {
  await anOrganisation()
  admin = await aDeskVisitor('administrator')
})

describe('the organisation', () => {
  async function form(changes: Record<string, string> = {}): Promise<Record<string, string>> {
    const { data } = await admin.get(organisationLoader, '/desk/settings/organisation')
    return { ...data.form, base: data.base, ...changes }
  }
  const save = (fields: Record<string, string>) =>
    admin.post(organisationAction, '/desk/settings/organisation', fields)

  test('is shown anew at once, and its history tells who changed what', async () => {
    expect((await save(await form({ phone: '03-5802-6033' }))).status).toBe(303)
    const { data: page } = await aVisitor().get(contactLoader, '/ja/contact', { locale: 'ja' })
    expect(page.phone).toBe('03-5802-6033')
    const { data } = await admin.get(organisationLoader, '/desk/settings/organisation')
    expect(data.history).toMatchObject([
      {
        who: '見本 administrator',
        changes: [{ field: 'phone', before: '03-0000-0000', after: '03-5802-6033' }],
      },
      { who: null },
    ])
    expect(await db.auditEntry.count({ where: { tableName: 'settings', staffId: admin.staffId } })).toBe(1)
  })

  test('adds no row when nothing changed', async () => {
    await save(await form())
    expect(await db.setting.count()).toBe(1)
  })

  test('is refused with errors at the fields, all that was typed kept, nothing saved', async () => {
    const typed = await form({ phone: 'none', 'name.tl': '' })
    const answer = await save(typed)
    expect([answer.status, answer.data]).toEqual([
      422,
      { form: typed, problems: { phone: 'phone', 'name.tl': 'needed' }, isStale: false },
    ])
    expect(await db.setting.count()).toBe(1)
  })

  test('is not saved over what somebody else saved meanwhile', async () => {
    const [mine, theirs] = [await form({ phone: '03-1111-1111' }), await form({ phone: '03-2222-2222' })]
    const answers = await Promise.all([save(mine), save(theirs)])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409])
    expect(await db.setting.count()).toBe(2)
  })

  test('is real only when somebody says so, and nothing looks like a sample', async () => {
    const { sample: _, ...fields } = await form()
    expect((await save(fields)).data).toMatchObject({
      problems: { real: 'confirm', 'address.ja': 'still-sample', 'bank.bankName': 'still-sample' },
    })
    expect((await loadOrganisation()).sample).toBe(true)
  })

  test('warns of a registration number whose check digit is wrong, and takes it', async () => {
    const typed = { registrationNumber: 'T1180301018772', registeredOn: '2026-04-01' }
    expect((await save(await form(typed))).status).toBe(303)
    expect(await loadOrganisation()).toMatchObject(typed)
    const { data } = await admin.get(organisationLoader, '/desk/settings/organisation')
    expect(data.isDoubtful).toBe(true)
  })
})

describe('papers', () => {
  test('get their stamp box and label sheet, no other sheet than there are', async () => {
    const { data } = await admin.get(documentsLoader, '/desk/settings/documents')
    const save = (fields: Record<string, string>) =>
      admin.post(documentsAction, '/desk/settings/documents', { base: data.base, ...fields })
    expect((await save({ labelSheet: '99' })).status).toBe(400)
    expect((await save({ labelSheet: '21', stampBox: 'on' })).status).toBe(303)
    expect(await loadDocumentSettings()).toEqual({ stampBox: true, labelSheet: '21' })
    expect((await save({ labelSheet: '12' })).status).toBe(409)
  })
})

describe('postage', () => {
  const save = (fields: Record<string, string>) =>
    admin.post(shippingAction, '/desk/settings/shipping', fields)
  const TABLE = { zone: 'japan', validFrom: '2026-12-01', 'grams.0': '1000', 'yen.0': '400' }

  test('changes from its day on, and not before', async () => {
    expect((await save(TABLE)).location).toBe('/desk/settings/shipping?saved')
    const newest = async (at: Date) => (await loadShippingRates(['japan'], at)).at(-1)
    expect(await newest(TUESDAY)).toMatchObject({ validFrom: tokyoDay('2000-01-01') })
    expect(await newest(new Date('2026-12-01T00:00:00+09:00'))).toMatchObject({ priceYen: 400 })
    const { data } = await admin.get(shippingLoader, '/desk/settings/shipping')
    expect(data.zones[0]?.tables.map((table) => table.validFrom)).toEqual(['2026-12-01', '2000-01-01'])
  })

  test('has one table a zone and day: two who save at once do not mix theirs', async () => {
    const answers = await Promise.all([save(TABLE), save({ ...TABLE, 'grams.0': '2000' })])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 422])
    const refused = answers.find(({ status }) => status === 422)
    expect(refused?.data).toMatchObject({ problems: { validFrom: 'taken' } })
    expect(await db.shippingRate.count({ where: { zone: 'japan' } })).toBe(3)
  })

  test('of a day that is over is refused', async () => {
    const answer = await save({ ...TABLE, validFrom: '2026-11-23' })
    expect([answer.status, answer.data]).toMatchObject([422, { problems: { validFrom: 'past' } }])
  })
})

describe('how long personal data is kept', () => {
  const url = '/desk/settings/retention'
  async function save(changes: Record<string, string> = {}) {
    const { data } = await admin.get(retentionLoader, url)
    const fields = Object.fromEntries(data.fields.map(({ name, value }) => [name, String(value)]))
    return await admin.post(retentionAction, url, { ...fields, base: data.base, ...changes })
  }

  test('has presets, and what is set is what the nightly job goes by', async () => {
    expect(await loadRetention()).toEqual({
      orderYears: 7,
      auditDays: 1095,
      mailDays: 365,
      quoteDays: 365,
      inquiryDays: 730,
      signInDays: 90,
    })
    expect((await save({ signInDays: '30' })).status).toBe(303)
    expect((await loadRetention()).signInDays).toBe(30)
    await db.session.updateMany({ data: { endedAt: TUESDAY } })
    const after = (days: number): Date => new Date(TUESDAY.getTime() + days * 86_400_000)
    await forgetOld({ now: after(29) })
    expect(await db.session.count()).toBe(1)
    await forgetOld({ now: after(31) })
    expect(await db.session.count()).toBe(0)
  })

  test.each([
    ['orderYears', '6'],
    ['orderYears', '7.5'],
    ['auditDays', '0'],
    ['mailDays', 'a year'],
    ['signInDays', ''],
  ])('refuses %s of "%s", keeps what was typed and saves nothing', async (name, typed) => {
    const answer = await save({ [name]: typed })
    expect(answer.status).toBe(422)
    expect(answer.data).toMatchObject({ typed: { [name]: typed }, wrong: [name] })
    expect(await db.setting.count({ where: { key: 'retention' } })).toBe(0)
  })

  test('a form from before a colleague saved changes nothing', async () => {
    const { data } = await admin.get(retentionLoader, url)
    await save({ mailDays: '400' })
    expect((await save({ mailDays: '100', base: data.base })).status).toBe(409)
    expect((await loadRetention()).mailDays).toBe(400)
  })
})
