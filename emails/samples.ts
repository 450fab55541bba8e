import { tokyoDay } from '#app/domain/day.ts'
import type { MailTemplates } from './templates.ts'

// One example of each mail, with what is hard in it: a fallback text, two tax rates, markup in names, a pre-order.

const organisation = {
  name: '移住者と連帯する全国ネットワーク',
  address: ['110-0005', '東京都台東区上野1-12-6 3階'],
  email: 'shop@example.org',
  phone: '03-0000-0000',
  registrationNumber: 'T1234567890123',
}

const order = {
  orderCode: 'K7M2-9QXA',
  orderUrl: 'https://shop.example.org/ja/orders/tok_0123456789abcdef',
  contactName: '山田 <b>花子</b> & 子',
  placedOn: tokyoDay('2026-11-22'),
  lines: [
    { name: 'Living Together <script>alert(1)</script>', textLanguage: 'en', quantity: 2, amountYen: 3000 },
    { name: 'M-Net 第100号', textLanguage: 'ja', quantity: 1, amountYen: 800, note: 'PDF' },
  ],
  shippingYen: 310,
  totalYen: 4110,
  taxBlocks: [{ taxRate: 10, grossYen: 4110, netYen: 3737, taxYen: 373 }],
  delivery: ['110-0005', '東京都台東区上野9-9-9', '山田 花子 様'],
  organisation,
}

const copies = [{ name: 'Living Together', textLanguage: 'en', copies: 2 }]

const bankAccount = {
  method: 'bank' as const,
  bankName: '見本銀行',
  branchName: '上野支店(123)',
  accountKind: 'ordinary' as const,
  accountNumber: '7654321',
  holder: 'イジュウレン',
}

const bill = {
  subjectCode: 'L-7K2M',
  payerName: '見本市役所 <b>国際課</b>',
  billedOn: tokyoDay('2026-11-22'),
  lines: [
    { name: '講師派遣料', textLanguage: 'ja', quantity: null, amountYen: 33_000 },
    { name: 'Travel <script>', textLanguage: 'en', quantity: 2, amountYen: 1_205 },
  ],
  totalYen: 34_205,
  taxBlocks: [{ taxRate: 10, grossYen: 34_205, netYen: 31_096, taxYen: 3_109 }],
  reference: '12345671',
  dueOn: tokyoDay('2026-12-31'),
  account: bankAccount,
  organisation,
}

export const mailSamples: MailTemplates = {
  'order-received': { ...order, account: bankAccount, reference: '1234567', dueOn: tokyoDay('2026-12-06') },
  'order-billed': { ...order, account: bankAccount, reference: '1234567', dueOn: tokyoDay('2026-12-31') },
  'bill-reminder': {
    ...order,
    account: bankAccount,
    reference: '1234567',
    dueOn: tokyoDay('2026-12-31'),
    missingYen: 2_110,
  },
  'bill-issued': bill,
  'bill-reminded': { ...bill, missingYen: 30_205 },
  'bill-cancelled': bill,
  'bill-refunded': {
    ...bill,
    refundYen: 5_000,
    refundedOn: tokyoDay('2026-12-22'),
    method: 'bank',
  },
  'bill-money': {
    ...bill,
    news: 'part-paid',
    receivedYen: 4_000,
    receivedOn: tokyoDay('2026-12-20'),
    missingYen: 30_205,
    surplusYen: 0,
  },
  voucher: {
    ...order,
    voucherUrl: 'https://payments.example.org/konbini/voucher/test_1',
    dueOn: tokyoDay('2026-11-25'),
  },
  'order-paid': {
    ...order,
    method: 'konbini',
    receivedOn: tokyoDay('2026-11-23'),
    receiptName: '株式会社 "見本" <i>',
    hasDownloads: true,
    postsNow: true,
    preorders: [
      {
        name: 'The Noose Around Foreigners Part II',
        textLanguage: 'en',
        copies: 1,
        expectedOn: tokyoDay('2027-03-01'),
      },
    ],
  },
  'order-part-paid': {
    ...order,
    receivedYen: 4000,
    missingYen: 110,
    transfer: {
      account: { method: 'postal', accountNumber: '00120-1-000000', holder: '移住連' },
      reference: '1234567',
      dueOn: tokyoDay('2026-12-06'),
    },
  },
  'order-overpaid': { ...order, receivedYen: 5000, surplusYen: 890 },
  'order-late-payment': {
    ...order,
    receivedYen: 4110,
    receivedOn: tokyoDay('2026-12-20'),
    ended: 'expired',
  },
  'order-posted': {
    ...order,
    postedOn: tokyoDay('2026-11-24'),
    replacement: false,
    trackingNumber: '123456789012',
    parcel: copies,
    remaining: [{ name: '外国人包囲網 Part II', textLanguage: 'ja', copies: 1 }],
  },
  'order-cancelled': { ...order, by: 'expired' },
  'order-refunded': { ...order, refundYen: 1500, method: 'konbini' },
  'order-credited': { ...order, creditYen: 700, openYen: 1500, opensDownloads: true },
  'parcel-came-back': {
    ...order,
    postedOn: tokyoDay('2026-11-25'),
    returnedOn: tokyoDay('2026-12-03'),
  },
  'payment-failed': { ...order, reason: 'voucher-expired', canRetry: false },
  'order-link': {
    orders: [
      {
        code: 'K7M2-9QXA',
        placedOn: tokyoDay('2026-11-22'),
        url: 'https://shop.example.org/ja/orders/tok_1',
      },
      {
        code: 'B3C4-5DEF',
        placedOn: tokyoDay('2026-10-01'),
        url: 'https://shop.example.org/ja/orders/tok_2',
      },
    ],
    organisation,
  },
  'preorder-ready': { ...order, ready: copies },
  'availability-confirm': {
    titleName: 'Living Together <script>alert(1)</script>',
    textLanguage: 'en',
    editionName: '日本語・印刷版',
    url: 'https://shop.example.org/ja/notify/tok_1',
    organisation,
  },
  'availability-there': {
    titleName: 'Living Together <script>alert(1)</script>',
    textLanguage: 'en',
    editionName: '日本語・印刷版',
    titleUrl: 'https://shop.example.org/ja/publications/living-together#LT-JA',
    url: 'https://shop.example.org/ja/notify/tok_1',
    organisation,
  },
  'supplement-published': {
    contactName: '山田 <b>花子</b> & 子',
    kind: 'supplement',
    titleName: 'Living Together <script>alert(1)</script>',
    titleLanguage: 'en',
    name: 'List of <i>consultation centers</i>',
    note: 'It was left out of the book.\nFree of charge.',
    textLanguage: 'en',
    fileLanguage: '日本語',
    fileUrl: 'https://shop.example.org/supplements/living-together-supplement',
    titleUrl: 'https://shop.example.org/ja/publications/living-together#LT-JA',
    organisation,
  },
  'inquiry-received': { receivedOn: tokyoDay('2026-11-22'), organisation },
  'inquiry-answer': {
    name: '見本 <i>読子</i>',
    receivedOn: tokyoDay('2026-11-22'),
    answer: 'お問い合わせの本は在庫があります。\n<b>11月25日</b>に発送できます。',
    organisation,
  },
  'lecture-received': { subjectCode: 'L-7K2M', receivedOn: tokyoDay('2026-11-22'), organisation },
  'lecture-answer': {
    subjectCode: 'L-7K2M',
    name: '見本 <i>太郎</i>',
    receivedOn: tokyoDay('2026-11-22'),
    answer: '講師の都合がつきました。\n<b>当日</b>はよろしくお願いします。',
    agreed: {
      onDay: tokyoDay('2026-12-12'),
      lecturer: '見本 <i>講子</i>',
      place: '見本公民館 & 別館',
      isOnline: true,
      feeYen: 33_000,
      travelYen: 1_205,
    },
    organisation,
  },
  'staff-digest': {
    day: tokyoDay('2026-11-24'),
    deskUrl: 'https://shop.example.org/desk',
    newOrders: 1200,
    toPack: 7,
    overdueBills: 0,
    otherOverdueBills: 4,
    lectures: 3,
    failedMails: 2,
    failedWorks: 1,
    tasks: [{ label: '見本 <i>の件</i>', count: 3 }],
  },
  'staff-link': { name: '見本 <i>一子</i>', url: 'https://shop.example.org/desk/sign-in/tok_1', minutes: 20 },
}
