import type { ComponentType } from 'react'
import type { z } from 'zod'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { AvailabilityConfirm, availabilityConfirmProps } from './availability-confirm.tsx'
import { AvailabilityThere, availabilityThereProps } from './availability-there.tsx'
import { BillReminder, billReminderProps } from './bill-reminder.tsx'
import { BillCancelled, billCancelledProps } from './bill-cancelled.tsx'
import { BillIssued, billIssuedProps } from './bill-issued.tsx'
import { BillMoney, billMoneyProps } from './bill-money.tsx'
import { BillRefunded, billRefundedProps } from './bill-refunded.tsx'
import { BillReminded, billRemindedProps } from './bill-reminded.tsx'
import { InquiryAnswer, inquiryAnswerProps } from './inquiry-answer.tsx'
import { InquiryReceived, inquiryReceivedProps } from './inquiry-received.tsx'
import { LectureAnswer, lectureAnswerProps } from './lecture-answer.tsx'
import { LectureReceived, lectureReceivedProps } from './lecture-received.tsx'
import { OrderBilled, orderBilledProps } from './order-billed.tsx'
import { OrderCancelled, orderCancelledProps } from './order-cancelled.tsx'
import { OrderCredited, orderCreditedProps } from './order-credited.tsx'
import { OrderLatePayment, orderLatePaymentProps } from './order-late-payment.tsx'
import { OrderLink, orderLinkProps } from './order-link.tsx'
import { OrderOverpaid, orderOverpaidProps } from './order-overpaid.tsx'
import { OrderPaid, orderPaidProps } from './order-paid.tsx'
import { OrderPartPaid, orderPartPaidProps } from './order-part-paid.tsx'
import { OrderPosted, orderPostedProps } from './order-posted.tsx'
import { OrderReceived, orderReceivedProps } from './order-received.tsx'
import { OrderRefunded, orderRefundedProps } from './order-refunded.tsx'
import { ParcelCameBack, parcelCameBackProps } from './parcel-came-back.tsx'
import { PaymentFailed, paymentFailedProps } from './payment-failed.tsx'
import { PreorderReady, preorderReadyProps } from './preorder-ready.tsx'
import { StaffDigest, staffDigestProps } from './staff-digest.tsx'
import { StaffLink, staffLinkProps } from './staff-link.tsx'
import { SupplementPublished, supplementPublishedProps } from './supplement-published.tsx'
import { Voucher, voucherProps } from './voucher.tsx'

/** Every mail of the shop by its name in the outbox: the shape of its payload, its subject (which may take `code`), its page. */
export const templates = {
  'order-received': template(orderReceivedProps, 'mail:received.subject', OrderReceived),
  'order-billed': template(orderBilledProps, 'mail:billed.subject', OrderBilled),
  'bill-reminder': template(billReminderProps, 'mail:billReminder.subject', BillReminder),
  'bill-issued': template(billIssuedProps, 'mail:billIssued.subject', BillIssued),
  'bill-reminded': template(billRemindedProps, 'mail:billReminded.subject', BillReminded),
  'bill-cancelled': template(billCancelledProps, 'mail:billCancelled.subject', BillCancelled),
  'bill-refunded': template(billRefundedProps, 'mail:billRefunded.subject', BillRefunded),
  'bill-money': template(billMoneyProps, 'mail:billMoney.subject', BillMoney),
  voucher: template(voucherProps, 'mail:voucher.subject', Voucher),
  'order-paid': template(orderPaidProps, 'mail:paid.subject', OrderPaid),
  'order-part-paid': template(orderPartPaidProps, 'mail:partPaid.subject', OrderPartPaid),
  'order-overpaid': template(orderOverpaidProps, 'mail:overpaid.subject', OrderOverpaid),
  'order-late-payment': template(orderLatePaymentProps, 'mail:late.subject', OrderLatePayment),
  'order-posted': template(orderPostedProps, 'mail:posted.subject', OrderPosted),
  'order-cancelled': template(orderCancelledProps, 'mail:cancelled.subject', OrderCancelled),
  'order-refunded': template(orderRefundedProps, 'mail:refunded.subject', OrderRefunded),
  'order-credited': template(orderCreditedProps, 'mail:credited.subject', OrderCredited),
  'parcel-came-back': template(parcelCameBackProps, 'mail:cameBack.subject', ParcelCameBack),
  'payment-failed': template(paymentFailedProps, 'mail:failed.subject', PaymentFailed),
  'order-link': template(orderLinkProps, 'mail:link.subject', OrderLink),
  'preorder-ready': template(preorderReadyProps, 'mail:ready.subject', PreorderReady),
  'availability-confirm': template(
    availabilityConfirmProps,
    'notify:confirmMail.subject',
    AvailabilityConfirm,
  ),
  'availability-there': template(availabilityThereProps, 'notify:thereMail.subject', AvailabilityThere),
  'supplement-published': template(
    supplementPublishedProps,
    'deskSupplements:mail.subject',
    SupplementPublished,
  ),
  'inquiry-received': template(inquiryReceivedProps, 'mail:inquiryReceived.subject', InquiryReceived),
  'inquiry-answer': template(inquiryAnswerProps, 'mail:inquiryAnswer.subject', InquiryAnswer),
  'lecture-received': template(lectureReceivedProps, 'lecture:mail.received.subject', LectureReceived),
  'lecture-answer': template(lectureAnswerProps, 'lecture:mail.answer.subject', LectureAnswer),
  'staff-digest': template(staffDigestProps, 'mail:digest.subject', StaffDigest),
  'staff-link': template(staffLinkProps, 'mail:staffLink.subject', StaffLink),
}

export type MailTemplate = keyof typeof templates

/** Template name to the props it takes. */
export type MailTemplates = { [Name in MailTemplate]: z.infer<(typeof templates)[Name]['props']> }

export type MailProps<Name extends MailTemplate> = MailTemplates[Name]

export function isMailTemplate(name: string): name is MailTemplate {
  return Object.hasOwn(templates, name)
}

function template<Schema extends z.ZodType>(
  props: Schema,
  subject: TextKey,
  Mail: ComponentType<z.infer<Schema>>,
): { props: Schema; subject: TextKey; Mail: ComponentType<z.infer<Schema>> } {
  return { props, subject, Mail }
}
