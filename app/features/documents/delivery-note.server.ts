import { dayFromDb } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { addressLines } from '#app/features/checkout/address-lines.ts'
import { loadOrderGraph, type OrderGraphLine } from '#app/features/checkout/order-graph.server.ts'
import type { PdfFile } from '#app/features/documents/document-pdf.server.ts'
import { issuerOf, recipientOf } from '#app/features/documents/issuer.ts'
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
import { db } from '#app/platform/db.server.ts'
import { formatDay, formatYen } from '#app/platform/i18n/format.ts'
import { closePdf, mm, newPage, openPdf } from '#app/platform/pdf/pdf.server.ts'
import { drawTable } from '#app/platform/pdf/table.server.ts'

/**
 * The delivery note (納品書) of a parcel: what is in it, at the prices of the order. It has no number and is made anew each time, from the order's frozen lines.
 * @param options.token of the order's page: only its parcels are shown then
 * @returns null when there is no such parcel
 */
export async function deliveryNotePdf(
  shipmentId: string,
  options: { locale: Locale; token?: string },
): Promise<PdfFile | null> {
  const shipment = await db.shipment.findFirst({
    where: { id: shipmentId, ...(options.token === undefined ? {} : { order: { token: options.token } }) },
    select: {
      orderId: true,
      postedOn: true,
      trackingNumber: true,
      replacesId: true,
      createdAt: true,
      lines: { select: { orderLineId: true, copies: true } },
    },
  })
  const order = shipment && (await loadOrderGraph(db, { orderId: shipment.orderId }))
  if (!shipment || !order) return null
  const organisation = await loadOrganisation()
  const { locale } = options
  const postedOn = dayFromDb(shipment.postedOn)
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
    t(shipment.replacesId ? 'documents:delivery.replacement' : 'documents:delivery.statement'),
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
  return { name: `${order.code}-${postedOn}.pdf`, mediaType: 'application/pdf', content: await closePdf(pdf) }
}

function skuNote({ goods }: OrderGraphLine, t: ReturnType<typeof texts>): string | undefined {
  return goods ? t('documents:line.sku', { sku: goods.sku }) : undefined
}
