import { addressLines } from '#app/features/checkout/address-lines.ts'
import type { OrderGraph, OrderGraphLine } from '#app/features/checkout/order-graph.server.ts'
import { recipientOf } from '#app/features/documents/issuer.ts'
import {
  drawFacts,
  drawNotes,
  drawSums,
  drawTitle,
  endPaper,
  texts,
} from '#app/features/documents/paper.server.ts'
import { formatInstant, formatLanguage } from '#app/platform/i18n/format.ts'
import { mm, newPage, type Pdf } from '#app/platform/pdf/pdf.server.ts'
import { drawTable } from '#app/platform/pdf/table.server.ts'

/** What of an order is to be packed. */
export type Parcel = {
  order: OrderGraph
  lines: { line: OrderGraphLine; goods: NonNullable<OrderGraphLine['goods']> }[]
}

/**
 * Draws the list of one parcel on pages of its own.
 * @param languages of the editions, by their ids
 * @returns how many pages the list took
 */
export async function drawPackingList(
  pdf: Pdf,
  { order, lines }: Parcel,
  languages: ReadonlyMap<string, string>,
): Promise<number> {
  const t = texts(pdf)
  const { locale } = pdf
  const { deliveryAddress: address } = order
  await newPage(pdf)
  drawTitle(pdf, {
    title: t('documents:title.packingList'),
    marks: [],
    facts: [
      { label: t('documents:fact.order'), value: order.code, bold: true },
      { label: t('documents:packing.orderedAt'), value: formatInstant(order.placedAt, locale) },
    ],
  })
  const { name, honorific } = recipientOf(address?.name ?? order.contactName, locale)
  await drawFacts(pdf, [
    {
      label: t('documents:packing.to'),
      value: [
        ...(address ? addressLines(address, locale) : []),
        [name, honorific].filter(Boolean).join(' '),
      ].join('\n'),
      bold: true,
    },
    ...(order.phone ? [{ label: t('documents:packing.phone'), value: order.phone }] : []),
  ])
  await drawTable(
    pdf,
    [
      { header: '', width: mm(10) },
      { header: t('documents:packing.copies'), width: mm(20), align: 'right' },
      { header: t('documents:packing.item'), width: 0 },
    ],
    lines.map(({ line, goods }) => [
      { text: '□' },
      { text: String(goods.held), bold: true },
      {
        text: line.description,
        language: line.textLanguage,
        note: `${goods.sku}  ${formatLanguage(languages.get(goods.editionId) ?? line.textLanguage, locale)}`,
      },
    ]),
  )
  const copies = lines.reduce((sum, { goods }) => sum + goods.held, 0)
  await drawSums(pdf, [{ label: t('documents:packing.total'), value: String(copies), bold: true }])
  if (order.note) {
    await drawNotes(pdf, [t('documents:packing.note')], { size: 8.5, bold: true })
    await drawNotes(pdf, [order.note], { size: 10 })
  }
  const { count } = pdf.doc.bufferedPageRange()
  endPaper(pdf, order.code)
  return count
}
