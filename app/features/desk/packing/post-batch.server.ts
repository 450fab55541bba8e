import type { OrderEventView } from '#app/features/checkout/stale-order.server.ts'
import type { Batch } from '#app/features/desk/packing/load-batch.server.ts'
import {
  normaliseTracking,
  postOrder,
  type PostOrderResult,
} from '#app/features/settlement/post-order.server.ts'

export type Parcel = { orderId: string; trackingNumber: string; seenEventId: string }

/** What is wrong with a parcel of the form; nothing was posted then. */
export type TrackingProblem = 'tracking-malformed' | 'tracking-twice'

/** Why a parcel was not posted, others beside it may have been. */
export type PostProblem = 'tracking-used' | 'changed' | 'short'

/** A parcel that did not leave; `events` are what has happened to its order since the form was made. */
export type FailedParcel = { orderId: string; problem: PostProblem; events: OrderEventView[] }

export type PostBatchResult =
  | { ok: true; posted: string[]; failed: FailedParcel[] }
  | { ok: false; reason: 'nothing-chosen' | 'not-in-batch' }
  | { ok: false; reason: 'form'; problems: { orderId: string; problem: TrackingProblem }[] }

/**
 * Marks parcels of a batch as posted, with what was packed then and the tracking number of each. The form is looked at as a whole first: a wrong number, or
 * one typed twice, and nothing is posted. Then each parcel leaves in a transaction of its own, and one that cannot leave is named.
 */
export async function postBatch(
  batch: Batch,
  parcels: readonly Parcel[],
  { now }: { now: Date },
): Promise<PostBatchResult> {
  if (parcels.length === 0) return { ok: false, reason: 'nothing-chosen' }
  const orders = parcels.map(({ orderId }) => batch.orders.find(({ id }) => id === orderId))
  if (orders.some((order) => order === undefined)) return { ok: false, reason: 'not-in-batch' }
  const problems = trackingProblems(parcels)
  if (problems.length > 0) return { ok: false, reason: 'form', problems }

  const posted: string[] = []
  const failed: FailedParcel[] = []
  for (const { orderId, trackingNumber, seenEventId } of parcels) {
    const lines = orders.find((order) => order?.id === orderId)?.lines ?? []
    const result = await postOrder(
      { order: { orderId }, lines, trackingNumber, actor: 'staff', seenEventId },
      { now },
    )
    if (result.ok) posted.push(orderId)
    else failed.push({ orderId, problem: problemOf(result.reason), events: eventsOf(result) })
  }
  return { ok: true, posted, failed }
}

function eventsOf(result: Exclude<PostOrderResult, { ok: true }>): OrderEventView[] {
  return result.reason === 'changed' ? result.events : []
}

function problemOf(reason: string): PostProblem {
  if (reason === 'tracking-used' || reason === 'short') return reason
  // Cancelled, refunded, or posted by somebody else meanwhile.
  return 'changed'
}

function trackingProblems(parcels: readonly Parcel[]): { orderId: string; problem: TrackingProblem }[] {
  const numbers = parcels.map(({ trackingNumber }) =>
    trackingNumber ? normaliseTracking(trackingNumber) : '',
  )
  return parcels.flatMap(({ orderId }, index): { orderId: string; problem: TrackingProblem }[] => {
    const number = numbers[index]
    if (number === '') return []
    if (!number) return [{ orderId, problem: 'tracking-malformed' }]
    const isTwice = numbers.indexOf(number) !== numbers.lastIndexOf(number)
    return isTwice ? [{ orderId, problem: 'tracking-twice' }] : []
  })
}
