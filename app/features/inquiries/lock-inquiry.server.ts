import type { Inquiry } from '#app/generated/prisma/client.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { isUuid } from '#app/platform/id.server.ts'

export type InquiryRefusal = 'not-found' | 'already-answered' | 'already-closed'

/** An open inquiry, held until the transaction ends, so that two people don't settle it at once. */
export async function lockInquiry(
  tx: Tx,
  id: string,
): Promise<{ ok: true; inquiry: Inquiry } | { ok: false; reason: InquiryRefusal }> {
  if (!isUuid(id)) return { ok: false, reason: 'not-found' }
  await tx.$queryRaw`SELECT id FROM inquiries WHERE id = ${id}::uuid FOR UPDATE`
  const inquiry = await tx.inquiry.findUnique({ where: { id } })
  if (!inquiry) return { ok: false, reason: 'not-found' }
  if (inquiry.answeredAt) return { ok: false, reason: 'already-answered' }
  if (inquiry.closedAt) return { ok: false, reason: 'already-closed' }
  return { ok: true, inquiry }
}
