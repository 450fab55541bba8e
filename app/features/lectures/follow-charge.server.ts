import { currentStaffId } from '#app/platform/actor.server.ts'
import { sqlRows, type Tx } from '#app/platform/db.server.ts'

// A lecture that was billed stands as its charge does. The caller holds the lock on the charge; of other charges nothing happens.

/** All that was asked for a lecture has come. */
export async function payLecture(tx: Tx, chargeId: string, now: Date): Promise<void> {
  await sqlRows(
    tx,
    `UPDATE lecture_requests SET state = 'paid', paid_at = $2, version = version + 1, staff_id = coalesce($3::uuid, staff_id)
     WHERE charge_id = $1::uuid AND state = 'invoiced'`,
    [chargeId, now, currentStaffId()],
  )
}

/** The bill of a lecture was cancelled: it can be billed again. */
export async function unbillLecture(tx: Tx, chargeId: string): Promise<void> {
  await sqlRows(
    tx,
    `UPDATE lecture_requests SET state = 'held', invoiced_at = NULL, charge_id = NULL, version = version + 1,
       staff_id = coalesce($2::uuid, staff_id)
     WHERE charge_id = $1::uuid AND state = 'invoiced'`,
    [chargeId, currentStaffId()],
  )
}
