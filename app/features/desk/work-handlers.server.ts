import { makePackingPapers } from '#app/features/desk/packing/make-papers.server.ts'
import { announceToBuyers } from '#app/features/desk/supplements/announce-work.server.ts'
import { sendMailBatch } from '#app/features/desk/resend-mails.server.ts'
import type { WorkHandlers } from '#app/features/work/run-works.server.ts'

/** Who does which kind of long work. */
export const workHandlers: WorkHandlers = {
  packing: makePackingPapers,
  'mail-batch': sendMailBatch,
  announcement: announceToBuyers,
}
