import type { TokyoDay } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import { addressLines } from '#app/features/checkout/address-lines.ts'
import type { OrderGraph, OrderGraphLine } from '#app/features/checkout/order-graph.server.ts'
import { issuerOf, type IssuingOrganisation, recipientOf } from '#app/features/documents/issuer.ts'
import {
  drawFacts,
  drawNotes,
  drawParties,
  drawSentence,
  drawSums,
  drawTitle,
  endPaper,
  texts,
} from '#app/features/documents/paper.server.ts'
import { formatDay, formatYen } from '#app/platform/i18n/format.ts'
import { closePdf, mm, newPage, openPdf } from '#app/platform/pdf/pdf.server.ts'
import { drawTable } from '#app/platform/pdf/table.server.ts'

export type DeliveryPrint = {
  order: OrderGraph
  shipment: {
    postedOn: TokyoDay
    trackingNumber: string | null
    /** It was sent once more in place of another. */
    isReplacement: boolean
    createdAt: Date
    lines: { orderLineId: string; copies: number }[]
  }
  organisation: IssuingOrganisation
  locale: Locale
}

/** Draws the delivery note of a parcel. */
export async function drawDeliveryNote({
  order,
  shipment,
  organisation,
  locale,
}: DeliveryPrint): Promise<Uint8Array<ArrayBuffer>> {
  const { postedOn } = shipment
  const { deliveryAddress: address } = order
  const pdf = await openPdf({
    title: order.code,
    author: organisation.name[locale],
    locale,
    createdAt: shipment.createdAt,
  })
  const t = texts(pdf)

  await newPage(pdf)
  drawTitle(pdf, {
    title: t('documents:title.deliveryNote'),
    marks: [],
    facts: [
      { label: t('documents:fact.order'), value: order.code },
      { label: t('documents:delivery.postedOn'), value: formatDay(postedOn, locale) },
    ],
  })
  drawParties(pdf, {
    recipient: recipientOf(
      address?.name ?? order.contactName,
      locale,
      address ? addressLines(address, locale) : [],
    ),
    issuer: issuerOf(organisation, { locale, on: postedOn }),
    withRepresentative: false,
  })
  drawSentence(
    pdf,
    t(shipment.isReplacement ? 'documents:delivery.replacement' : 'documents:delivery.statement'),
  )
  if (shipment.trackingNumber)
    await drawFacts(pdf, [{ label: t('order:shipment.tracking'), value: shipment.trackingNumber }])

  const rows = order.lines.flatMap((line) => {
    const copies =
      shipment.lines.find(({ orderLineId }) => orderLineId === line.goods?.orderLineId)?.copies ?? 0
    return copies > 0 ? [{ line, copies }] : []
  })
  await drawTable(
    pdf,
    [
      { header: t('documents:line.description'), width: 0 },
      { header: t('documents:delivery.ordered'), width: mm(22), align: 'right' },
      { header: t('documents:delivery.copies'), width: mm(24), align: 'right' },
      { header: t('documents:line.unit'), width: mm(28), align: 'right' },
      { header: t('documents:line.amount'), width: mm(30), align: 'right' },
    ],
    rows.map(({ line, copies }) => [
      { text: line.description, language: line.textLanguage, note: skuNote(line, t) },
      { text: String(line.quantity) },
      { text: String(copies), bold: true },
      { text: formatYen(line.unitYen, locale) },
      { text: formatYen(copies * line.unitYen, locale) },
    ]),
  )
  const totalYen = rows.reduce((sum, { line, copies }) => sum + copies * line.unitYen, 0)
  await drawSums(pdf, [{ label: t('documents:total.total'), value: formatYen(totalYen, locale), bold: true }])
  const hasMore = order.lines.some(
    ({ goods }) => goods?.format === 'print' && goods.held + goods.preordered > 0,
  )
  await drawNotes(pdf, [
    ...(hasMore ? [t('documents:delivery.later')] : []),
    t('documents:delivery.noReceipt'),
  ])
  endPaper(pdf, `${organisation.name[locale]}  ${order.code}`)
  return await closePdf(pdf)
}

function skuNote({ goods }: OrderGraphLine, t: ReturnType<typeof texts>): string | undefined {
  return goods ? t('documents:line.sku', { sku: goods.sku }) : undefined
}
