import type { Locale } from '#app/domain/locale.ts'

/** An order by which somebody bought the edition. */
export type Buyer = {
  orderId: string
  /** Null for a reader without e-mail. */
  email: string | null
  /** Of the order: in it she is written to. */
  locale: Locale
  placedAt: Date
  /** The same text for the same person at the same address; null where nothing was posted. */
  addressKey: string | null
}

export type Addressee = { orderId: string; email: string | null; locale: Locale }

export type AnnouncementPlan = {
  mails: Addressee[]
  /** Their addresses bounced or complained: the mail is noted, and not sent. */
  suppressed: Addressee[]
  letters: Addressee[]
  /** Told before, by mail or letter. */
  toldBefore: number
}

/**
 * Who is told of a supplement, and how: one mail for each e-mail address, whatever its case, in the language of its newest order; one
 * letter for each postal address of those without e-mail; nobody twice. Oldest order first.
 * Example: orders of A@x.jp (ja, 2007) and a@x.jp (en, 2008), and one without e-mail, are a mail in English and a letter.
 */
export function planAnnouncement(
  buyers: readonly Buyer[],
  known: {
    /** E-mail addresses (lower case) and postal ones that were told of it. */
    told: { emails: ReadonlySet<string>; addresses: ReadonlySet<string> }
    /** Addresses that take no mail, lower case. */
    marked: ReadonlySet<string>
  },
): AnnouncementPlan {
  const newest = new Map<string, Buyer>()
  for (const buyer of buyers) {
    const key = keyOf(buyer)
    if (key === null) continue
    const before = newest.get(key)
    if (!before || isLater(buyer, before)) newest.set(key, buyer)
  }
  const plan: AnnouncementPlan = { mails: [], suppressed: [], letters: [], toldBefore: 0 }
  for (const buyer of [...newest.values()].sort((a, b) => (isLater(a, b) ? 1 : -1))) {
    const { orderId, email, locale, addressKey } = buyer
    const addressee = { orderId, email, locale }
    const address = email?.toLowerCase()
    const isTold =
      address === undefined ? known.told.addresses.has(addressKey ?? '') : known.told.emails.has(address)
    if (isTold) plan.toldBefore += 1
    else if (address === undefined) plan.letters.push(addressee)
    else (known.marked.has(address) ? plan.suppressed : plan.mails).push(addressee)
  }
  return plan
}

/** What tells people apart: an e-mail address, or else a postal one. */
function keyOf({ email, addressKey }: Buyer): string | null {
  if (email !== null) return `mail ${email.toLowerCase()}`
  return addressKey === null ? null : `post ${addressKey}`
}

function isLater(a: Buyer, b: Buyer): boolean {
  const difference = a.placedAt.getTime() - b.placedAt.getTime()
  return difference > 0 || (difference === 0 && a.orderId > b.orderId)
}
