export type ErasureFacts = {
  chargeState: 'open' | 'covered' | 'cancelled' | 'expired'
  /** Copies that are still to be posted. */
  unpostedCopies: number
  openTasks: number
  openReports: number
  pendingRefunds: number
  openDisputes: number
}

/**
 * `consigned`: a consignee still has copies of ours. `lecture` is of a request for a lecturer that is agreed on, or not billed or paid yet
 * (domain/lecture); the others are of an order or a bill.
 */
export type ErasureObstacle =
  'unpaid' | 'unposted' | 'task' | 'report' | 'refund' | 'dispute' | 'consigned' | 'lecture'

/**
 * What keeps an order's, or a bill's, names and addresses from being erased: while something about it is open, they are needed to do it.
 * Example: a paid order with one copy to post gives `['unposted']`; one that is all done gives `[]`.
 */
export function erasureObstacles(facts: ErasureFacts): ErasureObstacle[] {
  const found: [boolean, ErasureObstacle][] = [
    [facts.chargeState === 'open', 'unpaid'],
    [facts.unpostedCopies > 0, 'unposted'],
    [facts.openTasks > 0, 'task'],
    [facts.openReports > 0, 'report'],
    [facts.pendingRefunds > 0, 'refund'],
    [facts.openDisputes > 0, 'dispute'],
  ]
  return found.filter(([isSo]) => isSo).map(([, obstacle]) => obstacle)
}
