import type { TextKey, Translate } from '#app/platform/i18n/texts.ts'
import type { MailPaymentMethod } from './props.ts'

const NAMES: Record<MailPaymentMethod, TextKey> = {
  card: 'mail:method.card',
  konbini: 'mail:method.konbini',
  bank: 'mail:method.bank',
  postal: 'mail:method.postal',
  cash: 'mail:method.cash',
}

export function methodText(t: Translate, method: MailPaymentMethod): string {
  return t(NAMES[method])
}
