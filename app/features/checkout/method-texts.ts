import { PAYMENT_METHODS } from '#app/features/checkout/address.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'

export const METHODS = PAYMENT_METHODS

type Method = (typeof PAYMENT_METHODS)[number]

/** The ways of paying in words: name, limits, and when it is due, as the confirmation page must say. */
export const METHOD_TEXTS: Record<Method, { name: TextKey; hint: TextKey; terms: TextKey; button: TextKey }> =
  {
    card: {
      name: 'checkout:method.card.name',
      hint: 'checkout:method.card.hint',
      terms: 'checkout:method.card.terms',
      button: 'checkout:method.card.button',
    },
    konbini: {
      name: 'checkout:method.konbini.name',
      hint: 'checkout:method.konbini.hint',
      terms: 'checkout:method.konbini.terms',
      button: 'checkout:method.konbini.button',
    },
    bank: {
      name: 'checkout:method.bank.name',
      hint: 'checkout:method.bank.hint',
      terms: 'checkout:method.bank.terms',
      button: 'checkout:method.bank.button',
    },
    postal: {
      name: 'checkout:method.postal.name',
      hint: 'checkout:method.postal.hint',
      terms: 'checkout:method.postal.terms',
      button: 'checkout:method.postal.button',
    },
  }
