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
    AND m.kind <> 'consignee_sold'
    GROUP BY l.edition_id, l.on_hand HAVING l.on_hand <> coalesce(sum(m.copies), 0)`,
  // Where each copy of a run went, by its movements (DESIGN.md 3); the equation of the sums is a constraint.
  'print runs equal the sum of movements': `
    SELECT r.id::text AS id FROM print_runs r LEFT JOIN stock_movements m ON m.print_run_id = r.id
    GROUP BY r.id
    HAVING r.on_hand <> coalesce(sum(m.copies) FILTER (WHERE m.kind <> 'consignee_sold'), 0)
      OR r.copies <> coalesce(sum(m.copies) FILTER (WHERE m.kind = 'received'), 0)
      OR r.sold <> coalesce(-sum(m.copies) FILTER (WHERE m.kind IN ('sold', 'reader_return', 'undeliverable', 'consignee_sold')), 0)
      OR r.posted_to_members <> coalesce(-sum(m.copies) FILTER (WHERE m.kind IN ('posted_to_members', 'member_return')), 0)
      OR r.complimentary <> coalesce(-sum(m.copies) FILTER (WHERE m.kind = 'complimentary'), 0)
      OR r.consigned <> coalesce(sum(CASE WHEN m.kind IN ('consigned', 'consignment_return') THEN -m.copies
                                          WHEN m.kind = 'consignee_sold' THEN m.copies ELSE 0 END), 0)
      OR r.damaged_or_lost <> coalesce(-sum(m.copies) FILTER (WHERE m.kind IN ('damaged', 'lost', 'counted')), 0)`,
  // Of which stalls and bookshops sold their part; the rest is the shop's own.
  'what stalls and bookshops sold of runs is what they reported': `
    SELECT r.id::text AS id FROM print_runs r
    LEFT JOIN (SELECT m.print_run_id, -sum(m.copies) FILTER (WHERE c.kind = 'stall') AS stalls, -sum(m.copies) FILTER (WHERE c.kind = 'bookshop') AS bookshops
               FROM stock_movements m JOIN consignment_settlement_lines l ON l.id = m.settlement_line_id
               JOIN consignment_settlements t ON t.id = l.settlement_id JOIN consignments n ON n.id = t.consignment_id
               JOIN consignees c ON c.id = n.consignee_id WHERE m.kind = 'consignee_sold' GROUP BY 1) s ON s.print_run_id = r.id
    WHERE (r.sold_at_stalls, r.sold_at_bookshops) <> (coalesce(s.stalls, 0), coalesce(s.bookshops, 0))`,
  'print runs equal their deliveries and bills': `
    SELECT r.id::text AS id FROM print_runs r
    WHERE (r.overs, r.spoils) <> (SELECT coalesce(sum(d.overs), 0), coalesce(sum(d.spoils), 0) FROM print_run_deliveries d WHERE d.print_run_id = r.id)
       OR (coalesce(r.cost_yen, 0), r.cost_tax_yen) <> (SELECT coalesce(sum(b.net_yen), 0), coalesce(sum(b.tax_yen), 0) FROM print_run_bills b WHERE b.print_run_id = r.id)
       OR r.revenue_yen <> (SELECT coalesce(sum(v.amount_yen), 0) FROM run_revenues v WHERE v.print_run_id = r.id)`,
  'months of print runs add up to them': `
    SELECT r.id::text AS id FROM print_runs r LEFT JOIN print_run_months m ON m.print_run_id = r.id
    GROUP BY r.id HAVING r.sold <> coalesce(sum(m.sold), 0) OR r.posted_to_members <> coalesce(sum(m.posted_to_members), 0)
      OR r.revenue_yen <> coalesce(sum(m.revenue_yen), 0)`,
  'every bill of a printer is booked once': `
    SELECT b.id::text AS id FROM print_run_bills b LEFT JOIN journal_entries e ON e.cause_key = 'print-bill:' || b.id::text
    LEFT JOIN postings x ON x.entry_id = e.id AND x.account = 'printing_costs'
    GROUP BY b.id HAVING coalesce(sum(x.amount_yen), 0) <> b.net_yen`,
  'copies at consignees are those of their notes': `
    SELECT l.id::text AS id FROM consignment_lines l
    LEFT JOIN consignment_settlement_lines s ON s.consignment_line_id = l.id
    LEFT JOIN stock_movements m ON m.consignment_line_id = l.id OR m.settlement_line_id = s.id
    GROUP BY l.id
    HAVING l.sent <> coalesce((SELECT -sum(x.copies) FROM stock_movements x WHERE x.consignment_line_id = l.id), 0)
        OR (l.sold, l.returned + l.lost) <> (SELECT coalesce(-sum(x.copies) FILTER (WHERE x.kind = 'consignee_sold'), 0),
              coalesce(sum(x.copies) FILTER (WHERE x.kind = 'consignment_return'), 0)
            FROM stock_movements x JOIN consignment_settlement_lines y ON y.id = x.settlement_line_id WHERE y.consignment_line_id = l.id)`,
  // A settlement that was taken back, with what takes it back.
  'what runs earned at consignees is what the ledger books': `
    SELECT t.id::text AS id FROM consignment_settlements t
    LEFT JOIN (SELECT e.charge_id, -sum(x.amount_yen) AS yen FROM postings x JOIN journal_entries e ON e.id = x.entry_id
               WHERE x.account IN ('sales', 'sales_returns') GROUP BY 1) ledger ON ledger.charge_id = t.charge_id
    LEFT JOIN (SELECT coalesce(b.reverses_id, b.id) AS id, sum(v.amount_yen) AS yen FROM run_revenues v
               JOIN consignment_settlement_lines l ON l.id = v.settlement_line_id
               JOIN consignment_settlements b ON b.id = l.settlement_id GROUP BY 1) earned ON earned.id = t.id
    LEFT JOIN (SELECT p.charge_id, sum(v.amount_yen) AS yen FROM run_revenues v JOIN refunds f ON f.id = v.refund_id
               JOIN payments p ON p.id = f.payment_id GROUP BY 1) back ON back.charge_id = t.charge_id
    WHERE t.charge_id IS NOT NULL AND coalesce(ledger.yen, 0) <> coalesce(earned.yen, 0) + coalesce(back.yen, 0)`,
  // Orders with files among their lines earn what no run does.
  'what runs earned by an order is what the ledger books to its titles': `
    SELECT o.id::text AS id FROM orders o
    LEFT JOIN (SELECT e.order_id, -sum(x.amount_yen) AS yen FROM postings x JOIN journal_entries e ON e.id = x.entry_id
               WHERE x.account IN ('sales', 'sales_returns') AND x.title_id IS NOT NULL GROUP BY 1) ledger ON ledger.order_id = o.id
    LEFT JOIN (SELECT p.order_id, sum(v.amount_yen) AS yen FROM run_revenues v JOIN shipment_lines s ON s.id = v.shipment_line_id
               JOIN shipments p ON p.id = s.shipment_id GROUP BY 1) earned ON earned.order_id = o.id
    LEFT JOIN (SELECT coalesce(f.charge_id, p.charge_id) AS charge_id, sum(v.amount_yen) AS yen FROM run_revenues v JOIN refunds f ON f.id = v.refund_id
               LEFT JOIN payments p ON p.id = f.payment_id GROUP BY 1) back ON back.charge_id = o.charge_id
    WHERE coalesce(ledger.yen, 0) <> coalesce(earned.yen, 0) + coalesce(back.yen, 0)
      AND NOT EXISTS (SELECT FROM order_lines g WHERE g.order_id = o.id AND g.format = 'pdf')`,
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
  'open charges are owed something': `
    SELECT c.id::text AS id FROM charges c
    WHERE c.state = 'open' AND c.allocated_yen + c.refunded_yen >= c.amount_yen`,
  'charges equal their lines': `
    SELECT c.id::text AS id FROM charges c LEFT JOIN charge_lines l ON l.charge_id = c.id
    GROUP BY c.id HAVING coalesce(sum(l.amount_yen), 0) <> c.amount_yen`,
  // A parcel sent once more in place of another counts as no copy of the order.
  'every posted order line has left stock once': `
    SELECT g.id::text AS id FROM order_lines g
    LEFT JOIN LATERAL (SELECT coalesce(sum(s.copies), 0) AS copies FROM shipment_lines s JOIN shipments p ON p.id = s.shipment_id
                       WHERE s.order_line_id = g.id AND p.replaces_id IS NULL) s ON true
    WHERE g.format = 'print' AND g.posted <> s.copies`,
  'every parcel has left stock once': `
    SELECT s.id::text AS id FROM shipment_lines s
    LEFT JOIN stock_movements m ON m.shipment_line_id = s.id AND m.kind = 'sold'
    GROUP BY s.id, s.copies HAVING s.copies <> coalesce(-sum(m.copies), 0)`,
  'copies that came back are those of their refunds': `
    SELECT l.id::text AS id FROM refund_lines l
    LEFT JOIN stock_movements m ON m.refund_line_id = l.id
    GROUP BY l.id, l.restocked HAVING l.restocked <> coalesce(sum(m.copies), 0)`,
  // Of what the post brought back, the spoilt copies only.
  'what a report brought back on paper it wrote off': `
    SELECT p.id::text AS id FROM parcel_reports p JOIN stock_movements m ON m.parcel_report_id = p.id
    GROUP BY p.id, m.print_run_id
    HAVING CASE p.problem WHEN 'undeliverable' THEN sum(m.copies) < 0 OR coalesce(sum(m.copies) FILTER (WHERE m.kind <> 'undeliverable'), 0) > 0
                          ELSE sum(m.copies) <> 0 END`,
  'no more of a parcel came back than was in it, nor went out once more': `
    SELECT l.id::text AS id FROM shipment_lines l JOIN order_lines g ON g.id = l.order_line_id
    WHERE l.copies < (SELECT coalesce(sum(m.copies), 0) FROM stock_movements m JOIN parcel_reports p ON p.id = m.parcel_report_id
                      WHERE p.shipment_id = l.shipment_id AND m.edition_id = g.edition_id AND m.kind IN ('reader_return', 'undeliverable'))
       OR l.copies < (SELECT coalesce(sum(x.copies), 0) FROM shipment_lines x JOIN shipments a ON a.id = x.shipment_id
                      WHERE a.replaces_id = l.shipment_id AND x.order_line_id = l.order_line_id)`,
  'every payment in yen is booked once': `
    SELECT p.id::text AS id FROM payments p
    LEFT JOIN journal_entries e ON e.cause_key = 'payment:' || p.id::text
    WHERE (p.currency = 'jpy') <> (e.id IS NOT NULL)`,
  'money accounts equal payments, refunds and fees': `
    SELECT a.role AS id FROM accounts a WHERE a.role IN ('bank', 'postal', 'cash', 'stripe_clearing')
    AND (SELECT coalesce(sum(x.amount_yen), 0) FROM postings x JOIN journal_entries e ON e.id = x.entry_id
         WHERE x.account = a.role AND e.kind IN ('payment', 'refund', 'refund-failed', 'refund-lines', 'fee'))
     <> (SELECT coalesce(sum(p.amount - coalesce(p.fee_yen, 0)), 0) FROM payments p WHERE p.currency = 'jpy'
         AND a.role = CASE WHEN p.method IN ('card', 'konbini') THEN 'stripe_clearing' ELSE p.method::text END)
      - (SELECT coalesce(sum(f.amount_yen), 0) FROM refunds f JOIN payments p ON p.id = f.payment_id
         WHERE p.currency = 'jpy' AND f.state <> 'failed'
         AND a.role = CASE WHEN f.method IN ('card', 'konbini') THEN 'stripe_clearing' ELSE f.method::text END)`,
  'payments equal their refunds': `
    SELECT p.id::text AS id FROM payments p LEFT JOIN refunds f ON f.payment_id = p.id AND f.state <> 'failed'
    GROUP BY p.id, p.refunded_yen HAVING p.refunded_yen <> coalesce(sum(f.amount_yen), 0)`,
  // Paid and not earned is an advance, earned and not paid a receivable (domain/ledger.ts, claims).
  'advances and receivables of each charge are what is paid and earned': `
    SELECT c.id::text AS id FROM charges c
    LEFT JOIN (SELECT l.charge_id, sum(l.recognised_yen) AS yen FROM charge_lines l GROUP BY 1) earned ON earned.charge_id = c.id
    LEFT JOIN (SELECT l.charge_id, sum(r.recognised_yen) AS yen FROM refund_lines r JOIN refunds f ON f.id = r.refund_id
               JOIN charge_lines l ON l.id = r.charge_line_id WHERE f.state <> 'failed' GROUP BY 1) returned ON returned.charge_id = c.id
    LEFT JOIN (SELECT coalesce(e.charge_id, o.charge_id) AS charge_id, -sum(x.amount_yen) FILTER (WHERE x.account = 'advances') AS advances,
                      sum(x.amount_yen) FILTER (WHERE x.account = 'receivables') AS receivables
               FROM postings x JOIN journal_entries e ON e.id = x.entry_id LEFT JOIN orders o ON o.id = e.order_id
               WHERE x.account IN ('advances', 'receivables') GROUP BY 1) ledger ON ledger.charge_id = c.id
    WHERE coalesce(ledger.advances, 0) <> greatest(0, c.allocated_yen - coalesce(earned.yen, 0) + coalesce(returned.yen, 0))
       OR coalesce(ledger.receivables, 0) <> greatest(0, coalesce(earned.yen, 0) - coalesce(returned.yen, 0) - c.allocated_yen)`,
  'advances and receivables are of an order or a bill': `
    SELECT x.id::text AS id FROM postings x JOIN journal_entries e ON e.id = x.entry_id
    WHERE x.account IN ('advances', 'receivables') AND e.order_id IS NULL AND e.charge_id IS NULL`,
  'every charge is of an order or has a payer': `
    SELECT c.id::text AS id FROM charges c LEFT JOIN orders o ON o.charge_id = c.id LEFT JOIN charge_payers p ON p.charge_id = c.id
    WHERE (o.id IS NULL) = (p.charge_id IS NULL)`,
  // What no order stands behind was done when it was billed: all of it is earned, or none once it is cancelled.
  'every bill is booked whole, and a cancelled one taken back': `
    SELECT c.id::text AS id FROM charges c JOIN charge_payers p ON p.charge_id = c.id
    LEFT JOIN (SELECT charge_id, sum(recognised_yen) AS yen FROM charge_lines GROUP BY 1) earned ON earned.charge_id = c.id
    LEFT JOIN (SELECT e.charge_id, -sum(x.amount_yen) AS yen FROM postings x JOIN journal_entries e ON e.id = x.entry_id
               WHERE e.kind IN ('bill', 'bill-cancelled') AND x.account <> 'receivables' GROUP BY 1) booked ON booked.charge_id = c.id
    WHERE coalesce(earned.yen, 0) <> CASE c.state WHEN 'cancelled' THEN 0 ELSE c.amount_yen END
       OR coalesce(booked.yen, 0) <> coalesce(earned.yen, 0)`,
  // One whose bill was cancelled is billed again, by another charge.
  'a lecture that was billed stands as its charge does': `
    SELECT l.id::text AS id FROM lecture_requests l JOIN charges c ON c.id = l.charge_id
    LEFT JOIN charge_payers p ON p.charge_id = c.id
    WHERE c.state::text <> CASE l.state WHEN 'paid' THEN 'covered' ELSE 'open' END
       OR c.amount_yen <> l.fee_yen + coalesce(l.travel_yen, 0) OR p.subject IS DISTINCT FROM l.code`,
  'surplus and unidentified equal what is not allocated': `
    SELECT 'surplus' AS id
    WHERE (SELECT coalesce(-sum(amount_yen), 0) FROM postings WHERE account IN ('surplus', 'unidentified'))
       <> (SELECT coalesce(sum(amount - allocated_yen - refunded_yen), 0) FROM payments WHERE currency = 'jpy')`,
  'refunds equal their lines': `
    SELECT c.id::text AS id FROM charges c JOIN charge_lines l ON l.charge_id = c.id
    GROUP BY c.id, c.refunded_yen HAVING sum(l.refunded_yen) <> c.refunded_yen`,
  // A refund may be of an advance, which has no lines; a credit is of nothing else.
  'credits are the lines of one bill': `
    SELECT f.id::text AS id FROM refunds f JOIN charges c ON c.id = f.charge_id
    LEFT JOIN refund_lines r ON r.refund_id = f.id LEFT JOIN charge_lines l ON l.id = r.charge_line_id
    GROUP BY f.id, c.id
    HAVING c.terms <> 'billed' OR coalesce(sum(r.amount_yen), 0) <> f.amount_yen OR bool_or(l.charge_id <> c.id)`,
  'credits of earned income are booked once, and no others': `
    SELECT f.id::text AS id FROM refunds f LEFT JOIN refund_lines r ON r.refund_id = f.id
    LEFT JOIN journal_entries e ON e.cause_key = 'credit:' || f.id::text
    WHERE f.charge_id IS NOT NULL
    GROUP BY f.id, e.id HAVING (coalesce(sum(r.recognised_yen), 0) > 0) <> (e.id IS NOT NULL)`,
  'lines of a charge equal the lines of its refunds': `
    SELECT l.id::text AS id FROM charge_lines l
    LEFT JOIN (SELECT r.charge_line_id, sum(r.amount_yen) AS yen FROM refund_lines r JOIN refunds f ON f.id = r.refund_id
               WHERE f.state <> 'failed' GROUP BY 1) r ON r.charge_line_id = l.id
    WHERE l.refunded_yen <> coalesce(r.yen, 0)`,
  // Numbers of one kind and year are different and above zero: as many as the highest of them are all of them.
  'documents of a kind and year are numbered 1 to the last of their counter': `
    SELECT coalesce(c.kind, d.kind)::text || ' ' || coalesce(c.year, d.year) AS id
    FROM document_counters c FULL JOIN documents d ON d.kind = c.kind AND d.year = c.year
    GROUP BY coalesce(c.kind, d.kind), coalesce(c.year, d.year)
    HAVING coalesce(max(c.last), 0) <> count(d.id) OR coalesce(max(c.last), 0) <> coalesce(max(d.number), 0)`,
  'receipts in force name no refund that failed': `
    SELECT d.id::text AS id FROM documents d CROSS JOIN LATERAL jsonb_array_elements(d.payload -> 'refunds') e
    JOIN refunds f ON f.id::text = e ->> 'refundId'
    WHERE d.kind = 'receipt' AND d.voided_at IS NULL AND f.state = 'failed'`,
  // What had been paid too much is no line of the refund, and one of the note.
  'credit notes in force are of refunds that took place, and of their sum': `
    SELECT d.id::text AS id FROM documents d LEFT JOIN refunds f ON f.id = d.refund_id
    LEFT JOIN LATERAL (SELECT coalesce(sum(r.amount_yen), 0) AS yen FROM refund_lines r WHERE r.refund_id = f.id) lines ON true
    WHERE d.kind = 'credit_note' AND d.voided_at IS NULL
      AND (f.state IS DISTINCT FROM 'succeeded' OR f.provisional OR d.total_yen <> lines.yen + f.surplus_yen)`,
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
