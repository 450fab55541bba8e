import { expect, test } from 'vitest'
import {
  parseCheckoutForm,
  parseContactForm,
  toTyped,
  typedDetails,
} from '#app/features/checkout/details-form.ts'

const POST = { post: true, downloads: false }
const DOWNLOADS = { post: false, downloads: true }

const hana = {
  email: 'Ｈａｎａ＠Example.JP',
  contactName: '山田 花子',
  furigana: 'やまだ はなこ',
  phone: '０３ー１２３４ー５６７８',
  mailLocale: 'ja',
  'delivery.country': 'JP',
  'delivery.postalCode': '〒１１０－０００５',
  'delivery.prefecture': '東京都',
  'delivery.city': '台東区',
  'delivery.street': '上野1-2-3',
  'delivery.building': '',
  'delivery.name': '',
  receiptName: '',
  note: '',
  method: 'card',
}

function form(fields: Record<string, string>): URLSearchParams {
  return new URLSearchParams(fields)
}

function problems(parsed: ReturnType<typeof parseCheckoutForm>): Record<string, string> {
  const errors = parsed.reply.error ?? {}
  return Object.fromEntries(Object.entries(errors).map(([field, list]) => [field, list?.[0]?.key ?? '']))
}

test('a filled form becomes details in the form that is stored', () => {
  const parsed = parseCheckoutForm(form(hana), POST)
  expect(parsed).toMatchObject({
    ok: true,
    value: {
      email: 'Hana@example.jp',
      contactName: '山田 花子',
      furigana: 'ヤマダ ハナコ',
      phone: '03-1234-5678',
      mailLocale: 'ja',
      delivery: {
        name: '山田 花子',
        country: 'JP',
        postalCode: '1100005',
        prefecture: '東京都',
        city: '台東区',
        street: '上野1-2-3',
        building: null,
      },
      billing: null,
      receiptName: null,
      note: null,
      method: 'card',
    },
  })
})

test('all problems are found at once, each at its field, and everything typed is kept', () => {
  const wrong = {
    ...hana,
    email: 'hana@',
    contactName: ' ',
    furigana: '山田',
    phone: 'none',
    mailLocale: 'xx',
    'delivery.postalCode': '11-5',
    'delivery.city': '',
    method: 'cheque',
    note: 'x'.repeat(1001),
  }
  const parsed = parseCheckoutForm(form(wrong), POST)
  expect(problems(parsed)).toEqual({
    email: 'errors:email',
    contactName: 'errors:required',
    furigana: 'errors:furigana',
    phone: 'errors:phone',
    mailLocale: 'errors:choice',
    'delivery.postalCode': 'errors:postalCode',
    'delivery.city': 'errors:required',
    method: 'errors:choice',
    note: 'errors:tooLong',
  })
  expect(parsed.reply.error?.note?.[0]?.values).toEqual({ max: 1000 })
  expect(parsed.reply.initialValue).toMatchObject({
    email: 'hana@',
    furigana: '山田',
    delivery: { postalCode: '11-5', street: '上野1-2-3' },
  })
})

test('an empty form says what is needed', () => {
  expect(problems(parseCheckoutForm(form({}), POST))).toEqual({
    email: 'errors:emailOrNone',
    contactName: 'errors:required',
    mailLocale: 'errors:choice',
    'delivery.country': 'errors:country',
    'delivery.city': 'errors:required',
    'delivery.street': 'errors:required',
    method: 'errors:choice',
  })
})

test('without e-mail a parcel can be paid by transfer only, and a download not at all', () => {
  const none = { ...hana, email: '', noEmail: 'on' }
  expect(parseCheckoutForm(form({ ...none, method: 'postal' }), POST)).toMatchObject({
    ok: true,
    value: { email: null },
  })
  expect(problems(parseCheckoutForm(form(none), POST))).toEqual({ method: 'errors:emailNeeded' })
  expect(problems(parseCheckoutForm(form({ ...none, method: 'bank' }), DOWNLOADS))).toEqual({
    email: 'errors:emailForDownloads',
  })
})

test('an address is asked for only when something is posted', () => {
  const { email, contactName, mailLocale, method } = hana
  const parsed = parseCheckoutForm(form({ email, contactName, mailLocale, method }), DOWNLOADS)
  expect(parsed).toMatchObject({ ok: true, value: { delivery: null, furigana: null, phone: null } })
})

test('an address abroad needs no prefecture and keeps its own postal code', () => {
  const abroad = {
    ...hana,
    'delivery.country': 'KR',
    'delivery.postalCode': '04524',
    'delivery.prefecture': '',
    'delivery.city': 'Seoul',
    'delivery.street': '110 Sejong-daero',
  }
  expect(parseCheckoutForm(form(abroad), POST)).toMatchObject({
    ok: true,
    value: { delivery: { country: 'KR', postalCode: '04524', prefecture: null } },
  })
  expect(problems(parseCheckoutForm(form({ ...abroad, 'delivery.country': 'XX' }), POST))).toEqual({
    'delivery.country': 'errors:country',
  })
  expect(problems(parseCheckoutForm(form({ ...abroad, 'delivery.postalCode': '!!' }), POST))).toEqual({
    'delivery.postalCode': 'errors:postalCodeForeign',
  })
})

test('a billing address counts only where its box is ticked', () => {
  const billing = { 'billing.city': '横浜市' }
  expect(parseCheckoutForm(form({ ...hana, ...billing }), POST)).toMatchObject({
    ok: true,
    value: { billing: null },
  })
  expect(problems(parseCheckoutForm(form({ ...hana, ...billing, hasBilling: 'on' }), POST))).toEqual({
    'billing.country': 'errors:country',
    'billing.street': 'errors:required',
  })
})

test('control characters are refused before a database sees them', () => {
  const parsed = parseCheckoutForm(form({ ...hana, contactName: 'a\u0000b', note: 'a\u0000b' }), POST)
  expect(problems(parsed)).toEqual({ contactName: 'errors:characters', note: 'errors:characters' })
  expect(parseCheckoutForm(form({ ...hana, note: 'one\r\ntwo' }), POST)).toMatchObject({
    ok: true,
    value: { note: 'one\ntwo' },
  })
})

test('fields that no form of ours has are left alone', () => {
  const odd = form(hana)
  odd.append('__proto__.polluted', 'yes')
  odd.append('delivery', 'not an address')
  odd.append('contactName[5]', 'x')
  odd.append('email', 'second@example.jp')
  expect(parseCheckoutForm(odd, POST)).toMatchObject({ ok: true, value: { email: 'second@example.jp' } })
  expect(({} as { polluted?: string }).polluted).toBeUndefined()
})

test('details go back into the form and come out the same', () => {
  const parsed = parseCheckoutForm(
    form({
      ...hana,
      method: 'bank',
      hasBilling: 'on',
      'billing.country': 'PH',
      'billing.city': 'Manila',
      'billing.street': '1 Rizal',
    }),
    POST,
  )
  if (!parsed.ok) throw new Error('expected to be right')
  const typed = toTyped(parsed.value)
  const again = new URLSearchParams()
  for (const [name, value] of Object.entries(typed)) {
    if (typeof value === 'string') again.set(name, value)
    else for (const [field, inner] of Object.entries(value ?? {})) again.set(`${name}.${field}`, inner)
  }
  expect(typedDetails(again)).toEqual(typed)
  expect(parseCheckoutForm(again, POST)).toMatchObject({ ok: true, value: parsed.value })
  expect(parseContactForm(again, POST)).toMatchObject({ ok: true, value: { contactName: '山田 花子' } })
})
