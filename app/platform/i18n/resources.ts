import jaCommon from './locales/ja/common.json'
import jaCatalogue from './locales/ja/catalogue.json'
import jaCheckout from './locales/ja/checkout.json'
import jaOrder from './locales/ja/order.json'
import jaLegal from './locales/ja/legal.json'
import jaMail from './locales/ja/mail.json'
import jaSandbox from './locales/ja/sandbox.json'
import jaErrors from './locales/ja/errors.json'
import jaDesk from './locales/ja/desk.json'
import jaDeskOrders from './locales/ja/deskOrders.json'
import jaDeskAdmin from './locales/ja/deskAdmin.json'
import jaDocuments from './locales/ja/documents.json'
import jaDeskWork from './locales/ja/deskWork.json'
import jaInquiry from './locales/ja/inquiry.json'
import jaDeskCopies from './locales/ja/deskCopies.json'
import jaDeskRuns from './locales/ja/deskRuns.json'
import jaBills from './locales/ja/bills.json'
import jaDeskCounts from './locales/ja/deskCounts.json'
import jaDeskConsign from './locales/ja/deskConsign.json'
import jaLecture from './locales/ja/lecture.json'
import jaNotify from './locales/ja/notify.json'
import jaDeskSupplements from './locales/ja/deskSupplements.json'
import jaDeskCatalogue from './locales/ja/deskCatalogue.json'
import jaDeskNext from './locales/ja/deskNext.json'
import enCommon from './locales/en/common.json'
import enCatalogue from './locales/en/catalogue.json'
import enCheckout from './locales/en/checkout.json'
import enOrder from './locales/en/order.json'
import enLegal from './locales/en/legal.json'
import enMail from './locales/en/mail.json'
import enSandbox from './locales/en/sandbox.json'
import enErrors from './locales/en/errors.json'
import enDesk from './locales/en/desk.json'
import enDeskOrders from './locales/en/deskOrders.json'
import enDeskAdmin from './locales/en/deskAdmin.json'
import enDocuments from './locales/en/documents.json'
import enDeskWork from './locales/en/deskWork.json'
import enInquiry from './locales/en/inquiry.json'
import enDeskCopies from './locales/en/deskCopies.json'
import enDeskRuns from './locales/en/deskRuns.json'
import enBills from './locales/en/bills.json'
import enDeskCounts from './locales/en/deskCounts.json'
import enDeskConsign from './locales/en/deskConsign.json'
import enLecture from './locales/en/lecture.json'
import enNotify from './locales/en/notify.json'
import enDeskSupplements from './locales/en/deskSupplements.json'
import enDeskCatalogue from './locales/en/deskCatalogue.json'
import enDeskNext from './locales/en/deskNext.json'
import koCommon from './locales/ko/common.json'
import koCatalogue from './locales/ko/catalogue.json'
import koCheckout from './locales/ko/checkout.json'
import koOrder from './locales/ko/order.json'
import koLegal from './locales/ko/legal.json'
import koMail from './locales/ko/mail.json'
import koSandbox from './locales/ko/sandbox.json'
import koErrors from './locales/ko/errors.json'
import koDesk from './locales/ko/desk.json'
import koDeskOrders from './locales/ko/deskOrders.json'
import koDeskAdmin from './locales/ko/deskAdmin.json'
import koDocuments from './locales/ko/documents.json'
import koDeskWork from './locales/ko/deskWork.json'
import koInquiry from './locales/ko/inquiry.json'
import koDeskCopies from './locales/ko/deskCopies.json'
import koDeskRuns from './locales/ko/deskRuns.json'
import koBills from './locales/ko/bills.json'
import koDeskCounts from './locales/ko/deskCounts.json'
import koDeskConsign from './locales/ko/deskConsign.json'
import koLecture from './locales/ko/lecture.json'
import koNotify from './locales/ko/notify.json'
import koDeskSupplements from './locales/ko/deskSupplements.json'
import koDeskCatalogue from './locales/ko/deskCatalogue.json'
import koDeskNext from './locales/ko/deskNext.json'
import tlCommon from './locales/tl/common.json'
import tlCatalogue from './locales/tl/catalogue.json'
import tlCheckout from './locales/tl/checkout.json'
import tlOrder from './locales/tl/order.json'
import tlLegal from './locales/tl/legal.json'
import tlMail from './locales/tl/mail.json'
import tlSandbox from './locales/tl/sandbox.json'
import tlErrors from './locales/tl/errors.json'
import tlDesk from './locales/tl/desk.json'
import tlDeskOrders from './locales/tl/deskOrders.json'
import tlDeskAdmin from './locales/tl/deskAdmin.json'
import tlDocuments from './locales/tl/documents.json'
import tlDeskWork from './locales/tl/deskWork.json'
import tlInquiry from './locales/tl/inquiry.json'
import tlDeskCopies from './locales/tl/deskCopies.json'
import tlDeskRuns from './locales/tl/deskRuns.json'
import tlBills from './locales/tl/bills.json'
import tlDeskCounts from './locales/tl/deskCounts.json'
import tlDeskConsign from './locales/tl/deskConsign.json'
import tlLecture from './locales/tl/lecture.json'
import tlNotify from './locales/tl/notify.json'
import tlDeskSupplements from './locales/tl/deskSupplements.json'
import tlDeskCatalogue from './locales/tl/deskCatalogue.json'
import tlDeskNext from './locales/tl/deskNext.json'
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
    desk: jaDesk,
    deskOrders: jaDeskOrders,
    deskAdmin: jaDeskAdmin,
    documents: jaDocuments,
    deskWork: jaDeskWork,
    inquiry: jaInquiry,
    deskConsign: jaDeskConsign,
    deskNext: jaDeskNext,
    deskCounts: jaDeskCounts,
    deskRuns: jaDeskRuns,
    deskCopies: jaDeskCopies,
    bills: jaBills,
    lecture: jaLecture,
    notify: jaNotify,
    deskSupplements: jaDeskSupplements,
    deskCatalogue: jaDeskCatalogue,
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
    desk: enDesk,
    deskOrders: enDeskOrders,
    deskAdmin: enDeskAdmin,
    documents: enDocuments,
    deskWork: enDeskWork,
    inquiry: enInquiry,
    deskConsign: enDeskConsign,
    deskNext: enDeskNext,
    deskCounts: enDeskCounts,
    deskRuns: enDeskRuns,
    deskCopies: enDeskCopies,
    bills: enBills,
    lecture: enLecture,
    notify: enNotify,
    deskSupplements: enDeskSupplements,
    deskCatalogue: enDeskCatalogue,
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
    desk: koDesk,
    deskOrders: koDeskOrders,
    deskAdmin: koDeskAdmin,
    documents: koDocuments,
    deskWork: koDeskWork,
    inquiry: koInquiry,
    deskConsign: koDeskConsign,
    deskNext: koDeskNext,
    deskCounts: koDeskCounts,
    deskRuns: koDeskRuns,
    deskCopies: koDeskCopies,
    bills: koBills,
    lecture: koLecture,
    notify: koNotify,
    deskSupplements: koDeskSupplements,
    deskCatalogue: koDeskCatalogue,
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
    desk: tlDesk,
    deskOrders: tlDeskOrders,
    deskAdmin: tlDeskAdmin,
    documents: tlDocuments,
    deskWork: tlDeskWork,
    inquiry: tlInquiry,
    deskConsign: tlDeskConsign,
    deskNext: tlDeskNext,
    deskCounts: tlDeskCounts,
    deskRuns: tlDeskRuns,
    deskCopies: tlDeskCopies,
    bills: tlBills,
    lecture: tlLecture,
    notify: tlNotify,
    deskSupplements: tlDeskSupplements,
    deskCatalogue: tlDeskCatalogue,
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
