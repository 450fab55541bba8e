import { describe, expect, test } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { formOf, parseOrganisation } from '#app/features/desk/organisation-form.ts'
import { SAMPLE_ORGANISATION } from '#prisma/seed/sample-settings.ts'

const everywhere = (text: string) => ({ ja: text, en: text, ko: text, tl: text })
const REAL = {
  ...SAMPLE_ORGANISATION,
  representative: everywhere('山田 花子'),
  address: everywhere('〒110-0005 東京都台東区上野1-2-3'),
  phone: '03-5802-6033',
  email: 'office@shop.test',
  bank: {
    ...{ bankName: '上野銀行', branchName: '本店', accountType: '普通' },
    ...{ accountNumber: '0123450', holder: 'イジユウレン' },
  },
  postal: { accountNumber: '00100-0-123456', holder: '移住連' },
  sample: false,
}
const REGISTERED = { ...REAL, registrationNumber: 'T1180301018771', registeredOn: tokyoDay('2026-04-01') }
const real = (changes: Record<string, string> = {}) => ({ ...formOf(REAL), ...changes })
const parse = (form: Record<string, string>) => parseOrganisation(form, { wasSample: false })

describe('the organisation', () => {
  test.each([SAMPLE_ORGANISATION, REAL, REGISTERED])(
    'comes back from its own form as it was',
    (organisation) => {
      expect(parseOrganisation(formOf(organisation), { wasSample: true })).toEqual(
        organisation.sample ? { ok: true, organisation } : { ok: false, problems: { real: 'confirm' } },
      )
      expect(parseOrganisation({ ...formOf(organisation), real: 'on' }, { wasSample: true })).toEqual({
        ok: true,
        organisation,
      })
    },
  )

  test('is read as people type it: full width, other hyphens, spaces too many', () => {
    const typed = real({
      phone: '０３ー５８０２ー６０３３'.replaceAll('ー', '－'),
      registrationNumber: 'ｔ 1180301-018771',
      registeredOn: ' 2026-04-01 ',
      'postal.accountNumber': '００１００－０－１２３４５６',
      'name.en': '  Solidarity   Network ',
    })
    expect(parse(typed)).toMatchObject({
      organisation: {
        phone: '03-5802-6033',
        registrationNumber: 'T1180301018771',
        registeredOn: '2026-04-01',
        postal: { accountNumber: '00100-0-123456' },
        name: { en: 'Solidarity Network' },
      },
    })
  })

  test.each([
    [{ 'name.ko': ' ' }, { 'name.ko': 'needed' }],
    [{ 'address.en': 'x'.repeat(201) }, { 'address.en': 'long' }],
    [{ phone: 'call us' }, { phone: 'phone' }],
    [{ email: 'office@' }, { email: 'email' }],
    [{ registrationNumber: 'T123', registeredOn: '2026-04-01' }, { registrationNumber: 'registration' }],
    [{ registrationNumber: 'T1180301018771' }, { registeredOn: 'needed' }],
    [{ registrationNumber: 'T1180301018771', registeredOn: '2026-02-30' }, { registeredOn: 'day' }],
    [{ registeredOn: '2026-04-01' }, { registrationNumber: 'needed' }],
    [{ 'bank.accountNumber': '123' }, { 'bank.accountNumber': 'account' }],
    [{ 'postal.accountNumber': '123456' }, { 'postal.accountNumber': 'postal-account' }],
    [{ 'representative.ja': '見本 花子' }, { 'representative.ja': 'still-sample' }],
    [{ email: 'office@example.org' }, { email: 'still-sample' }],
  ])('with %j is refused at the field', (changes, problems) => {
    expect(parse(real(changes as Record<string, string>))).toEqual({ ok: false, problems })
  })

  /** The name is the organisation's own; hours and kind of account are as good as any. */
  const made = Object.entries(formOf(SAMPLE_ORGANISATION)).filter(
    ([field, value]) => !/^(?:name|hours)\.|^bank\.accountType$|^sample$/.test(field) && value !== '',
  )

  test('has samples in all that the demo made up', () => {
    expect(made.map(([field]) => field)).toEqual([
      ...['ja', 'en', 'ko', 'tl'].map((locale) => `representative.${locale}`),
      ...['ja', 'en', 'ko', 'tl'].map((locale) => `address.${locale}`),
      ...['phone', 'email', 'bank.bankName', 'bank.branchName', 'bank.accountNumber', 'bank.holder'],
      ...['postal.accountNumber', 'postal.holder'],
    ])
  })

  test.each([
    ...made,
    ['phone', '０３－００００－００００'],
    ['phone', '+81-3-0000-0000'],
    ['bank.accountNumber', '００００００0'],
    ['postal.accountNumber', '00000-0-0'],
    ['registrationNumber', 'T0000000000000'],
    ['bank.holder', 'ﾐﾎﾝｶｲ'],
    ['representative.en', 'HANAKO MIHON'],
  ])('with the sample in %s alone, %s, is no real one', (field, value) => {
    const typed = { registeredOn: field === 'registrationNumber' ? '2026-04-01' : '', [field]: value }
    expect(parse(real(typed))).toEqual({ ok: false, problems: { [field]: 'still-sample' } })
    // Marked as samples they may stay.
    expect(parse(real({ ...typed, sample: 'on' }))).toMatchObject({ ok: true })
  })

  test('with a registration number whose check digit is wrong is taken: the page warns', () => {
    const typed = { registrationNumber: 'T1180301018772', registeredOn: '2026-04-01' }
    expect(parse(real(typed))).toMatchObject({ ok: true })
  })

  test('with a number from before its day was asked counts from the beginning of the system', () => {
    expect(formOf({ ...REGISTERED, registeredOn: null }).registeredOn).toBe('2023-10-01')
    expect(formOf(REAL).registeredOn).toBe('')
  })
})
