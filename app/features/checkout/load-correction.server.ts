import { needsOf } from '#app/features/checkout/correct-order.server.ts'
import { toTyped, type Needs, type TypedDetails } from '#app/features/checkout/details-form.ts'
import { isCorrectable } from '#app/features/checkout/load-order-page.server.ts'
import { loadOrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { isOrderToken } from '#app/features/checkout/order-token.ts'
import { db } from '#app/platform/db.server.ts'

export type CorrectionView = {
  token: string
  code: string
  version: number
  isOpen: boolean
  needs: Needs
  typed: TypedDetails
}

/** The form that corrects an order, filled with what stands in it; null when the token names none. */
export async function loadCorrection(token: string | undefined): Promise<CorrectionView | null> {
  if (!isOrderToken(token)) return null
  const order = await loadOrderGraph(db, { token })
  if (!order) return null
  const { email, contactName, furigana, phone, receiptName, note } = order
  return {
    token: order.token,
    code: order.code,
    version: order.version,
    isOpen: isCorrectable(order),
    needs: needsOf(order),
    typed: toTyped({
      email,
      contactName,
      furigana,
      phone,
      receiptName,
      note,
      mailLocale: order.locale,
      delivery: order.deliveryAddress,
      billing: order.billingAddress,
    }),
  }
}
