type Facts = {
  packedAt: Date | null
  charge: { state: 'open' | 'covered' | 'cancelled' | 'expired' }
  lines: readonly { goods: { format: 'print' | 'pdf'; held: number; preordered: number } | null }[]
}

/**
 * Whether it may still be corrected who an order goes to, while it is on its way to be served: by the reader until packing starts, by the
 * desk as long as something of it is to be posted. An order of downloads is never packed.
 */
export function isCorrectable(order: Facts, by: 'reader' | 'desk'): boolean {
  if (order.charge.state !== 'open' && order.charge.state !== 'covered') return false
  if (by === 'reader') return order.packedAt === null
  const print = order.lines.flatMap(({ goods }) => (goods?.format === 'print' ? [goods] : []))
  return print.length === 0 || print.some((goods) => goods.held + goods.preordered > 0)
}
