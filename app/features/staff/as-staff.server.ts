import type { SignedIn } from '#app/features/staff/session.server.ts'
import { runAs } from '#app/platform/actor.server.ts'

/** Runs `work` in the name of a member of staff, so that the audit log knows whose doing it is. */
export function asStaff<T>(staff: Pick<SignedIn, 'staffId'>, work: () => T): T {
  return runAs({ kind: 'staff', staffId: staff.staffId }, work)
}
