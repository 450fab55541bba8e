/** Names one placing of an order: the checkout, and the confirmation page that was shown. Pressing its button twice makes one order. */
export function placementKeyOf(checkoutKey: string, nonce: string): string {
  return `${checkoutKey}:${nonce}`
}
