import type pg from 'pg'
import { grams } from '#app/domain/text-fold.ts'
import { searchTextOf } from '#app/features/catalogue/search-index.server.ts'
import { newId } from '#app/platform/id.server.ts'
import {
  SAMPLE_ORGANISATION,
  SAMPLE_SHIPPING_FROM,
  SAMPLE_SHIPPING_RATES,
} from '#prisma/seed/sample-settings.ts'
import { copyIn } from '#tests/bench/copy-in.ts'

// A catalogue and a past, the same every time but for ids, loaded by COPY. Triggers rest while it loads (they would be most of the
// time), so the running sums that they keep are written here; the bench ends by checking the books.

const AT = '2026-11-01T00:00:00Z'
const DAY = '2026-11-01'
const COPIES = 10_000_000

/** Titles with two texts and one or two editions each, priced twice, in stock for all that the bench orders. */
export async function fillCatalogue(client: pg.Client, count: number): Promise<void> {
  const titles = Array.from({ length: count }, (_, index) => titleOf(index))
  const editions = titles.flatMap((title) => title.editions)
  const prints = editions.filter((edition) => edition.format === 'print')
  const fileId = newId()
  await withoutTriggers(client, async () => {
    await copyIn(
      client,
      'settings',
      ['id', 'key', 'value', 'recorded_at'],
      [[newId(), 'organisation', SAMPLE_ORGANISATION, AT]],
    )
    await copyIn(
      client,
      'shipping_rates',
      ['zone', 'valid_from', 'max_grams', 'price_yen'],
      Object.entries(SAMPLE_SHIPPING_RATES).flatMap(([zone, rates]) =>
        rates.map((rate) => [zone, SAMPLE_SHIPPING_FROM, ...rate]),
      ),
    )
    await copyIn(
      client,
      'stored_files',
      ['id', 'sha256', 'name', 'media_type', 'byte_length', 'content', 'created_at'],
      [[fileId, 'bench', 'bench.pdf', 'application/pdf', 3, '\\x504446', AT]],
    )
    await copyIn(
      client,
      'titles',
      ['id', 'slug', 'kind', 'published_on', 'search_text', 'search_grams', 'created_at', 'updated_at'],
      titles.map((title) => [
        title.id,
        title.slug,
        title.kind,
        title.on,
        title.searchText,
        arrayOf(grams(title.searchText)),
        AT,
        AT,
      ]),
    )
    await copyIn(
      client,
      'title_texts',
      ['title_id', 'locale', 'name', 'subtitle', 'description'],
      titles.flatMap((title) =>
        title.texts.map((text) => [title.id, text.locale, text.name, text.subtitle, text.description]),
      ),
    )
    await copyIn(
      client,
      'editions',
      [
        'id',
        'sku',
        'title_id',
        'language',
        'format',
        'state',
        'pages',
        'weight_grams',
        'published_on',
        'file_id',
        'position',
        'created_at',
      ],
      titles.flatMap((title) =>
        title.editions.map((edition, position) => {
          const isPrint = edition.format === 'print'
          return [
            edition.id,
            edition.sku,
            title.id,
            'ja',
            edition.format,
            'on_sale',
            96,
            isPrint ? 180 : null,
            title.on,
            isPrint ? null : fileId,
            position,
            AT,
          ]
        }),
      ),
    )
    await copyIn(
      client,
      'edition_prices',
      ['edition_id', 'valid_from', 'price_yen'],
      editions.flatMap(({ id }) => [
        [id, '2006-01-01', 700],
        [id, '2020-04-01', 800],
      ]),
    )
    await copyIn(
      client,
      'stock_levels',
      ['edition_id', 'on_hand'],
      prints.map(({ id }) => [id, COPIES]),
    )
    const runs = prints.map(({ id }) => ({ id: newId(), editionId: id }))
    await copyIn(
      client,
      'print_runs',
      ['id', 'edition_id', 'number', 'state', 'copies', 'on_hand', 'received_on', 'created_at'],
      runs.map((run) => [run.id, run.editionId, 1, 'delivered', COPIES, COPIES, DAY, AT]),
    )
    const deliveries = runs.map((run) => ({ ...run, deliveryId: newId() }))
    await copyIn(
      client,
      'print_run_deliveries',
      ['id', 'print_run_id', 'delivered_on', 'copies', 'form_key', 'recorded_at'],
      deliveries.map((run) => [run.deliveryId, run.id, DAY, COPIES, `bench:${run.id}`, AT]),
    )
    await copyIn(
      client,
      'stock_movements',
      ['id', 'edition_id', 'print_run_id', 'delivery_id', 'kind', 'copies', 'moved_on', 'recorded_at'],
      deliveries.map((run) => [newId(), run.editionId, run.id, run.deliveryId, 'received', COPIES, DAY, AT]),
    )
  })
}

function titleOf(index: number) {
  const number = String(index + 1).padStart(4, '0')
  const on = new Date(Date.UTC(2010, 0, 1) + index * 86_400_000).toISOString().slice(0, 10)
  const texts = [
    {
      locale: 'ja',
      name: `移住者の権利と暮らし 第${number}巻`,
      subtitle: '共に生きる社会へ',
      description: `働くこと、住まうこと、学ぶこと、医療を受けること。全国の相談の現場から${number}の事例を集め、使える制度と相談先をまとめました。`,
    },
    {
      locale: 'en',
      name: `Rights and lives of migrants, volume ${number}`,
      subtitle: 'Towards a society for all',
      description: `Work, housing, schools and medical care: ${number} cases from counselling all over Japan, with the laws that help and where to ask.`,
    },
  ]
  const editions = [
    { id: newId(), sku: `BENCH-${number}`, format: 'print' },
    ...(index % 3 === 0 ? [{ id: newId(), sku: `BENCH-${number}-PDF`, format: 'pdf' }] : []),
  ]
  const searchText = searchTextOf({
    texts: texts.map((text) => ({ ...text, contents: null })),
    editions: editions.map(({ sku }) => ({ sku, isbn: null, supplements: [] })),
    issue: null,
  })
  return {
    id: newId(),
    slug: `bench-${number}`,
    kind: index % 4 === 0 ? 'manual' : 'book',
    on,
    texts,
    editions,
    searchText,
  }
}

/** Rows that many tables share are made a slice at a time, so that a hundred thousand orders do not stand in memory at once. */
const SLICE = 10_000

/** Paid orders of two copies each, spread over the catalogue, with all that came of them: money, entries, events and a sent mail. */
export async function fillOrders(client: pg.Client, count: number): Promise<void> {
  if (count === 0) return
  const { rows: editions } = await client.query<{ id: string }>(
    `SELECT id FROM editions WHERE format = 'print' ORDER BY sku`,
  )
  await withoutTriggers(client, async () => {
    for (let from = 0; from < count; from += SLICE) {
      const orders = Array.from({ length: Math.min(SLICE, count - from) }, (_, index) =>
        orderOf(from + index, editions),
      )
      for (const { table, columns, rowsOf } of ORDER_TABLES)
        await copyIn(client, table, columns, orders.flatMap(rowsOf))
    }
    await client.query(`UPDATE stock_levels s SET held = l.held FROM (SELECT edition_id, sum(held)::int AS held FROM order_lines GROUP BY 1) l
      WHERE l.edition_id = s.edition_id`)
  })
}

type Order = ReturnType<typeof orderOf>

function orderOf(index: number, editions: readonly { id: string }[]) {
  const at = new Date(Date.UTC(2016, 0, 1) + index * 3_000_000)
  const goods = [0, 1].map((position) => ({
    position,
    chargeLineId: newId(),
    lineId: newId(),
    editionId: editions[(index * 7 + position * 13) % editions.length]?.id,
    yen: 800,
  }))
  const code = `BN-${String(index).padStart(8, '0')}`
  return {
    code,
    id: newId(),
    chargeId: newId(),
    paymentId: newId(),
    entryId: newId(),
    at,
    on: at.toISOString().slice(0, 10),
    goods,
    postageYen: 310,
    totalYen: 1_910,
  }
}

const ORDER_TABLES: { table: string; columns: string[]; rowsOf: (order: Order) => unknown[][] }[] = [
  {
    table: 'charges',
    columns: [
      'id',
      'reference',
      'method',
      'state',
      'amount_yen',
      'allocated_yen',
      'created_at',
      'expires_at',
      'covered_at',
    ],
    rowsOf: (o) => [[o.chargeId, `R${o.code}`, 'card', 'covered', o.totalYen, o.totalYen, o.at, o.at, o.at]],
  },
  {
    table: 'charge_lines',
    columns: [
      'id',
      'charge_id',
      'position',
      'kind',
      'description',
      'text_language',
      'quantity',
      'unit_yen',
      'amount_yen',
      'tax_rate',
    ],
    rowsOf: (o) => [
      ...o.goods.map((line) => [
        line.chargeLineId,
        o.chargeId,
        line.position,
        'edition',
        '移住者の権利と暮らし',
        'ja',
        1,
        line.yen,
        line.yen,
        10,
      ]),
      [newId(), o.chargeId, 2, 'shipping', '送料', 'ja', 1, o.postageYen, o.postageYen, 10],
    ],
  },
  {
    table: 'orders',
    columns: [
      'id',
      'code',
      'token',
      'placement_key',
      'charge_id',
      'locale',
      'email',
      'contact_name',
      'delivery_kind',
      'delivery_address',
      'placed_at',
    ],
    rowsOf: (o) => [
      [
        o.id,
        o.code,
        `token-${o.id}`,
        `bench:${o.id}`,
        o.chargeId,
        'ja',
        `reader-${o.code}@example.org`,
        '山田 花子',
        'post',
        ADDRESS,
        o.at,
      ],
    ],
  },
  {
    table: 'order_lines',
    columns: ['id', 'order_id', 'charge_line_id', 'edition_id', 'format', 'copies', 'held'],
    rowsOf: (o) =>
      o.goods.map((line) => [line.lineId, o.id, line.chargeLineId, line.editionId, 'print', 1, 1]),
  },
  {
    table: 'payments',
    columns: [
      'id',
      'source_key',
      'method',
      'amount',
      'currency',
      'charge_id',
      'allocated_yen',
      'received_on',
      'received_at',
      'confirmed',
      'created_at',
    ],
    rowsOf: (o) => [
      [
        o.paymentId,
        `stripe:bench_${o.code}`,
        'card',
        o.totalYen,
        'jpy',
        o.chargeId,
        o.totalYen,
        o.on,
        o.at,
        true,
        o.at,
      ],
    ],
  },
  {
    table: 'allocations',
    columns: ['id', 'payment_id', 'charge_id', 'amount_yen', 'created_at'],
    rowsOf: (o) => [[newId(), o.paymentId, o.chargeId, o.totalYen, o.at]],
  },
  {
    table: 'journal_entries',
    columns: ['id', 'cause_key', 'kind', 'event_on', 'posted_on', 'memo', 'order_id', 'created_at'],
    rowsOf: (o) => [[o.entryId, `payment:${o.paymentId}`, 'payment', o.on, o.on, o.code, o.id, o.at]],
  },
  {
    table: 'postings',
    columns: ['id', 'entry_id', 'position', 'account', 'amount_yen'],
    rowsOf: (o) => [
      [newId(), o.entryId, 0, 'stripe_clearing', o.totalYen],
      [newId(), o.entryId, 1, 'advances', -o.totalYen],
    ],
  },
  {
    table: 'order_events',
    columns: ['id', 'order_id', 'kind', 'at', 'actor'],
    rowsOf: (o) => ['placed', 'paid'].map((kind) => [newId(), o.id, kind, o.at, 'reader']),
  },
  {
    table: 'outbox_mails',
    columns: [
      'id',
      'dedupe_key',
      'template',
      'locale',
      'to_email',
      'payload',
      'order_id',
      'state',
      'attempts',
      'created_at',
      'next_attempt_at',
      'sent_at',
    ],
    rowsOf: (o) => [
      [
        newId(),
        `order-paid:${o.id}`,
        'order-paid',
        'ja',
        `reader-${o.code}@example.org`,
        {},
        o.id,
        'sent',
        1,
        o.at,
        o.at,
        o.at,
      ],
    ],
  },
]

const ADDRESS = {
  name: '山田 花子',
  country: 'JP',
  postalCode: '1510053',
  prefecture: '東京都',
  city: '渋谷区',
  street: '代々木1-2-3',
  building: null,
}

async function withoutTriggers(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query('SET session_replication_role = replica')
  try {
    await work()
  } finally {
    await client.query('SET session_replication_role = origin')
  }
}

function arrayOf(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
}
