/** Why an order cannot be packed now. */
export type NotPackable = 'not-paid' | 'nothing-held' | 'no-address' | 'packed'

/**
 * Whether an order can be packed: its goods may leave, copies are held for it, it has an address, and nobody has packed it since its last
 * parcel left. Null when it can. After a parcel, copies that came in later are packed anew.
 */
export function packingRefusal(order: {
  isServed: boolean
  heldCopies: number
  hasAddress: boolean
  /** The later of its last packing and its last parcel. */
  lastStep: 'packed' | 'posted' | null
}): NotPackable | null {
  if (!order.isServed) return 'not-paid'
  if (order.heldCopies === 0) return 'nothing-held'
  if (!order.hasAddress) return 'no-address'
  return order.lastStep === 'packed' ? 'packed' : null
}
