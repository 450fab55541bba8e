import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { CheckoutDetails } from '#app/features/checkout/address.ts'
import { placeOrder } from '#app/features/checkout/place-order.server.ts'
import { settle } from '#app/features/settlement/settle.server.ts'
import { connectDatabase, disconnectDatabase } from '#app/platform/db.server.ts'
import { setDatabaseUrl } from '#app/platform/env.server.ts'

// One order of two copies by two ways: the shop's own use-cases, and the least that a hand-written client could do (limit L3).

export type Shelf = { editionId: string; sku: string }[]

/** Which editions an order takes: two of the shelf, or one that every order wants and another one. */
export type Demand = 'spread' | 'hot'

/** Two copies of 800 yen with postage for 390 g in Japan, as the fixtures have them. */
const TOTAL_YEN = 2 * 800 + 310

const DETAILS: CheckoutDetails = {
  email: 'reader@example.org',
  contactName: '山田 花子',
  furigana: 'ヤマダ ハナコ',
  phone: null,
  mailLocale: 'ja',
  delivery: {
    name: '山田 花子',
    country: 'JP',
    postalCode: '1510053',
    prefecture: '東京都',
    city: '渋谷区',
    street: '代々木1-2-3',
    building: null,
  },
  billing: null,
  receiptName: null,
  note: null,
  method: 'card',
}

export async function loadShelf(client: pg.Client): Promise<Shelf> {
  const { rows } = await client.query<Shelf[number]>(
    `SELECT id AS "editionId", sku FROM editions WHERE format = 'print' ORDER BY sku LIMIT 30`,
  )
  return rows
}

/** Orders a second that are placed and settled, with as many connections as buyers. */
export async function shopOrders(
  databaseUrl: string,
  load: { shelf: Shelf; demand: Demand; buyers: number; seconds: number },
): Promise<number> {
  await disconnectDatabase()
  setDatabaseUrl(databaseUrl)
  connectDatabase(databaseUrl, { max: load.buyers })
  const done = await repeat(load, (lines) => shopOrder(lines))
  await disconnectDatabase()
  return done
}

/** Statements that one order of the shop's sends, all of them: opening and closing of transactions too. */
export async function countStatements(databaseUrl: string, shelf: Shelf): Promise<number> {
  await disconnectDatabase()
  setDatabaseUrl(databaseUrl)
  connectDatabase(databaseUrl, { max: 2 })
  const lines = pick(shelf, 'spread', 0)
  await shopOrder(lines)
  const { query } = pg.Client.prototype
  let count = 0
  pg.Client.prototype.query = function counted(this: pg.Client, ...args: never[]) {
    count += 1
    return Reflect.apply(query, this, args) as never
  } as typeof query
  try {
    await shopOrder(lines)
  } finally {
    pg.Client.prototype.query = query
  }
  await disconnectDatabase()
  return count
}

async function shopOrder(lines: Shelf): Promise<void> {
  const key = randomUUID()
  const now = new Date()
  const placed = await placeOrder(
    {
      checkoutKey: key,
      placementKey: `${key}:1`,
      locale: 'ja',
      details: DETAILS,
      lines: lines.map(({ sku }) => ({ sku, copies: 1 })),
      expectedTotalYen: TOTAL_YEN,
    },
    { now },
  )
  if (!placed.ok) throw new Error(`not placed: ${JSON.stringify(placed)}`)
  const settled = await settle(
    placed.chargeId,
    {
      sourceKey: `stripe:pi_${key}`,
      method: 'card',
      amount: TOTAL_YEN,
      currency: 'jpy',
      receivedAt: now,
      belongsToCharge: true,
      stripeIntentId: `pi_${key}`,
      stripeChargeId: `ch_${key}`,
      confirmed: true,
    },
    { now, event: { id: `evt_${key}`, type: 'checkout.session.completed' } },
  )
  if (!settled.ok || !settled.isNew || !settled.settlement.covers) throw new Error('not settled')
}

/** Tables of the limit: what an order must leave behind, with primary keys and nothing else. */
export async function prepareLimit(client: pg.Client, shelf: Shelf): Promise<void> {
  await client.query(`
    DROP SCHEMA IF EXISTS limit_l3 CASCADE;
    CREATE SCHEMA limit_l3;
    CREATE TABLE limit_l3.stock (edition_id uuid PRIMARY KEY, on_hand int NOT NULL, held int NOT NULL);
    CREATE TABLE limit_l3.orders (id uuid PRIMARY KEY, email text NOT NULL, address jsonb NOT NULL, placed_at timestamptz NOT NULL);
    CREATE TABLE limit_l3.lines (id uuid PRIMARY KEY, order_id uuid NOT NULL, edition_id uuid NOT NULL, copies int NOT NULL, yen int NOT NULL);
    CREATE TABLE limit_l3.payments (id uuid PRIMARY KEY, order_id uuid NOT NULL, yen int NOT NULL, received_at timestamptz NOT NULL);
    CREATE TABLE limit_l3.postings (id uuid PRIMARY KEY, order_id uuid NOT NULL, account text NOT NULL, yen int NOT NULL)`)
  await client.query('INSERT INTO limit_l3.stock SELECT unnest($1::uuid[]), 10000000, 0', [
    shelf.map(({ editionId }) => editionId),
  ])
}

/** Orders a second of a hand-written client: stock, order, two lines, payment, four postings, each a statement, in one transaction. */
export async function limitOrders(
  databaseUrl: string,
  load: { shelf: Shelf; demand: Demand; buyers: number; seconds: number },
): Promise<number> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: load.buyers })
  const done = await repeat(load, (lines) => limitOrder(pool, lines))
  await pool.end()
  return done
}

async function limitOrder(pool: pg.Pool, lines: Shelf): Promise<void> {
  const client = await pool.connect()
  const order = randomUUID()
  const now = new Date()
  try {
    await client.query('BEGIN')
    const { rowCount } = await client.query(
      `UPDATE limit_l3.stock s SET held = held + 1
       FROM (SELECT edition_id FROM limit_l3.stock WHERE edition_id = ANY($1::uuid[]) ORDER BY edition_id FOR UPDATE) l
       WHERE s.edition_id = l.edition_id AND on_hand > held`,
      [lines.map(({ editionId }) => editionId)],
    )
    if (rowCount !== lines.length) throw new Error('sold out')
    await client.query('INSERT INTO limit_l3.orders VALUES ($1, $2, $3, $4)', [
      order,
      DETAILS.email,
      DETAILS.delivery,
      now,
    ])
    for (const { editionId } of lines) {
      await client.query('INSERT INTO limit_l3.lines VALUES ($1, $2, $3, 1, 800)', [
        randomUUID(),
        order,
        editionId,
      ])
    }
    await client.query('INSERT INTO limit_l3.payments VALUES ($1, $2, $3, $4)', [
      randomUUID(),
      order,
      TOTAL_YEN,
      now,
    ])
    const postings: [string, number][] = [
      ['stripe_clearing', TOTAL_YEN],
      ['sales', -1_455],
      ['shipping_income', -282],
      ['output_tax', -173],
    ]
    for (const [account, yen] of postings) {
      await client.query('INSERT INTO limit_l3.postings VALUES ($1, $2, $3, $4)', [
        randomUUID(),
        order,
        account,
        yen,
      ])
    }
    await client.query('COMMIT')
    client.release()
  } catch (error) {
    client.release(true)
    throw error
  }
}

/** Runs orders one after another for each buyer until the time is over. @returns orders a second */
async function repeat(
  load: { shelf: Shelf; demand: Demand; buyers: number; seconds: number },
  order: (lines: Shelf) => Promise<void>,
): Promise<number> {
  const startedAt = performance.now()
  const until = startedAt + load.seconds * 1000
  let done = 0
  const buyer = async (number: number): Promise<void> => {
    for (let turn = number; performance.now() < until; turn += load.buyers) {
      await order(pick(load.shelf, load.demand, turn))
      done += 1
    }
  }
  await Promise.all(Array.from({ length: load.buyers }, (_, number) => buyer(number)))
  return done / ((performance.now() - startedAt) / 1000)
}

/** Two different editions; which ones goes through the shelf, the first one always when it is hot. */
function pick(shelf: Shelf, demand: Demand, turn: number): Shelf {
  const others = shelf.slice(1)
  const first = demand === 'hot' ? shelf[0] : others[turn % others.length]
  const second = others[(turn + 7) % others.length]
  if (!first || !second) throw new Error('the shelf is too small')
  return [first, second]
}
