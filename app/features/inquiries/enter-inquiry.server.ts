import { startOfDay, tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import { parseEntry, type EntryErrors, type TypedEntry } from '#app/features/inquiries/entry-form.ts'
import { currentStaffId } from '#app/platform/actor.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { isUuid, newId } from '#app/platform/id.server.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'

const NOON_MS = 12 * 3_600_000

export type EnterInquiryResult =
  | { ok: true; id: string }
  | { ok: false; reason: 'invalid'; errors: EntryErrors }
  | { ok: false; reason: 'key' }

/** The key of a form that is opened now, and the id of what will be entered with it: a form sent twice is kept once. */
export function newEntryKey(): string {
  return newId()
}

/**
 * Keeps what somebody asked by telephone, post, mail or in person, so that it is answered and counted as what comes over the form.
 * @param key of the form, from `newEntryKey`
 * @param locale of the desk: in it stands what a nameless one is called
 */
export async function enterInquiry(
  typed: TypedEntry,
  { key, locale, now }: { key: string; locale: Locale; now: Date },
): Promise<EnterInquiryResult> {
  const parsed = parseEntry(typed, { today: tokyoDayOf(now) })
  if (!parsed.ok) return { ok: false, reason: 'invalid', errors: parsed.errors }
  const { sku, receivedOn, isSettled, name, ...input } = parsed.input
  const edition = sku === null ? null : await db.edition.findUnique({ where: { sku }, select: { id: true } })
  if (sku !== null && !edition) return { ok: false, reason: 'invalid', errors: { edition: 'choice' } }
  if (!isUuid(key)) return { ok: false, reason: 'key' }
  await inTransaction((tx) =>
    tx.inquiry.createMany({
      data: [
        {
          ...input,
          id: key,
          // An empty name is that of somebody who was erased.
          name: name || textsFor(locale)('inquiry:entry.nameless'),
          editionId: edition?.id ?? null,
          receivedAt: instantOf(receivedOn, now),
          closedAt: isSettled ? now : null,
          staffId: currentStaffId(),
        },
      ],
      skipDuplicates: true,
    }),
  )
  return { ok: true, id: key }
}

/** The hour of an earlier day is not asked for. */
function instantOf(day: TokyoDay, now: Date): Date {
  return day === tokyoDayOf(now) ? now : new Date(startOfDay(day).getTime() + NOON_MS)
}
