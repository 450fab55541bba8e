import type { TextKey } from '#app/platform/i18n/texts.ts'

/** Why copies came or went. */
export const STOCK_MOVEMENT_WORDS = {
  received: 'deskAdmin:stock.movement.received',
  sold: 'deskOrders:movement.sold',
  reader_return: 'deskOrders:movement.readerReturn',
  posted_to_members: 'deskAdmin:stock.movement.postedToMembers',
  member_return: 'deskAdmin:stock.movement.memberReturn',
  complimentary: 'deskAdmin:stock.movement.complimentary',
  consigned: 'deskAdmin:stock.movement.consigned',
  consignment_return: 'deskAdmin:stock.movement.consignmentReturn',
  damaged: 'deskOrders:movement.damaged',
  lost: 'deskOrders:movement.lost',
  counted: 'deskAdmin:stock.movement.counted',
  consignee_sold: 'deskAdmin:stock.movement.consigneeSold',
  undeliverable: 'deskAdmin:stock.movement.undeliverable',
} as const satisfies Record<string, TextKey>
export type MovementKind = keyof typeof STOCK_MOVEMENT_WORDS
