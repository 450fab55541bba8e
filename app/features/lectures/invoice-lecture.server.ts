import { tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import { stepLecture } from '#app/domain/lecture.ts'
import { DEFAULT_LOCALE, isLocale, type Locale } from '#app/domain/locale.ts'
import { taxRateOn } from '#app/domain/tax.ts'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import type { PostalAddress } from '#app/features/checkout/address.ts'
import {
  changeLecture,
  type ChangeLectureResult,
  type LockedLecture,
} from '#app/features/lectures/change-lecture.server.ts'
import { billCharge, type BillLine } from '#app/features/payments/bill-charge.server.ts'
import { queueBillMail } from '#app/features/payments/bill-mail.server.ts'
import { formatDay } from '#app/platform/i18n/format.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'

export type InvoiceInput = {
  seen: number
  /** Whom the bill is made out to. */
  payerName: string
  dueOn: TokyoDay
  method: 'bank' | 'postal'
}

/**
 * Bills a lecture that was held: its fee and travel become a charge, earned on its day and owed from now on. The bill is mailed where there is an
 * address. Its money comes in as that of any bill, and settles the request with it.
 */
export async function invoiceLecture(
  code: string,
  { seen, payerName, dueOn, method }: InvoiceInput,
  { now }: { now: Date },
): Promise<ChangeLectureResult> {
  const organisation = await loadOrganisation()
  return await changeLecture(
    code,
    { seen },
    {
      isDone: ({ state }) => state === 'invoiced',
      decide: ({ facts }) => {
        const step = stepLecture(facts, 'bill', tokyoDayOf(now))
        return step.ok ? { ok: true, columns: { state: step.state, invoicedAt: now } } : step
      },
      follow: async (tx, lecture) => {
        const locale = isLocale(lecture.locale) ? lecture.locale : DEFAULT_LOCALE
        const eventOn = dayOf(lecture)
        const { chargeId } = await billCharge(
          tx,
          {
            payer: { name: payerName, email: lecture.email, address: addressOf(lecture, payerName), locale },
            subject: lecture.code,
            lines: billLines(lecture, locale),
            dueOn,
            method,
            eventOn,
            memo: lecture.code,
          },
          { now },
        )
        await queueBillMail(tx, chargeId, { organisation, now })
        return { chargeId }
      },
    },
  )
}

/** What the bill says: the fee and the travel, without anybody's name. Nothing is said of what costs nothing. */
export function billLines(lecture: Pick<LockedLecture, 'facts'>, locale: Locale): BillLine[] {
  const { feeYen, travelYen } = lecture.facts
  const t = textsFor(locale)
  const onDay = dayOf(lecture)
  const line = (description: string, amountYen: number | null): BillLine[] =>
    amountYen
      ? [
          {
            kind: 'lecture',
            description,
            textLanguage: locale,
            quantity: 1,
            unitYen: amountYen,
            amountYen,
            taxRate: taxRateOn(onDay),
          },
        ]
      : []
  return [
    ...line(t('lecture:bill.fee', { day: formatDay(onDay, locale) }), feeYen),
    ...line(t('lecture:bill.travel'), travelYen),
  ]
}

function dayOf({ facts }: Pick<LockedLecture, 'facts'>): TokyoDay {
  if (facts.onDay === null) throw new Error('a lecture that was held without a day')
  return facts.onDay
}

function addressOf(lecture: LockedLecture, name: string): PostalAddress | null {
  const address = lecture.address as PostalAddress | null
  return address && { ...address, name }
}
