import { action as cartAction } from '#app/routes/shop/cart.tsx'
import { action as checkoutAction } from '#app/routes/shop/checkout.tsx'
import { action as confirmAction, loader as confirmLoader } from '#app/routes/shop/confirm.tsx'
import { aVisitor, type Visitor } from '#tests/support/route-kit.ts'
import { typed } from '#tests/support/typed.ts'

/** A reader with this cart. */
export async function aReader(...lines: [sku: string, copies: number][]): Promise<Visitor> {
  const visitor = aVisitor()
  for (const [sku, copies] of lines) {
    const added = await visitor.post(cartAction, '/ja/cart', { intent: 'add', sku, copies: String(copies) })
    if (added.status !== 303) throw new Error(`${sku} was not added`)
  }
  return visitor
}

/** Fills in the checkout form and opens the confirmation page; gives what its button sends. */
export async function toConfirmation(
  reader: Visitor,
  changes: Record<string, string> = {},
): Promise<{ nonce: string; total: string }> {
  const sent = await reader.post(checkoutAction, '/ja/checkout', typed(changes))
  if (sent.location !== '/ja/checkout/confirm')
    throw new Error(`the form was refused: ${JSON.stringify(sent.data)}`)
  const { data } = await reader.get(confirmLoader, '/ja/checkout/confirm')
  return { nonce: data.view.nonce, total: String(data.view.offer?.totals.totalYen) }
}

/** All the way: the order is placed; gives where its button led. */
export async function buy(reader: Visitor, changes: Record<string, string> = {}) {
  return await reader.post(confirmAction, '/ja/checkout/confirm', await toConfirmation(reader, changes))
}

/** The token in the address of an order's page. */
export function tokenOf(location: string | null): string {
  return /\/orders\/([\w-]+)/.exec(location ?? '')?.[1] ?? ''
}
