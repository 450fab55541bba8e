import type { TokyoDay } from '#app/domain/day.ts'
import type { LectureFacts, LectureTodo } from '#app/domain/lecture.ts'
import type { Locale } from '#app/domain/locale.ts'
import type { DeskOrder } from '#app/features/desk/desk-order.ts'
import type { LectureChange } from '#app/features/desk/lectures/lecture-history.server.ts'
import type { InquiryChannel } from '#app/features/inquiries/inquiry.ts'
import type { Asking } from '#app/features/lectures/asking-form.ts'

/** A request for a lecturer with its whole history. */
export type DeskLecture = {
  id: string
  code: string
  facts: LectureFacts
  /** How it stands, for forms to carry: whoever acts on an older one is told that more has happened. */
  version: number
  todo: LectureTodo | null
  asking: Asking
  isErased: boolean
  locale: Locale
  channel: InquiryChannel
  receivedAt: Date
  note: string | null
  dueYen: number
  bill: { reference: string; dueOn: TokyoDay; openYen: number; isPaid: boolean } | null
  history: LectureChange[]
  mails: DeskOrder['mails']
  /** What can be done next. */
  can: Record<'agree' | 'decline' | 'withdraw' | 'hold' | 'bill', boolean>
}
