import { randomBytes } from 'node:crypto'
import { makeSubjectCode } from '#app/domain/subject-code.ts'
import type { Asking } from '#app/features/lectures/asking-form.ts'
import { Prisma, type InquiryChannel } from '#app/generated/prisma/client.ts'
import { currentStaffId } from '#app/platform/actor.server.ts'
import type { Tx } from '#app/platform/db.server.ts'

type NewLecture = {
  /** Of the form that it came by: sent twice it is kept once. */
  id: string
  asking: Asking
  locale: string
  channel: InquiryChannel
  receivedAt: Date
  note: string | null
}

/** Keeps a request under a code that no other has. @returns the code, and whether it is new */
export async function insertLecture(
  tx: Tx,
  { asking, ...row }: NewLecture,
): Promise<{ code: string; isNew: boolean }> {
  for (;;) {
    const code = makeSubjectCode('L', randomBytes(4))
    const { count } = await tx.lectureRequest.createMany({
      data: [{ ...row, ...columnsOf(asking), code, staffId: currentStaffId() }],
      skipDuplicates: true,
    })
    if (count === 1) return { code, isNew: true }
    const known = await tx.lectureRequest.findUnique({ where: { id: row.id }, select: { code: true } })
    if (known) return { code: known.code, isNew: false }
    // The code was taken: another is drawn.
  }
}

/** What is asked, as the columns of its row. */
export function columnsOf({ address, ...asking }: Asking) {
  return { ...asking, address: address === null ? Prisma.DbNull : { ...address } }
}
