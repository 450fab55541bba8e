import type { TokyoDay } from '#app/domain/day.ts'
import { useFieldProblem } from '#app/features/desk/answer-notices.tsx'
import type { FormAnswer } from '#app/features/desk/form-answer.ts'
import { METHOD_WORDS } from '#app/features/desk/order-words.ts'
import { DayAndReference } from '#app/features/desk/refund-fields.tsx'
import { HAND_METHODS } from '#app/features/desk/payment-form.ts'
import { formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { RadioGroup } from '#app/ui/radio-group.tsx'

/** What of an order can be given back in which way. */
export type RefundableMoney = {
  paidYen: number
  surplusYen: number
  /** Of both, what can go back through Stripe. */
  stripeYen: number
  /** What is not paid of a bill, and can be credited. */
  openYen: number
  needsEmail: boolean
}

/** Whether any money came that could go back. */
export function hasMoney({ paidYen, surplusYen }: RefundableMoney): boolean {
  return paidYen + surplusYen > 0
}

type RefundWayProps = { refundable: RefundableMoney; today: TokyoDay; answer: FormAnswer | null }

/** How it is given back. Where nothing was paid there is one way: less is due. */
export function RefundWay({ refundable, today, answer }: RefundWayProps) {
  const { t, locale } = useTexts()
  const problem = useFieldProblem(answer)
  const typed = answer?.typed ?? {}
  const { openYen } = refundable
  const credit = {
    value: 'credit',
    label: t('deskOrders:refund.credit'),
    hint: t('deskOrders:refund.creditHint', { amount: formatYen(openYen, locale) }),
  }
  if (!hasMoney(refundable)) {
    return (
      <RadioGroup
        name="way"
        legend={t('deskOrders:refund.way')}
        error={problem('way')}
        defaultValue="credit"
        options={[credit]}
      />
    )
  }
  const canStripe = refundable.stripeYen > 0 && !refundable.needsEmail
  const stripe = {
    value: 'stripe',
    label: t('deskOrders:refund.stripe'),
    hint: refundable.needsEmail
      ? t('deskOrders:refund.emailNeeded')
      : t('deskOrders:refund.stripeHint', { amount: formatYen(refundable.stripeYen, locale) }),
    disabled: !canStripe,
  }
  return (
    <>
      <RadioGroup
        name="way"
        legend={t('deskOrders:refund.way')}
        error={problem('way')}
        defaultValue={typed.way ?? (canStripe ? 'stripe' : undefined)}
        options={[
          stripe,
          ...HAND_METHODS.map((value) => ({ value, label: t(METHOD_WORDS[value]) })),
          ...(openYen > 0 ? [credit] : []),
        ]}
        hint={[t('deskOrders:refund.wayHint'), openYen > 0 ? t('deskOrders:refund.mixedHint') : '']
          .filter(Boolean)
          .join(' ')}
      />
      <DayAndReference today={today} answer={answer} />
    </>
  )
}
