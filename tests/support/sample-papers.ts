import { tokyoDay } from '#app/domain/day.ts'
import { documentTotals } from '#app/domain/document.ts'
import type { Locale } from '#app/domain/locale.ts'
import type { PostalAddress } from '#app/features/checkout/address.ts'
import type { OrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { drawDeliveryNote } from '#app/features/documents/draw-delivery-note.server.ts'
import { drawDocument, type DocumentPrint } from '#app/features/documents/draw-document.server.ts'
import { drawPackingList } from '#app/features/documents/draw-packing-list.server.ts'
import { issuerOf, recipientOf } from '#app/features/documents/issuer.ts'
import { LABEL_SHEETS } from '#app/features/documents/label-sheets.ts'
import { drawLabels } from '#app/features/documents/labels.server.ts'
import type { DocumentPayload, PayloadLine, PayloadOf } from '#app/features/documents/payload.ts'
import { closePdf, openPdf } from '#app/platform/pdf/pdf.server.ts'
import { SAMPLE_ORGANISATION } from '#prisma/seed/sample-settings.ts'

// One paper of each kind, full of what is hard to set: names of readers in four scripts, titles longer than their column, words that no line can
// hold, and more lines than a page has.

/** Of a reader from Japan, from Korea, from Viet Nam and from the Philippines. */
export const NAMES = ['髙橋 美咲', '김민지', 'Nguyễn Thị Hương Đặng', 'José Niño Peñaflorida']

/** Titles and the languages they are in; the last is a word without an end. */
const TITLES: [text: string, language: string][] = [
  ['M-Net 第100号「移住者・外国籍住民の人権と共生社会」創刊10周年記念特集号（増補改訂版）', 'ja'],
  ['이주자와 다민족·다문화 공생 사회를 위한 정책 제안: 한국어 개정 증보판', 'ko'],
  ['Cẩm nang sống sót – Hướng dẫn thủ tục cư trú, lao động và y tế tại Nhật Bản', 'en'],
  ['Gabay sa Buhay – Mga karapatan ng manggagawa, ₱500, ikalawang edisyon para sa ating mga kababayan', 'tl'],
  ['https://shop.example.org/survival-manual-multilingual-edition-with-list-of-consultation-centers', 'en'],
]

const DAY = tokyoDay('2026-11-24')
const AT = new Date('2026-11-28T03:00:00Z')
const ORGANISATION = {
  ...SAMPLE_ORGANISATION,
  registrationNumber: 'T1180301018771',
  registeredOn: tokyoDay('2026-04-01'),
}
const CODE = 'K7M2-9QXA'

function linesOf(count: number): PayloadLine[] {
  return Array.from({ length: count }, (_, index) => {
    const [description, language] = TITLES[index % TITLES.length] ?? ['', 'ja']
    const quantity = 1 + (index % 3)
    return {
      description,
      language,
      sku: `MNET-${100 + index}`,
      quantity,
      unitYen: 1_250,
      amountYen: quantity * 1_250,
      taxRate: index % 4 === 0 ? 8 : 10,
    }
  })
}

function commonOf(locale: Locale, lines: PayloadLine[]) {
  return {
    recipient: recipientOf(NAMES.join('・'), locale, [
      '〒151-0053 東京都渋谷区代々木1-2-3 見本ビルディング別館 이주민센터 Tòa nhà Đặng',
    ]),
    issuer: issuerOf(ORGANISATION, { locale, on: DAY }),
    orderCode: CODE,
    buyerReference: 'LIB-2026/7',
    lines,
    ...documentTotals(lines, { qualified: true }),
  }
}

const PAYLOADS: { [Kind in DocumentPayload['kind']]: (locale: Locale) => PayloadOf<Kind> } = {
  receipt: (locale) => {
    const common = commonOf(locale, linesOf(24))
    return {
      ...common,
      kind: 'receipt',
      datedOn: DAY,
      suppliedOn: [DAY, tokyoDay('2026-11-26')],
      payments: [
        { method: 'bank', receivedOn: DAY, amountYen: common.totalYen - 1_000 },
        { method: 'postal', receivedOn: DAY, amountYen: 1_000 },
      ],
      refunds: [{ refundedOn: DAY, amountYen: 500 }],
      stampBox: true,
    }
  },
  credit_note: (locale) => ({
    ...commonOf(locale, linesOf(24)),
    kind: 'credit_note',
    refundedOn: DAY,
    method: 'konbini',
    refersTo: { kind: 'receipt', code: 'R2026-00012', issuedOn: DAY },
    orderedOn: DAY,
  }),
  quote: (locale) => ({
    ...commonOf(locale, linesOf(24)),
    kind: 'quote',
    validUntil: tokyoDay('2026-12-31'),
    note: TITLES.map(([text]) => text).join('\n'),
  }),
  invoice: (locale) => ({
    ...commonOf(locale, linesOf(24)),
    kind: 'invoice',
    dueOn: tokyoDay('2026-12-31'),
    reference: '1234-5678',
    suppliedOn: [DAY],
    credits: [
      { creditedOn: DAY, amountYen: 1_250, code: 'C2026-00003' },
      { creditedOn: DAY, amountYen: 500, code: null },
    ],
    accounts: { bank: ORGANISATION.bank, postal: ORGANISATION.postal },
  }),
}

/** A receipt of one line, on one page. */
export function shortReceipt(locale: Locale): PayloadOf<'receipt'> {
  return { ...PAYLOADS.receipt(locale), ...commonOf(locale, linesOf(1)), stampBox: false }
}

/** Draws a numbered paper, by default the first issue of one in force. */
export async function drawSample(
  payload: DocumentPayload,
  locale: Locale,
  { issueNumber = 1, isVoid = false } = {},
): Promise<Uint8Array> {
  const print: DocumentPrint = {
    payload,
    locale,
    code: 'R2026-00012',
    issuedOn: DAY,
    issue: { number: issueNumber, at: AT },
    isVoid,
  }
  return await drawDocument(print)
}

/** Where a reader lives: at home in Japan, or abroad. */
function addressOf(name: string, index: number): PostalAddress {
  if (index % 4 === 3) {
    const street = '123 Mabini Street, Barangay San Isidro Labrador, Purok 4-B'
    const city = 'Parañaque City'
    return {
      name,
      country: 'PH',
      postalCode: '1700',
      prefecture: 'Metro Manila',
      city,
      street,
      building: null,
    }
  }
  return {
    name,
    country: 'JP',
    postalCode: '1510053',
    prefecture: '東京都',
    city: '渋谷区',
    street: '代々木1-2-3',
    building: '見本ハイツ 이주민 쉼터 Căn hộ số 1204, đường Lê Lợi nối dài và còn dài nữa',
  }
}

/** An order of so many lines; whoever gets it has the name of that index. */
function orderOf(locale: Locale, count: number, name: string, index = 0): OrderGraph {
  return {
    id: `order-${index}`,
    code: CODE,
    token: 'token',
    locale,
    email: 'reader@example.org',
    contactName: name,
    furigana: null,
    phone: '03-0000-0000',
    receiptName: null,
    note: `${NAMES.join('、')}\n平日の午前に届くと助かります。 문 앞에 두세요. Cảm ơn! Salamat po.`,
    deliveryKind: 'post',
    deliveryAddress: addressOf(name, index),
    billingAddress: null,
    placedAt: AT,
    packedAt: null,
    version: 1,
    charge: {
      id: 'charge',
      reference: '12345678',
      method: 'bank',
      state: 'covered',
      terms: 'prepaid',
      amountYen: 0,
      allocatedYen: 0,
      refundedYen: 0,
      checkoutKey: null,
      dueOn: null,
      expiresAt: AT,
      coveredAt: AT,
      closedAt: null,
    },
    lines: linesOf(count).map((line, position) => ({
      chargeLineId: `charge-line-${position}`,
      position,
      kind: 'edition',
      description: line.description,
      textLanguage: line.language,
      quantity: line.quantity ?? 0,
      unitYen: line.unitYen ?? 0,
      amountYen: line.amountYen,
      taxRate: line.taxRate,
      recognisedYen: 0,
      refundedYen: 0,
      refundedRecognisedYen: 0,
      creditedYen: 0,
      creditedCopies: 0,
      goods: {
        orderLineId: `line-${position}`,
        editionId: `edition-${position}`,
        titleId: `title-${position}`,
        sku: line.sku ?? '',
        format: 'print',
        copies: line.quantity ?? 0,
        held: line.quantity ?? 0,
        preordered: 0,
        posted: 0,
        released: 0,
        availableAt: null,
        downloads: 0,
        expectedOn: null,
      },
    })),
  }
}

async function deliveryNote(locale: Locale): Promise<Uint8Array> {
  const order = orderOf(locale, 24, NAMES.join('・'))
  return await drawDeliveryNote({
    order,
    shipment: {
      postedOn: DAY,
      trackingNumber: '1234-5678-9012',
      isReplacement: false,
      createdAt: AT,
      lines: order.lines.map((_, position) => ({ orderLineId: `line-${position}`, copies: 1 })),
    },
    organisation: ORGANISATION,
    locale,
  })
}

async function packingLists(locale: Locale): Promise<Uint8Array> {
  const pdf = await openPdf({ title: CODE, author: '', locale, createdAt: AT })
  for (const [index, name] of NAMES.entries()) {
    const order = orderOf(locale, index === 0 ? 24 : 2, name, index)
    const lines = order.lines.flatMap((line) => (line.goods ? [{ line, goods: line.goods }] : []))
    const languages = new Map(['ja', 'ko', 'vi', 'tl', 'en'].map((tag, at) => [`edition-${at}`, tag]))
    await drawPackingList(pdf, { order, lines }, languages)
  }
  return await closePdf(pdf)
}

async function labels(locale: Locale): Promise<Uint8Array> {
  const pdf = await openPdf({ title: CODE, author: '', locale, createdAt: AT })
  const all = Array.from({ length: 14 }, (_, index) => ({
    address: addressOf(NAMES[index % NAMES.length] ?? '', index),
    orderCode: CODE,
  }))
  await drawLabels(pdf, all, { sheet: LABEL_SHEETS['12'] })
  return await closePdf(pdf)
}

/** Every kind of paper that leaves the shop, by its name: draws it in a language, on two pages or more. */
export const SAMPLE_PAPERS: Record<string, (locale: Locale) => Promise<Uint8Array>> = {
  receipt: (locale) => drawSample(PAYLOADS.receipt(locale), locale, { issueNumber: 2, isVoid: true }),
  'credit note': (locale) =>
    drawSample(PAYLOADS.credit_note(locale), locale, { issueNumber: 2, isVoid: true }),
  quote: (locale) => drawSample(PAYLOADS.quote(locale), locale, { issueNumber: 2 }),
  invoice: (locale) => drawSample(PAYLOADS.invoice(locale), locale),
  'delivery note': deliveryNote,
  'packing list': packingLists,
  labels,
}
