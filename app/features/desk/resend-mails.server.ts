import { z } from 'zod'
import { NOT_ERASED, sendAgain } from '#app/features/messages/send-again.server.ts'
import { queueWork } from '#app/features/work/queue-work.server.ts'
import type { ClaimedWork, ReportProgress, WorkResult } from '#app/features/work/run-works.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'

const MailBatch = z.object({ mailIds: z.array(z.string()) })

/** More at once wait for the next batch. */
const MOST_MAILS = 1000

export type ResendMailsResult = { ok: true; workId: string } | { ok: false; reason: 'nothing-failed' }

/** Queues failed mails to be sent once more: those named, or all. What has been sent by now, or never failed, is left out. */
export async function resendMails(
  which: { mailIds: readonly string[] } | 'all',
  { now }: { now: Date },
): Promise<ResendMailsResult> {
  return await inTransaction(async (tx) => {
    const failed = await tx.outboxMail.findMany({
      where: {
        state: 'failed',
        ...NOT_ERASED,
        ...(which === 'all' ? {} : { id: { in: which.mailIds.filter(isId) } }),
      },
      orderBy: { createdAt: 'asc' },
      take: MOST_MAILS,
      select: { id: true },
    })
    if (failed.length === 0) return { ok: false, reason: 'nothing-failed' }
    const params = { mailIds: failed.map(({ id }) => id) }
    const workId = await queueWork(tx, { kind: 'mail-batch', params, total: failed.length, now })
    return { ok: true, workId }
  })
}

/** The work itself: mail by mail, each at most once, whatever happens in between. */
export async function sendMailBatch(work: ClaimedWork, report: ReportProgress): Promise<WorkResult> {
  const { mailIds } = MailBatch.parse(work.params)
  for (const [index, mailId] of mailIds.entries()) {
    await sendAgain(mailId, { failedBefore: work.createdAt, now: now() })
    await report(index + 1)
  }
  return { ok: true }
}

export type MailBatchOutcome = { sent: number; pending: number; failed: number; suppressed: number }

/** How the mails of a batch stand now; null when the work is of another kind. */
export async function loadMailBatch(workId: string): Promise<MailBatchOutcome | null> {
  const work = isId(workId)
    ? await db.work.findUnique({ where: { id: workId }, select: { params: true } })
    : null
  const batch = MailBatch.safeParse(work?.params)
  if (!batch.success) return null
  const groups = await db.outboxMail.groupBy({
    by: ['state'],
    where: { id: { in: batch.data.mailIds } },
    _count: true,
  })
  const outcome = { sent: 0, pending: 0, failed: 0, suppressed: 0 }
  for (const group of groups) outcome[group.state] = group._count
  return outcome
}

function isId(text: string): boolean {
  return z.uuid().safeParse(text).success
}
