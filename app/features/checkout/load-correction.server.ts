import { needsOf, orderKeyOf, type CorrectionKey } from '#app/features/checkout/correct-order.server.ts'
import { toTyped, type Needs, type TypedDetails } from '#app/features/checkout/details-form.ts'
import { isCorrectable } from '#app/features/checkout/is-correctable.ts'
import { loadOrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { db } from '#app/platform/db.server.ts'

export type CorrectionView = {
  token: string
  code: string
  version: number
  isOpen: boolean
  needs: Needs
  typed: TypedDetails
}

/** The form that corrects an order, filled with what stands in it; null when the key names none. */
export async function loadCorrection(key: CorrectionKey): Promise<CorrectionView | null> {
  const orderKey = orderKeyOf(key)
  const order = orderKey && (await loadOrderGraph(db, orderKey))
  if (!order) return null
  const { email, contactName, furigana, phone, receiptName, note } = order
  return {
    token: order.token,
    code: order.code,
    version: order.version,
    isOpen: isCorrectable(order, 'token' in key ? 'reader' : 'desk'),
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
