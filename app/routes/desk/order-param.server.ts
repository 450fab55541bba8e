import { normaliseOrderCode } from '#app/domain/order-code.ts'
import type { DeskOrder } from '#app/features/desk/desk-order.ts'
import { loadDeskOrder } from '#app/features/desk/load-desk-order.server.ts'
import type { SignedIn } from '#app/features/staff/session.server.ts'

type Params = { code?: string | undefined }

/** The code in the address of an order's page, as it is printed. @throws Response 404 for anything else */
export function orderCodeOf(params: Params): string {
  const code = normaliseOrderCode(params.code ?? '')
  if (!code) throw new Response(null, { status: 404 })
  return code
}

/** The order that the address names. @throws Response 404 when there is none */
export async function orderOf(
  params: Params,
  { staff, now }: { staff: SignedIn; now: Date },
): Promise<DeskOrder> {
  const order = await loadDeskOrder(orderCodeOf(params), { locale: staff.locale, now })
  if (!order) throw new Response(null, { status: 404 })
  return order
}
