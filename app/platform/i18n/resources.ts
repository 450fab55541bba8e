import jaCommon from './locales/ja/common.json'
import jaCatalogue from './locales/ja/catalogue.json'
import jaCheckout from './locales/ja/checkout.json'
import jaOrder from './locales/ja/order.json'
import jaLegal from './locales/ja/legal.json'
import jaMail from './locales/ja/mail.json'
import jaSandbox from './locales/ja/sandbox.json'
import jaErrors from './locales/ja/errors.json'
import enCommon from './locales/en/common.json'
import enCatalogue from './locales/en/catalogue.json'
import enCheckout from './locales/en/checkout.json'
import enOrder from './locales/en/order.json'
import enLegal from './locales/en/legal.json'
import enMail from './locales/en/mail.json'
import enSandbox from './locales/en/sandbox.json'
import enErrors from './locales/en/errors.json'
import koCommon from './locales/ko/common.json'
import koCatalogue from './locales/ko/catalogue.json'
import koCheckout from './locales/ko/checkout.json'
import koOrder from './locales/ko/order.json'
import koLegal from './locales/ko/legal.json'
import koMail from './locales/ko/mail.json'
import koSandbox from './locales/ko/sandbox.json'
import koErrors from './locales/ko/errors.json'
import tlCommon from './locales/tl/common.json'
import tlCatalogue from './locales/tl/catalogue.json'
import tlCheckout from './locales/tl/checkout.json'
import tlOrder from './locales/tl/order.json'
import tlLegal from './locales/tl/legal.json'
import tlMail from './locales/tl/mail.json'
import tlSandbox from './locales/tl/sandbox.json'
import tlErrors from './locales/tl/errors.json'
import type { Locale } from '#app/domain/locale.ts'

/** Every text of the interface, mails and PDFs. Static imports, so that a locale is complete the moment the module is. */
export const resources = {
  ja: {
    common: jaCommon,
    catalogue: jaCatalogue,
    checkout: jaCheckout,
    order: jaOrder,
    legal: jaLegal,
    mail: jaMail,
    sandbox: jaSandbox,
    errors: jaErrors,
  },
  en: {
    common: enCommon,
    catalogue: enCatalogue,
    checkout: enCheckout,
    order: enOrder,
    legal: enLegal,
    mail: enMail,
    sandbox: enSandbox,
    errors: enErrors,
  },
  ko: {
    common: koCommon,
    catalogue: koCatalogue,
    checkout: koCheckout,
    order: koOrder,
    legal: koLegal,
    mail: koMail,
    sandbox: koSandbox,
    errors: koErrors,
  },
  tl: {
    common: tlCommon,
    catalogue: tlCatalogue,
    checkout: tlCheckout,
    order: tlOrder,
    legal: tlLegal,
    mail: tlMail,
    sandbox: tlSandbox,
    errors: tlErrors,
  },
} satisfies Record<Locale, Record<string, object>>

export type Namespace = keyof (typeof resources)['ja']

type PluralForm = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'

type WithoutPlural<Key extends string> = Key extends `${infer Stem}_${PluralForm}` ? Stem : Key

type Leaves<Node> = {
  [Key in keyof Node & string]: Node[Key] extends string ? WithoutPlural<Key> : `${Key}.${Leaves<Node[Key]>}`
}[keyof Node & string]

/** Names a text: `namespace:path.to.it`, as the Japanese files have it. */
export type TextKey = {
  [Ns in Namespace]: `${Ns}:${Leaves<(typeof resources)['ja'][Ns]>}`
}[Namespace]
