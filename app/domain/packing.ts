/** Why an order cannot be packed now. */
export type NotPackable = 'not-paid' | 'nothing-held' | 'no-address' | 'packed'

/** Events after which what lies packed may be more than is to be posted, or something else. */
export const PARCEL_CHANGES = ['refund-requested', 'refunded', 'refund-lines', 'parcel-replaced'] as const

/** What stands on a parcel's label and packing list, of the fields that a correction names. */
export const FIELDS_ON_PAPERS = ['delivery', 'phone', 'note'] as const

/**
 * Whether an order can be packed: its goods may leave, copies are held for it, it has an address, and nobody has packed it since its last
 * parcel left. Null when it can. After a parcel, copies that came in later are packed anew; what was packed and then changed is, too.
 */
export function packingRefusal(order: {
  isServed: boolean
  heldCopies: number
  hasAddress: boolean
  /** The later of its last packing and its last parcel; `changed` when it was packed and is no longer what was packed. */
  lastStep: 'packed' | 'changed' | 'posted' | null
}): NotPackable | null {
  if (!order.isServed) return 'not-paid'
  if (order.heldCopies === 0) return 'nothing-held'
  if (!order.hasAddress) return 'no-address'
  return order.lastStep === 'packed' ? 'packed' : null
}
