import type { TextKey } from '#app/platform/i18n/texts.ts'

export const WORK_KINDS = ['packing', 'mail-batch', 'announcement'] as const

/** What takes long enough to be done by a job: papers for many parcels, a batch of mails, news for all buyers of an edition. */
export type WorkKind = (typeof WORK_KINDS)[number]

/** Why a work came to nothing: its worker died three times, what it does went wrong, or nothing of it was left to do. */
export const WORK_PROBLEMS = ['interrupted', 'error', 'nothing-left'] as const
export type WorkProblem = (typeof WORK_PROBLEMS)[number]

export type WorkState = 'queued' | 'running' | 'done' | 'failed'

/** How far a work is, as its page shows it. */
export type WorkView = {
  id: string
  kind: WorkKind
  state: WorkState
  done: number
  total: number
  problem: WorkProblem | null
  staffName: string | null
  createdAt: Date
  finishedAt: Date | null
  fileName: string | null
  /** False once the result was deleted. */
  hasFile: boolean
}

export const WORK_KIND_TEXTS: Record<WorkKind, TextKey> = {
  packing: 'deskWork:kind.packing',
  'mail-batch': 'deskWork:kind.mailBatch',
  announcement: 'deskSupplements:announce.work',
}

export const WORK_STATE_TEXTS: Record<WorkState, TextKey> = {
  queued: 'deskWork:state.queued',
  running: 'deskWork:state.running',
  done: 'deskWork:state.done',
  failed: 'deskWork:state.failed',
}

export const WORK_PROBLEM_TEXTS: Record<WorkProblem, TextKey> = {
  interrupted: 'deskWork:problem.interrupted',
  error: 'deskWork:problem.error',
  'nothing-left': 'deskWork:problem.nothingLeft',
}

/** Whether there is something to run again: it failed, or its result was deleted after some days. */
export function canRunAgain(work: Pick<WorkView, 'state' | 'fileName' | 'hasFile'>): boolean {
  return work.state === 'failed' || (work.state === 'done' && work.fileName !== null && !work.hasFile)
}
