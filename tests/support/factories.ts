import { dayToDb, tokyoDay } from '#app/domain/day.ts'
import type { CheckoutDetails } from '#app/features/checkout/address.ts'
import {
  placeOrder,
  type DeskOrder,
  type PlacedOrder,
  type PlaceOrderInput,
} from '#app/features/checkout/place-order.server.ts'
import { quoteCart } from '#app/features/checkout/quote.server.ts'
import { db } from '#app/platform/db.server.ts'
import { newId, randomToken } from '#app/platform/id.server.ts'

/** The day that tests take place on unless they say otherwise: a Tuesday noon in Tokyo. */
export const NOON = new Date('2026-11-24T03:00:00Z')

/** The organisation's details: mails and pages need them. */
export async function anOrganisation(): Promise<void> {
  const everywhere = (text: string) => ({ ja: text, en: text, ko: text, tl: text })
  await db.setting.create({
    data: {
      id: newId(),
      key: 'organisation',
      recordedAt: NOON,
      value: {
        name: everywhere('移住者と連帯する全国ネットワーク'),
        representative: everywhere('見本 花子'),
        address: everywhere('〒000-0000 東京都見本区見本町1-1'),
        phone: '03-0000-0000',
        email: 'shop@example.org',
        hours: everywhere('10:00–17:00'),
        registrationNumber: null,
        registeredOn: null,
        bank: {
          bankName: '見本銀行',
          branchName: '見本支店',
          accountType: '普通',
          accountNumber: '1234567',
          holder: 'ミホンカイ',
        },
        postal: { accountNumber: '00100-0-000000', holder: 'ミホンカイ' },
        certified: false,
        sample: true,
      },
    },
  })
  await db.shippingRate.createMany({
    data: [
      { zone: 'japan', validFrom: dayToDb(tokyoDay('2000-01-01')), maxGrams: 1_000, priceYen: 300 },
      { zone: 'japan', validFrom: dayToDb(tokyoDay('2000-01-01')), maxGrams: 30_000, priceYen: 600 },
      { zone: 'asia', validFrom: dayToDb(tokyoDay('2000-01-01')), maxGrams: 2_000, priceYen: 1_500 },
      { zone: 'world', validFrom: dayToDb(tokyoDay('2000-01-01')), maxGrams: 2_000, priceYen: 2_500 },
    ],
  })
}

export type EditionOptions = {
  sku?: string
  priceYen?: number
  copies?: number
  preorderLimit?: number
  format?: 'print' | 'pdf'
  state?: 'forthcoming' | 'on_sale' | 'out_of_print' | 'withdrawn'
  weightGrams?: number
}

/** A title with one edition; printed ones with a run of `copies` in stock. */
export async function anEdition(
  options: EditionOptions = {},
): Promise<{ editionId: string; titleId: string; sku: string }> {
  const { sku = 'MNET-100', priceYen = 500, copies = 10, format = 'print', state = 'on_sale' } = options
  const titleId = newId()
  const editionId = newId()
  await db.title.create({
    data: {
      id: titleId,
      slug: sku.toLowerCase(),
      kind: 'book',
      publishedOn: dayToDb(tokyoDay('2007-07-01')),
      createdAt: NOON,
      updatedAt: NOON,
      texts: {
        create: [
          { locale: 'ja', name: `見本 ${sku}`, description: '見本' },
          { locale: 'en', name: `Sample ${sku}`, description: 'Sample' },
        ],
      },
    },
  })
  const fileId = format === 'pdf' ? await aFile(sku) : null
  await db.edition.create({
    data: {
      id: editionId,
      sku,
      titleId,
      language: 'ja',
      format,
      state,
      weightGrams: format === 'print' ? (options.weightGrams ?? 200) : null,
      fileId,
      createdAt: NOON,
      prices: { create: [{ validFrom: dayToDb(tokyoDay('2007-07-01')), priceYen }] },
    },
  })
  if (format === 'pdf') return { editionId, titleId, sku }
  await db.stockLevel.create({ data: { editionId, preorderLimit: options.preorderLimit ?? 0 } })
  if (copies === 0) return { editionId, titleId, sku }
  await aRun(editionId, { copies })
  return { editionId, titleId, sku }
}

/** A run that came in whole, nobody having ordered it through the shop. */
export async function aRun(
  editionId: string,
  { number = 1, copies, on = '2007-07-01' }: { number?: number; copies: number; on?: string },
): Promise<{ printRunId: string }> {
  const printRunId = newId()
  const deliveryId = newId()
  const day = dayToDb(tokyoDay(on))
  await db.printRun.create({
    data: { id: printRunId, editionId, number, state: 'delivered', createdAt: NOON },
  })
  await db.printRunDelivery.create({
    data: {
      id: deliveryId,
      printRunId,
      deliveredOn: day,
      copies,
      formKey: `run:${printRunId}`,
      recordedAt: NOON,
    },
  })
  await db.stockMovement.create({
    data: {
      id: newId(),
      editionId,
      printRunId,
      deliveryId,
      kind: 'received',
      copies,
      movedOn: day,
      recordedAt: NOON,
    },
  })
  return { printRunId }
}

async function aFile(name: string): Promise<string> {
  const content = new TextEncoder().encode(`%PDF-1.4 ${name}`)
  const id = newId()
  await db.storedFile.create({
    data: {
      id,
      sha256: `sha-of-${name}`,
      name: `${name}.pdf`,
      mediaType: 'application/pdf',
      byteLength: content.length,
      content,
      createdAt: NOON,
    },
  })
  return id
}

/** What a reader in Tokyo fills in. */
export function details(changes: Partial<CheckoutDetails> = {}): CheckoutDetails {
  return {
    email: 'reader@example.org',
    contactName: '山田 花子',
    furigana: 'ヤマダ ハナコ',
    phone: null,
    mailLocale: 'ja',
    delivery: {
      name: '山田 花子',
      country: 'JP',
      postalCode: '1510053',
      prefecture: '東京都',
      city: '渋谷区',
      street: '代々木1-2-3',
      building: null,
    },
    billing: null,
    receiptName: null,
    note: null,
    method: 'bank',
    ...changes,
  }
}

/** Places an order as the confirmation page does; fails the test when it is refused. */
export async function anOrder(
  lines: { sku: string; copies: number }[],
  options: { details?: Partial<CheckoutDetails>; checkoutKey?: string; now?: Date } = {},
): Promise<PlacedOrder> {
  const now = options.now ?? NOON
  const checkoutKey = options.checkoutKey ?? randomToken()
  const chosen = details(options.details)
  const quote = await quoteCart(lines, {
    locale: 'ja',
    country: chosen.delivery?.country ?? null,
    checkoutKey,
    now,
  })
  if (!quote.result.ok) throw new Error(`no quote: ${JSON.stringify(quote.result)}`)
  const placed = await placeOrder(
    {
      checkoutKey,
      placementKey: `${checkoutKey}:${randomToken()}`,
      locale: 'ja',
      details: chosen,
      lines,
      expectedTotalYen: quote.result.draft.totalYen,
    },
    { now },
  )
  if (!placed.ok) throw new Error(`not placed: ${JSON.stringify(placed)}`)
  return placed
}

/** What the secretariat enters for a library that pays by bill, due at the end of the year. */
export const BILLED: DeskOrder = {
  channel: 'mail',
  terms: { kind: 'billed', dueOn: tokyoDay('2026-12-31') },
  buyerReference: 'LIB-7',
  quoteId: null,
}

/** Enters an order at the desk as its form would send it. */
export function deskOrder(
  lines: { sku: string; copies: number }[],
  desk: DeskOrder,
  changes: Partial<PlaceOrderInput> = {},
): PlaceOrderInput {
  return {
    checkoutKey: null,
    placementKey: `desk:${randomToken()}`,
    locale: 'ja',
    details: details(),
    lines,
    expectedTotalYen: 0,
    desk,
    ...changes,
  }
}

/** Places an order at the desk; fails the test when it is refused. */
export async function aDeskOrder(
  lines: { sku: string; copies: number }[],
  desk: DeskOrder = BILLED,
  now: Date = NOON,
): Promise<PlacedOrder> {
  const input = deskOrder(lines, desk)
  // The first answer tells the price, the second places.
  const first = await placeOrder(input, { now })
  if (first.ok || first.reason !== 'price-changed') throw new Error(`no price: ${JSON.stringify(first)}`)
  const placed = await placeOrder({ ...input, expectedTotalYen: first.totalYen }, { now })
  if (!placed.ok) throw new Error(`not placed: ${JSON.stringify(placed)}`)
  return placed
}
