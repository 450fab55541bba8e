import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { LOCALES, type Locale } from '#app/domain/locale.ts'
import type { OrderState } from '#app/domain/order.ts'
import { OrderPage } from '#app/features/checkout/order-page.tsx'
import type { OrderView } from '#app/features/checkout/order-view.ts'
import { TextsProvider } from '#app/platform/i18n/texts-provider.tsx'

const STATES: OrderState[] = [
  'awaiting-payment',
  'billed',
  'voucher-out',
  'part-paid',
  'paid',
  'awaiting-run',
  'part-posted',
  'posted',
  'cancelled',
  'expired',
  'refunded',
]

const address = {
  name: '山田 花子',
  country: 'JP',
  postalCode: '1100005',
  prefecture: '東京都',
  city: '台東区',
  street: '上野1-2-3',
  building: null,
}

const order: OrderView = {
  code: 'K7M2-9QXA',
  token: 'secret-token-of-this-order',
  state: 'awaiting-payment',
  method: 'card',
  placedAt: new Date('2026-11-24T01:00:00Z'),
  expiresAt: new Date('2026-11-24T02:00:00Z'),
  lines: [
    {
      key: 'line-1',
      description: '見本 MNET-100',
      textLanguage: 'ja',
      quantity: 2,
      unitYen: 500,
      amountYen: 1_000,
      notes: [],
      download: null,
    },
  ],
  totals: {
    goodsYen: 1_000,
    shippingYen: 300,
    totalYen: 1_300,
    taxBlocks: [{ taxRate: 10, grossYen: 1_300, netYen: 1_182, taxYen: 118 }],
  },
  allocatedYen: 0,
  missingYen: 1_300,
  refundedYen: 0,
  creditedYen: 0,
  transfer: null,
  voucher: null,
  hasPost: true,
  hasDownloads: false,
  shipments: [],
  contact: {
    name: '山田 花子',
    furigana: 'ヤマダ ハナコ',
    email: 'hana@example.jp',
    phone: null,
    receiptName: null,
    note: null,
    delivery: address,
    billing: null,
  },
  history: [{ at: new Date('2026-11-24T01:00:00Z'), text: 'order:event.placed' }],
  can: { payAtStripe: true, cancel: true, correct: true },
  shop: { email: 'shop@example.org', phone: '03-0000-0000' },
}

const transfer = {
  isBilled: false,
  method: 'bank' as const,
  reference: '1234-5671',
  amountYen: 1_300,
  dueOn: tokyoDay('2026-12-08'),
  bank: {
    bankName: '見本銀行',
    branchName: '本店',
    accountType: '普通',
    accountNumber: '7654321',
    holder: 'ミホン',
  },
  postal: { accountNumber: '00100-0-12345', holder: 'ミホンカイ' },
}

function html(changes: Partial<OrderView>, locale: Locale = 'ja'): string {
  return renderToStaticMarkup(
    <TextsProvider locale={locale}>
      <OrderPage view={{ ...order, ...changes }} notice={null} />
    </TextsProvider>,
  )
}

test('every state has words of its own in every language', () => {
  for (const locale of LOCALES) {
    const headings = STATES.map((state) => /<h2 id="state">([^<]+)</.exec(html({ state }, locale))?.[1])
    expect(new Set(headings).size).toBe(STATES.length)
    expect(headings).not.toContain(undefined)
  }
})

test('what is to be done stands in the page', () => {
  expect(html({})).toContain('name="intent" value="pay"')
  expect(html({ can: { payAtStripe: false, cancel: false, correct: false } })).not.toContain('value="pay"')
  const voucher = { url: 'https://stripe.example/voucher', dueOn: tokyoDay('2026-11-28') }
  expect(html({ state: 'voucher-out', voucher })).toContain('href="https://stripe.example/voucher"')
  const bank = html({ method: 'bank', transfer })
  expect(bank).toContain('1234-5671')
  expect(bank).toContain('普通 7654321')
  expect(bank).not.toContain('00100-0-12345')
  const postal = html({ method: 'postal', state: 'part-paid', transfer: { ...transfer, method: 'postal' } })
  expect(postal).toContain('00100-0-12345')
  expect(postal).not.toContain('7654321')
})

test('what was posted on a bill is asked to be paid, in other words than before posting', () => {
  const posted = html({ state: 'posted', method: 'bank', transfer: { ...transfer, isBilled: true } })
  expect(posted).toContain('1234-5671')
  expect(posted).toContain('請求書とともに')
  expect(html({ state: 'posted' })).not.toContain('請求書とともに')
})

test('a download is offered where there is one', () => {
  const [line] = order.lines
  if (!line) throw new Error('no line')
  const lines = [{ ...line, download: { path: '/orders/t/files/l?signature=s', count: 2 } }]
  expect(html({ state: 'paid', lines, hasDownloads: true })).toContain('href="/orders/t/files/l?signature=s"')
})

test('parcels are listed with their tracking, or without', () => {
  const lines = [{ description: '見本 MNET-100', textLanguage: 'ja', copies: 1 }]
  const page = html({
    state: 'posted',
    shipments: [
      {
        id: 'one',
        postedOn: tokyoDay('2026-11-25'),
        tracking: { number: '123456789012', url: 'https://post.example/123456789012' },
        lines,
        isReplacement: false,
        report: null,
      },
      {
        id: 'two',
        postedOn: tokyoDay('2026-11-26'),
        tracking: null,
        lines,
        isReplacement: true,
        report: { on: tokyoDay('2026-11-28'), isOpen: true, cameBack: false },
      },
    ],
  })
  expect(page).toContain('href="https://post.example/123456789012"')
  expect(page).toContain('追跡番号のない郵便')
  expect(page).toContain('代わりの品')
  expect(page).toContain('お知らせいただきました（2026年11月28日）')
  expect(page).toContain(`/report"`)
})

test('what readers typed is text, never markup', () => {
  const contact = { ...order.contact, name: '<img src=x>', note: '<script>alert(1)</script>' }
  const page = html({ contact })
  expect(page).not.toContain('<script>')
  expect(page).not.toContain('<img')
})
