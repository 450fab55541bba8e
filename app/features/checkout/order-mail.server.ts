import { tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import { taxBlocks } from '#app/domain/tax.ts'
import { lessCredits } from '#app/features/checkout/less-credits.ts'
import type { OrderGraph, OrderGraphLine } from '#app/features/checkout/order-graph.server.ts'
import { organisationOf, transferAccount } from '#app/features/catalogue/mail-organisation.server.ts'
import type { Organisation } from '#app/features/catalogue/organisation.server.ts'
import { addressLines } from '#app/features/checkout/address-lines.ts'
import type { MailProps } from '#emails/templates.ts'
import { env } from '#app/platform/env.server.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'

type OrderMail = Omit<MailProps<'voucher'>, 'voucherUrl' | 'dueOn'>

/** The address of an order's own page. */
export function orderUrl(order: { locale: string; token: string }): string {
  return `${env.baseUrl}/${order.locale}/orders/${order.token}`
}

/** What every mail about an order knows, from its frozen rows, less what was credited of its bill. */
export function orderMailProps(whole: OrderGraph, organisation: Organisation): OrderMail {
  const order = lessCredits(whole)
  const t = textsFor(order.locale)
  const shipping = order.lines.filter((line) => line.kind === 'shipping')
  return {
    orderCode: order.code,
    orderUrl: orderUrl(order),
    contactName: order.contactName,
    placedOn: tokyoDayOf(order.placedAt),
    lines: order.lines
      .filter((line) => line.kind === 'edition')
      .map((line) => ({
        name: line.description,
        textLanguage: line.textLanguage,
        quantity: line.quantity,
        amountYen: line.amountYen,
        ...noteOf(line, { pdf: t('common:lineNote.pdf'), preorder: t('common:lineNote.preorder') }),
      })),
    shippingYen: shipping.reduce((sum, line) => sum + line.amountYen, 0),
    totalYen: order.charge.amountYen,
    taxBlocks: taxBlocks(order.lines),
    delivery: order.deliveryAddress
      ? [...addressLines(order.deliveryAddress, order.locale), order.deliveryAddress.name]
      : null,
    organisation: organisationOf(organisation, order.locale, tokyoDayOf(order.placedAt)),
  }
}

function noteOf(line: OrderGraphLine, notes: { pdf: string; preorder: string }): { note?: string } {
  if (line.goods?.format === 'pdf') return { note: notes.pdf }
  return line.goods && line.goods.preordered > 0 ? { note: notes.preorder } : {}
}

/** How an order is paid by transfer. @throws Error for an order that is not */
export function transferMailProps(
  order: OrderGraph,
  organisation: Organisation,
): Pick<MailProps<'order-received'>, 'account' | 'reference' | 'dueOn'> {
  const { method, reference, dueOn } = order.charge
  if ((method !== 'bank' && method !== 'postal') || !dueOn)
    throw new Error('the order is not paid by transfer')
  return { account: transferAccount(method, organisation), reference, dueOn }
}

/** What the mail of a paid order says beyond the order itself: all that a receipt states (PEERS.md 5.5). */
export function paidMailProps(
  order: OrderGraph,
  organisation: Organisation,
  payment: { method: MailProps<'order-paid'>['method']; receivedOn: TokyoDay },
): MailProps<'order-paid'> {
  const goods = lessCredits(order).lines.flatMap((line) => (line.goods ? [{ line, goods: line.goods }] : []))
  return {
    ...orderMailProps(order, organisation),
    ...payment,
    receiptName: order.receiptName,
    hasDownloads: goods.some(({ goods: { format } }) => format === 'pdf'),
    preorders: goods
      .filter(({ goods: { preordered } }) => preordered > 0)
      .map(({ line, goods: { preordered, expectedOn } }) => ({
        name: line.description,
        textLanguage: line.textLanguage,
        copies: preordered,
        // A day that has passed promises nothing.
        expectedOn: expectedOn && expectedOn > payment.receivedOn ? expectedOn : null,
      })),
    postsNow: goods.some(({ goods: { held } }) => held > 0),
  }
}

/** The rest of a transfer that came short, or null where the order is not paid by transfer. */
export function partPaidMailProps(
  whole: OrderGraph,
  organisation: Organisation,
  missingYen: number,
): MailProps<'order-part-paid'> {
  const order = lessCredits(whole)
  const isTransfer =
    order.charge.dueOn && (order.charge.method === 'bank' || order.charge.method === 'postal')
  return {
    ...orderMailProps(order, organisation),
    receivedYen: order.charge.amountYen - order.charge.refundedYen - missingYen,
    missingYen,
    transfer: isTransfer ? transferMailProps(order, organisation) : null,
  }
}
