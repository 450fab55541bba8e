import { currentStaffId } from '#app/platform/actor.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

const MOST_NOTE = 2000

export type AddNoteResult = { ok: true } | { ok: false; reason: 'not-found' | 'empty' | 'too-long' }

/** Keeps what a member of staff wants the others to know about an order. Readers never see it. @throws Error when nobody is signed in */
export async function addNote(
  { code, text }: { code: string; text: string },
  { now }: { now: Date },
): Promise<AddNoteResult> {
  const staffId = currentStaffId()
  if (!staffId) throw new Error('a note is written by a member of staff')
  const note = text.replace(/\r\n?/g, '\n').replace(/\0/g, '').trim()
  if (note === '') return { ok: false, reason: 'empty' }
  if (note.length > MOST_NOTE) return { ok: false, reason: 'too-long' }
  return await inTransaction(async (tx) => {
    const order = await tx.order.findUnique({ where: { code }, select: { id: true } })
    if (!order) return { ok: false, reason: 'not-found' }
    await tx.orderNote.create({ data: { id: newId(), orderId: order.id, staffId, text: note, at: now } })
    return { ok: true }
  })
}
