import { db } from '#app/platform/db.server.ts'

export type BooksCheck = { name: string; ok: boolean; rows: string[] }
export type BooksReport = { ok: boolean; checks: BooksCheck[] }

/**
 * Each check is a query that must find nothing; what it finds are the ids of the rows that are wrong. Most of these rules are
 * constraints too: the checks prove that the constraints hold what they should, and cover what spans tables.
 */
const CHECKS: Record<string, string> = {
  'entries balance': `
    SELECT e.id::text AS id FROM journal_entries e LEFT JOIN postings p ON p.entry_id = e.id
    GROUP BY e.id HAVING coalesce(sum(p.amount_yen), 0) <> 0 OR count(p.id) < 2`,
  'stock levels equal the sum of movements': `
    SELECT l.edition_id::text AS id FROM stock_levels l LEFT JOIN stock_movements m ON m.edition_id = l.edition_id
    GROUP BY l.edition_id, l.on_hand HAVING l.on_hand <> coalesce(sum(m.copies), 0)`,
  'print runs equal the sum of movements': `
    SELECT r.id::text AS id FROM print_runs r LEFT JOIN stock_movements m ON m.print_run_id = r.id
    GROUP BY r.id, r.on_hand, r.copies
    HAVING r.on_hand <> coalesce(sum(m.copies), 0) OR r.copies <> coalesce(sum(m.copies) FILTER (WHERE m.kind = 'received'), 0)`,
  'held equals unposted copies of open and paid lines': `
    SELECT l.edition_id::text AS id FROM stock_levels l
    LEFT JOIN order_lines g ON g.edition_id = l.edition_id
    GROUP BY l.edition_id, l.held, l.preordered
    HAVING l.held <> coalesce(sum(g.held), 0) OR l.preordered <> coalesce(sum(g.preordered), 0)`,
  'ended orders hold nothing': `
    SELECT g.id::text AS id FROM order_lines g JOIN orders o ON o.id = g.order_id JOIN charges c ON c.id = o.charge_id
    WHERE c.state IN ('cancelled', 'expired') AND g.held + g.preordered > 0`,
  'allocations never exceed payments': `
    SELECT p.id::text AS id FROM payments p LEFT JOIN allocations a ON a.payment_id = p.id
    GROUP BY p.id HAVING coalesce(sum(a.amount_yen), 0) <> p.allocated_yen OR p.allocated_yen + p.refunded_yen > p.amount`,
  'charges equal their allocations': `
    SELECT c.id::text AS id FROM charges c LEFT JOIN allocations a ON a.charge_id = c.id
    GROUP BY c.id HAVING coalesce(sum(a.amount_yen), 0) <> c.allocated_yen OR c.allocated_yen > c.amount_yen`,
  'covered charges are paid in full': `
    SELECT c.id::text AS id FROM charges c
    WHERE c.state = 'covered' AND c.allocated_yen + c.refunded_yen <> c.amount_yen`,
  'charges equal their lines': `
    SELECT c.id::text AS id FROM charges c LEFT JOIN charge_lines l ON l.charge_id = c.id
    GROUP BY c.id HAVING coalesce(sum(l.amount_yen), 0) <> c.amount_yen`,
  'every posted order line has left stock once': `
    SELECT g.id::text AS id FROM order_lines g
    LEFT JOIN LATERAL (SELECT coalesce(sum(s.copies), 0) AS copies FROM shipment_lines s WHERE s.order_line_id = g.id) s ON true
    LEFT JOIN LATERAL (SELECT coalesce(-sum(m.copies), 0) AS copies FROM stock_movements m
                       JOIN shipment_lines s2 ON s2.id = m.shipment_line_id
                       WHERE s2.order_line_id = g.id AND m.kind = 'sold') m ON true
    WHERE g.format = 'print' AND (g.posted <> s.copies OR g.posted <> m.copies)`,
  'every payment in yen is booked once': `
    SELECT p.id::text AS id FROM payments p
    LEFT JOIN journal_entries e ON e.cause_key = 'payment:' || p.id::text
    WHERE (p.currency = 'jpy') <> (e.id IS NOT NULL)`,
  'money accounts equal payments, refunds and fees': `
    SELECT 'stripe_clearing' AS id
    WHERE (SELECT coalesce(sum(x.amount_yen), 0) FROM postings x JOIN journal_entries e ON e.id = x.entry_id
           WHERE x.account = 'stripe_clearing' AND e.kind IN ('payment', 'refund', 'refund-failed', 'fee'))
       <> (SELECT coalesce(sum(p.amount - p.refunded_yen - coalesce(p.fee_yen, 0)), 0) FROM payments p
           WHERE p.method IN ('card', 'konbini') AND p.currency = 'jpy')`,
  'advances equal what is paid and not earned': `
    SELECT 'advances' AS id
    WHERE (SELECT coalesce(-sum(amount_yen), 0) FROM postings WHERE account = 'advances')
       <> (SELECT coalesce(sum(c.allocated_yen), 0) FROM charges c)
        - (SELECT coalesce(sum(l.recognised_yen - coalesce(r.recognised, 0)), 0) FROM charge_lines l
           LEFT JOIN (SELECT rl.charge_line_id, sum(rl.recognised_yen) AS recognised FROM refund_lines rl
                      JOIN refunds f ON f.id = rl.refund_id WHERE f.state <> 'failed' GROUP BY 1) r ON r.charge_line_id = l.id)`,
  'surplus and unidentified equal what is not allocated': `
    SELECT 'surplus' AS id
    WHERE (SELECT coalesce(-sum(amount_yen), 0) FROM postings WHERE account IN ('surplus', 'unidentified'))
       <> (SELECT coalesce(sum(amount - allocated_yen - refunded_yen), 0) FROM payments WHERE currency = 'jpy')`,
  'refunds equal their lines': `
    SELECT c.id::text AS id FROM charges c JOIN charge_lines l ON l.charge_id = c.id
    WHERE c.state = 'covered' GROUP BY c.id, c.refunded_yen HAVING sum(l.refunded_yen) <> c.refunded_yen`,
}

/** Proves the books: every check with the ids of the rows that break it. Reads only, in one snapshot. */
export async function checkBooks(): Promise<BooksReport> {
  const names = Object.keys(CHECKS)
  // One statement, so that all checks look at the same moment while the shop runs.
  const sql = names
    .map((name, index) => `SELECT ${index} AS check_no, id FROM (${CHECKS[name] ?? ''}) AS c${index}`)
    .join(' UNION ALL ')
  const rows = await db.$queryRawUnsafe<{ check_no: number; id: string }[]>(sql)
  const checks = names.map((name, index) => {
    const wrong = rows.filter((row) => row.check_no === index).map((row) => row.id)
    return { name, ok: wrong.length === 0, rows: wrong }
  })
  return { ok: checks.every((check) => check.ok), checks }
}
