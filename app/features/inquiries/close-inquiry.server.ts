import { lockInquiry, type InquiryRefusal } from '#app/features/inquiries/lock-inquiry.server.ts'
import { currentStaffId } from '#app/platform/actor.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'

/** Settles an inquiry without an answer: it was answered otherwise, or needs none. Nobody is told. */
export async function closeInquiry(
  id: string,
  { now }: { now: Date },
): Promise<{ ok: true } | { ok: false; reason: InquiryRefusal }> {
  return await inTransaction(async (tx) => {
    const found = await lockInquiry(tx, id)
    if (!found.ok) return found
    await tx.inquiry.update({ where: { id }, data: { closedAt: now, staffId: currentStaffId() } })
    return { ok: true }
  })
}
