import { z } from 'zod'
import type { AnnouncementPlan } from '#app/domain/announcement.ts'
import { LOCALES, type Locale } from '#app/domain/locale.ts'
import { LABEL_SHEET_NAMES } from '#app/features/desk/packing/batch.ts'

/** The parameters of a work of the kind `announcement`: the orders whose readers are told, by mail and by letter. */
export const AnnouncementParams = z.object({
  supplementId: z.string(),
  mails: z.array(z.string()),
  letters: z.array(z.string()),
  sheet: z.enum(LABEL_SHEET_NAMES),
  /** As people count: 1 is the label at the top left. */
  firstLabel: z.number(),
  /** Of the desk, for the labels' sheet and the file's name. */
  locale: z.enum(LOCALES),
})
export type AnnouncementParams = z.infer<typeof AnnouncementParams>

/** What came of it, and what a person should know before printing. */
export const AnnouncementOutcome = z.object({
  /** Put into the outbox to be sent. */
  mails: z.number(),
  suppressed: z.number(),
  letters: z.number(),
  /** From there on the file is sheets of labels; null without letters. */
  firstLabelPage: z.number().nullable(),
  /** Signs that no font has: a person writes them by hand. */
  missing: z.array(z.string()),
})
export type AnnouncementOutcome = z.infer<typeof AnnouncementOutcome>

export type LanguageCounts = { locale: Locale; count: number }[]

/** A plan in figures: what is shown before it starts, and compared when it does. */
export type PlanFigures = {
  mails: number
  suppressed: number
  letters: number
  toldBefore: number
  mailsByLanguage: LanguageCounts
  lettersByLanguage: LanguageCounts
}

export function figuresOf(plan: AnnouncementPlan): PlanFigures {
  const { mails, suppressed, letters, toldBefore } = plan
  return {
    mails: mails.length,
    suppressed: suppressed.length,
    letters: letters.length,
    toldBefore,
    mailsByLanguage: byLanguage(mails),
    lettersByLanguage: byLanguage(letters),
  }
}

/** What a form that starts an announcement carries along: with other figures it is looked at anew. */
export function planMark({ mails, suppressed, letters }: PlanFigures): string {
  return `${mails}+${suppressed}+${letters}`
}

function byLanguage(addressees: readonly { locale: Locale }[]): LanguageCounts {
  return LOCALES.map((locale) => ({
    locale,
    count: addressees.filter((addressee) => addressee.locale === locale).length,
  })).filter(({ count }) => count > 0)
}
