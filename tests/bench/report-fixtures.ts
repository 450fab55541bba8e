import type pg from 'pg'
import { grams } from '#app/domain/text-fold.ts'
import { newId } from '#app/platform/id.server.ts'
import { copyIn } from '#tests/bench/copy-in.ts'

// Print runs with a past, loaded by COPY while triggers rest. What the triggers would have added up is added up here from the movements
// themselves, in one statement for each sum; the bench proves it with `check books`.

export type ReportSize = { editions: number; runsEach: number; movements: number }

const AT = '2026-11-01T00:00:00Z'
const PRINTED = 900
/** Months over which the movements of a run are spread. */
const MONTHS = 60

type Run = ReturnType<typeof runOf>

/** Half of the editions are issues. Each run has one bill, sells at a bookshop or a stall, and beyond that what `movements` leaves for it. */
export async function fillRuns(
  client: pg.Client,
  { editions: count, runsEach, movements }: ReportSize,
): Promise<void> {
  const editions = Array.from({ length: count }, (_, index) => ({
    index,
    id: newId(),
    titleId: newId(),
    sku: `RUNS-${String(index + 1).padStart(4, '0')}`,
  }))
  const consignees = (['bookshop', 'stall'] as const).map((kind) => {
    return { kind, id: newId(), noteId: newId(), settlementId: newId() }
  })
  const runs = editions.flatMap((edition) =>
    Array.from({ length: runsEach }, (_, number) => runOf(edition, number, consignees)),
  )
  const perRun = Math.max(BEGINNING, Math.floor(movements / runs.length))
  await client.query('SET session_replication_role = replica')
  await fillEditions(client, editions)
  await fillConsignments(client, consignees, runs)
  await copyIn(
    client,
    'print_runs',
    ['id', 'edition_id', 'number', 'state', 'copies', 'on_hand', 'received_on', 'created_at'],
    runs.map((run) => [run.id, run.editionId, run.number, 'delivered', PRINTED, PRINTED, run.on, AT]),
  )
  await copyIn(
    client,
    'print_run_deliveries',
    ['id', 'print_run_id', 'delivered_on', 'copies', 'form_key', 'recorded_at'],
    runs.map((run) => [run.deliveryId, run.id, run.on, PRINTED, `bench:${run.id}`, AT]),
  )
  await copyIn(
    client,
    'print_run_bills',
    ['id', 'print_run_id', 'billed_on', 'source_key', 'number', 'net_yen', 'tax_yen', 'recorded_at'],
    runs.map((run) => [newId(), run.id, run.on, `bench:${run.id}`, '1', 126_000, 12_600, AT]),
  )
  await copyIn(client, 'stock_movements', MOVEMENT_COLUMNS, movementsOf(runs, perRun))
  await client.query(REVENUES)
  for (const sum of ADDED_UP) await client.query(sum)
  await client.query('SET session_replication_role = origin')
  await client.query('VACUUM ANALYZE')
}

function runOf(
  { id, index, sku, titleId }: { id: string; index: number; sku: string; titleId: string },
  number: number,
  consignees: readonly { kind: 'bookshop' | 'stall'; settlementId: string; noteId: string }[],
) {
  const consignee = consignees[(index + number) % consignees.length]
  return {
    id: newId(),
    editionId: id,
    titleId,
    sku,
    number: number + 1,
    deliveryId: newId(),
    consignmentLineId: newId(),
    settlementLineId: newId(),
    ...{ noteId: consignee?.noteId, settlementId: consignee?.settlementId },
    start: Date.UTC(2010, 0, 1) + (index * 2 + number * 180) * 86_400_000,
    on: dayOf(Date.UTC(2010, 0, 1) + (index * 2 + number * 180) * 86_400_000),
  }
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}

async function fillEditions(
  client: pg.Client,
  editions: readonly { id: string; titleId: string; sku: string; index: number }[],
): Promise<void> {
  const name = (sku: string): string => `移住者の権利と暮らし ${sku}`
  const kind = (index: number): string => (index % 2 === 0 ? 'periodical_issue' : 'book')
  await copyIn(
    client,
    'titles',
    ['id', 'slug', 'kind', 'published_on', 'search_text', 'search_grams', 'created_at', 'updated_at'],
    editions.map(({ titleId, sku, index }) => {
      const searchGrams = `{${grams(sku.toLowerCase())
        .map((gram) => `"${gram}"`)
        .join(',')}}`
      return [titleId, sku.toLowerCase(), kind(index), '2010-01-01', name(sku), searchGrams, AT, AT]
    }),
  )
  await copyIn(
    client,
    'title_texts',
    ['title_id', 'locale', 'name', 'description'],
    editions.flatMap(({ titleId, sku }) =>
      ['ja', 'en'].map((locale) => [titleId, locale, name(sku), '全国の相談の現場から']),
    ),
  )
  await copyIn(
    client,
    'editions',
    ['id', 'sku', 'title_id', 'language', 'format', 'state', 'weight_grams', 'position', 'created_at'],
    editions.map(({ id, sku, titleId }) => [id, sku, titleId, 'ja', 'print', 'on_sale', 180, 0, AT]),
  )
  await copyIn(
    client,
    'edition_prices',
    ['edition_id', 'valid_from', 'price_yen'],
    editions.map(({ id }) => [id, '2006-01-01', 700]),
  )
  await copyIn(
    client,
    'stock_levels',
    ['edition_id', 'on_hand', 'held'],
    editions.map(({ id }) => [id, PRINTED, 7]),
  )
  const periodicalId = newId()
  await copyIn(client, 'periodicals', ['id', 'slug', 'name'], [[periodicalId, 'bench', 'Bench']])
  await copyIn(
    client,
    'issues',
    ['id', 'periodical_id', 'number_from', 'number_to', 'dated_on', 'title_id'],
    editions
      .filter(({ index }) => kind(index) === 'periodical_issue')
      .map(({ titleId, index }) => [
        newId(),
        periodicalId,
        index + 1,
        index + 1,
        dayOf(Date.UTC(2010, 0, 1) + index * 86_400_000),
        titleId,
      ]),
  )
}

/** One note of each consignee, settled once, with what it says of each run that sells there. */
async function fillConsignments(
  client: pg.Client,
  consignees: readonly { kind: string; id: string; noteId: string; settlementId: string }[],
  runs: readonly Run[],
): Promise<void> {
  await copyIn(
    client,
    'consignees',
    ['id', 'name', 'kind', 'commission_percent', 'created_at'],
    consignees.map(({ id, kind }) => [id, kind, kind, kind === 'stall' ? 0 : 30, AT]),
  )
  await copyIn(
    client,
    'consignments',
    ['id', 'code', 'consignee_id', 'sent_on', 'commission_percent', 'form_key', 'created_at'],
    consignees.map(({ id, kind, noteId }) => [noteId, `C-${kind}`, id, '2010-01-01', 0, `send-${kind}`, AT]),
  )
  await copyIn(
    client,
    'consignment_settlements',
    [
      'id',
      'consignment_id',
      'number',
      'settled_on',
      'gross_yen',
      'commission_yen',
      'form_key',
      'recorded_at',
    ],
    consignees.map(({ kind, noteId, settlementId }) => [
      ...[settlementId, noteId, 1, '2026-11-01', 0, 0, `settle-${kind}`, AT],
    ]),
  )
  // The lines of the notes themselves are left out: nothing that is measured looks at them.
  await copyIn(
    client,
    'consignment_settlement_lines',
    ['id', 'settlement_id', 'consignment_line_id', 'sold', 'returned', 'lost'],
    runs.map((run) => [run.settlementLineId, run.settlementId, run.consignmentLineId, 1, 0, 0]),
  )
}

const MOVEMENT_COLUMNS = [
  'id',
  'edition_id',
  'print_run_id',
  'kind',
  'copies',
  'delivery_id',
  'shipment_line_id',
  'stock_note_id',
  'consignment_line_id',
  'settlement_line_id',
  'member_class',
  'purpose',
  'moved_on',
  'recorded_at',
]

/** The first movements of every run: it comes in, two copies go to its consignee, one of them is sold there. */
const BEGINNING = 3

/** What a movement names besides its run, in the order of the columns from `delivery_id` to `purpose`. */
type Cause = Partial<
  Record<'delivery' | 'parcel' | 'note' | 'consigned' | 'settled' | 'class' | 'purpose', string>
>

function* movementsOf(runs: readonly Run[], perRun: number): Generator<unknown[]> {
  const note = newId()
  for (const run of runs) {
    const move = (index: number, kind: string, copies: number, cause: Cause): unknown[] => [
      newId(),
      run.editionId,
      run.id,
      kind,
      copies,
      ...[
        cause.delivery,
        cause.parcel,
        cause.note,
        cause.consigned,
        cause.settled,
        cause.class,
        cause.purpose,
      ],
      dayOf(run.start + Math.floor((index * MONTHS * 30) / perRun) * 86_400_000),
      AT,
    ]
    yield move(0, 'received', PRINTED, { delivery: run.deliveryId })
    yield move(0, 'consigned', -2, { consigned: run.consignmentLineId })
    yield move(1, 'consignee_sold', -1, { settled: run.settlementLineId })
    for (let index = BEGINNING; index < perRun; index += 1) {
      if (index % 5 === 0) yield move(index, 'complimentary', -1, { note, purpose: 'exchange' })
      else if (index % 2 === 0)
        yield move(index, 'posted_to_members', -1, { note, class: 'individual_member' })
      else yield move(index, 'sold', -1, { parcel: newId() })
    }
  }
}

const REVENUES = `
  INSERT INTO run_revenues (id, print_run_id, amount_yen, earned_on, shipment_line_id, recorded_at)
  SELECT gen_random_uuid(), print_run_id, 636 * count(*), min(moved_on), gen_random_uuid(), min(recorded_at)
  FROM stock_movements WHERE kind = 'sold' GROUP BY print_run_id, date_trunc('month', moved_on)`

const ADDED_UP = [
  `UPDATE print_runs r SET on_hand = m.on_hand, sold = m.sold, sold_at_stalls = m.stalls, sold_at_bookshops = m.bookshops,
     posted_to_members = m.posted, complimentary = m.complimentary, consigned = m.consigned, cost_yen = 126000, cost_tax_yen = 12600
   FROM (SELECT m.print_run_id, sum(m.copies) FILTER (WHERE m.kind <> 'consignee_sold') AS on_hand,
           coalesce(-sum(m.copies) FILTER (WHERE m.kind IN ('sold', 'consignee_sold')), 0) AS sold,
           coalesce(-sum(m.copies) FILTER (WHERE c.kind = 'stall'), 0) AS stalls,
           coalesce(-sum(m.copies) FILTER (WHERE c.kind = 'bookshop'), 0) AS bookshops,
           coalesce(-sum(m.copies) FILTER (WHERE m.kind = 'posted_to_members'), 0) AS posted,
           coalesce(-sum(m.copies) FILTER (WHERE m.kind = 'complimentary'), 0) AS complimentary,
           coalesce(sum(CASE m.kind WHEN 'consigned' THEN -m.copies WHEN 'consignee_sold' THEN m.copies END), 0) AS consigned
         FROM stock_movements m LEFT JOIN consignment_settlement_lines l ON l.id = m.settlement_line_id
         LEFT JOIN consignment_settlements t ON t.id = l.settlement_id LEFT JOIN consignments n ON n.id = t.consignment_id
         LEFT JOIN consignees c ON c.id = n.consignee_id GROUP BY 1) m
   WHERE m.print_run_id = r.id`,
  `UPDATE print_runs r SET revenue_yen = v.yen
   FROM (SELECT print_run_id, sum(amount_yen) AS yen FROM run_revenues GROUP BY 1) v WHERE v.print_run_id = r.id`,
  `INSERT INTO print_run_months (print_run_id, month, sold, posted_to_members, revenue_yen)
   SELECT print_run_id, month, sum(sold), sum(posted), sum(yen) FROM (
     SELECT print_run_id, date_trunc('month', moved_on)::date AS month,
       CASE WHEN kind IN ('sold', 'consignee_sold') THEN -copies ELSE 0 END AS sold,
       CASE WHEN kind = 'posted_to_members' THEN -copies ELSE 0 END AS posted, 0 AS yen
     FROM stock_movements WHERE kind IN ('sold', 'consignee_sold', 'posted_to_members')
     UNION ALL SELECT print_run_id, date_trunc('month', earned_on)::date, 0, 0, amount_yen FROM run_revenues) AS parts
   GROUP BY 1, 2`,
  `UPDATE stock_levels l SET on_hand = r.on_hand
   FROM (SELECT edition_id, sum(on_hand) AS on_hand FROM print_runs GROUP BY 1) r WHERE r.edition_id = l.edition_id`,
]
