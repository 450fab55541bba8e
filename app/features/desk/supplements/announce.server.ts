import { tokyoDayOf } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import { labelsOn, PackingForm } from '#app/features/desk/packing/batch.ts'
import {
  figuresOf,
  planMark,
  type AnnouncementParams,
  type PlanFigures,
} from '#app/features/desk/supplements/announcement.ts'
import { lockSupplement } from '#app/features/desk/supplements/change-supplement.server.ts'
import { loadPlan } from '#app/features/desk/supplements/load-plan.server.ts'
import { supplementState, type SupplementState } from '#app/features/desk/supplements/supplement.ts'
import { queueWork } from '#app/features/work/queue-work.server.ts'
import { currentStaffId } from '#app/platform/actor.server.ts'
import { db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { isUuid, newId } from '#app/platform/id.server.ts'

/** `under-way`: the one before has not ended, and says who was told. `changed`: other figures than those that were agreed to. */
export type AnnounceRefusal = 'not-found' | 'not-published' | 'under-way' | 'nobody' | 'changed' | 'labels'

export type AnnounceResult = { ok: true; workId: string } | { ok: false; reason: AnnounceRefusal }

export type AnnouncementPreview =
  { ok: true; figures: PlanFigures } | { ok: false; reason: 'not-published' | 'under-way' }

/** What an announcement would do now, for somebody to agree to. */
export async function previewAnnouncement({
  id,
  state,
}: {
  id: string
  state: SupplementState
}): Promise<AnnouncementPreview> {
  if (state !== 'published') return { ok: false, reason: 'not-published' }
  if (await isUnderWay(id, db)) return { ok: false, reason: 'under-way' }
  return { ok: true, figures: figuresOf(await loadPlan(db, id)) }
}

/**
 * Tells everyone who bought the edition and was not told yet: one mail an address through the outbox, and a letter with a label for those without
 * e-mail. A long work does it; this only decides who it is.
 * @param agreed the mark of the figures that were shown (`planMark`): with other ones nothing happens
 * @param labels the sheet in the printer and its first free label, as typed
 */
export async function announceSupplement(
  id: string,
  {
    agreed,
    labels,
    locale,
  }: { agreed: string; labels: { sheet: string; firstLabel: string }; locale: Locale },
  { now }: { now: Date },
): Promise<AnnounceResult> {
  if (!isUuid(id)) return { ok: false, reason: 'not-found' }
  const form = PackingForm.safeParse(labels)
  if (!form.success || form.data.firstLabel > labelsOn(form.data.sheet))
    return { ok: false, reason: 'labels' }
  return await inTransaction(async (tx): Promise<AnnounceResult> => {
    const supplement = await lockSupplement(tx, id)
    if (!supplement) return { ok: false, reason: 'not-found' }
    if (supplementState(supplement.publishedOn, tokyoDayOf(now)) !== 'published') {
      return { ok: false, reason: 'not-published' }
    }
    if (await isUnderWay(id, tx)) return { ok: false, reason: 'under-way' }
    const plan = await loadPlan(tx, id)
    const figures = figuresOf(plan)
    const total = figures.mails + figures.suppressed + figures.letters
    if (total === 0) return { ok: false, reason: 'nobody' }
    if (planMark(figures) !== agreed) return { ok: false, reason: 'changed' }
    const params: AnnouncementParams = {
      supplementId: id,
      mails: [...plan.mails, ...plan.suppressed].map(({ orderId }) => orderId),
      letters: plan.letters.map(({ orderId }) => orderId),
      ...form.data,
      locale,
    }
    const workId = await queueWork(tx, { kind: 'announcement', params, total, now })
    await tx.supplementAnnouncement.create({
      data: { id: newId(), supplementId: id, workId, announcedAt: now, staffId: currentStaffId() },
    })
    return { ok: true, workId }
  })
}

async function isUnderWay(supplementId: string, tx: Tx): Promise<boolean> {
  const running = await tx.supplementAnnouncement.count({
    where: { supplementId, work: { state: { in: ['queued', 'running'] } } },
  })
  return running > 0
}
