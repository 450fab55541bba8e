import type { DeskOrder } from '#app/features/desk/desk-order.ts'
import { isHandMethod } from '#app/features/desk/payment-form.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'

export type NextStep = {
  href: string
  label: TextKey
  /** What most likely comes next stands out. */
  isMain: boolean
  /** Handling money is the treasurer's. */
  needs: 'secretariat' | 'treasurer'
}

type Facts = Pick<
  DeskOrder,
  | 'code'
  | 'chargeState'
  | 'terms'
  | 'isServed'
  | 'goods'
  | 'paidYen'
  | 'surplusYen'
  | 'openYen'
  | 'reports'
  | 'refunds'
  | 'method'
  | 'canCorrect'
>

/**
 * What can be done with an order as it stands, the likeliest first. The use-cases decide for themselves; this only leaves out what they
 * would refuse.
 */
export function nextSteps(order: Facts): NextStep[] {
  const page = `/desk/orders/${order.code}`
  const held = order.goods.reduce((sum, line) => sum + line.held, 0)
  const posted = order.goods.reduce((sum, line) => sum + line.posted, 0)
  const isOpen = order.chargeState === 'open'
  const steps: NextStep[] = []
  for (const report of order.reports.filter((one) => one.resolution === null)) {
    steps.push({
      href: `${page}/parcels/${report.id}`,
      label: 'deskOrders:step.parcel',
      isMain: true,
      needs: 'secretariat',
    })
  }
  for (const refund of order.refunds.filter((one) => one.provisional && one.state !== 'failed')) {
    steps.push({
      href: `${page}/refunds/${refund.id}`,
      label: 'deskOrders:step.refundLines',
      isMain: true,
      needs: 'treasurer',
    })
  }
  if (order.isServed && held > 0) {
    steps.push({ href: `${page}/post`, label: 'deskOrders:step.post', isMain: true, needs: 'secretariat' })
  }
  // Money comes late, and twice, too: then it is recorded where it belongs, and a person decides what becomes of it.
  const payment: NextStep = {
    href: `${page}/payment`,
    label: 'deskOrders:step.payment',
    isMain: isOpen && isHandMethod(order.method),
    needs: 'treasurer',
  }
  if (isOpen) steps.push(payment)
  if (order.canCorrect) {
    steps.push({
      href: `${page}/correct`,
      label: 'deskOrders:step.correct',
      isMain: false,
      needs: 'secretariat',
    })
  }
  if (isOpen && order.paidYen === 0 && posted === 0) {
    steps.push({
      href: `${page}/cancel`,
      label: 'deskOrders:step.cancel',
      isMain: false,
      needs: 'secretariat',
    })
  }
  const hasMoney = order.paidYen > 0 || order.surplusYen > 0
  // Of a bill that is not paid, nothing goes back: less is due.
  if (hasMoney || (isOpen && order.terms === 'billed')) {
    steps.push({
      href: `${page}/refund`,
      label: hasMoney ? 'deskOrders:step.refund' : 'deskOrders:step.credit',
      isMain: false,
      needs: 'treasurer',
    })
  }
  if (!isOpen) steps.push(payment)
  return steps
}
