import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'

const STEPS = ['cart', 'details', 'confirm', 'pay'] as const
const TEXTS: Record<(typeof STEPS)[number], TextKey> = {
  cart: 'checkout:step.cart',
  details: 'checkout:step.details',
  confirm: 'checkout:step.confirm',
  pay: 'checkout:step.pay',
}

/** The way from the cart to the payment, and where on it the reader is. */
export function CheckoutSteps({ current }: { current: (typeof STEPS)[number] }) {
  const { t } = useTexts()
  return (
    <nav aria-label={t('checkout:step.label')}>
      <ol className="steps">
        {STEPS.map((step) => (
          <li key={step} aria-current={step === current ? 'step' : undefined}>
            {t(TEXTS[step])}
          </li>
        ))}
      </ol>
    </nav>
  )
}
