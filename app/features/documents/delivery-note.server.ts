import { dayFromDb } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { loadOrderGraph } from '#app/features/checkout/order-graph.server.ts'
import type { PdfFile } from '#app/features/documents/document-pdf.server.ts'
import { drawDeliveryNote } from '#app/features/documents/draw-delivery-note.server.ts'
import { db } from '#app/platform/db.server.ts'

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
  const postedOn = dayFromDb(shipment.postedOn)
  const content = await drawDeliveryNote({
    order,
    shipment: { ...shipment, postedOn, isReplacement: shipment.replacesId !== null },
    organisation: await loadOrganisation(),
    locale: options.locale,
  })
  return { name: `${order.code}-${postedOn}.pdf`, mediaType: 'application/pdf', content }
}
