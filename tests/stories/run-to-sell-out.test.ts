import { beforeEach, expect, test } from 'vitest'
import { addDays, startOfDay, tokyoDay, type TokyoDay } from '#app/domain/day.ts'
import { bookCount } from '#app/features/circulation/book-count.server.ts'
import { bookPrintBill } from '#app/features/circulation/book-print-bill.server.ts'
import { consign } from '#app/features/circulation/consign.server.ts'
import { enterCount } from '#app/features/circulation/enter-count.server.ts'
import { planRun } from '#app/features/circulation/plan-run.server.ts'
import { saveConsignee } from '#app/features/circulation/save-consignee.server.ts'
import { startCount } from '#app/features/circulation/start-count.server.ts'
import { writeStockNote } from '#app/features/circulation/write-stock-note.server.ts'
import { deliverRun } from '#app/features/settlement/deliver-run.server.ts'
import { postOrder } from '#app/features/settlement/post-order.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { refundOrder } from '#app/features/settlement/refund-order.server.ts'
import { settleConsignment } from '#app/features/settlement/settle-consignment.server.ts'
import { setPreorderLimit } from '#app/features/stock/set-preorder-limit.server.ts'
import { db } from '#app/platform/db.server.ts'
import { anEdition, anOrder, anOrganisation } from '#tests/support/factories.ts'

const SKU = 'NOOSE-2'
const FIRST = tokyoDay('2026-04-01')
const rows: string[][] = []
let step = 0

/** The day of a step, a week after the one before, and noon on it. */
function nextWeek(): { on: TokyoDay; now: Date; formKey: string } {
  const on = addDays(FIRST, 7 * step)
  step += 1
  return { on, now: new Date(startOfDay(on).getTime() + 12 * 3_600_000), formKey: `story-step-${step}` }
}

async function tell(on: TokyoDay, fact: string): Promise<void> {
  const run = await db.printRun.findFirstOrThrow()
  const level = await db.stockLevel.findFirstOrThrow()
  const figures = [
    run.copies,
    run.sold,
    run.postedToMembers,
    run.complimentary,
    run.consigned,
    run.damagedOrLost,
    run.onHand,
    level.held,
    run.revenueYen,
  ]
  rows.push([on, fact, ...figures.map(String)])
}

function table(): string {
  const head = [
    'day',
    'fact',
    'printed',
    'sold',
    'posted',
    'given',
    'consigned',
    'lost',
    'on hand',
    'held',
    'revenue',
  ]
  const all = [head, ...rows]
  const widths = head.map((_cell, column) => Math.max(...all.map((row) => (row[column] ?? '').length)))
  return all
    .map((row) =>
      row
        .map((cell, column) =>
          column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join(' | '),
    )
    .join('\n')
}

beforeEach(async () => {
  await anOrganisation()
  await anEdition({ sku: SKU, copies: 0, state: 'forthcoming', priceYen: 1_100 })
  rows.length = 0
  step = 0
})

test('a run from plan to sell-out: every copy in one place, week by week', async () => {
  const order = async (copies: number, now: Date, on: TokyoDay) => {
    const placed = await anOrder([{ sku: SKU, copies }], { now })
    const { amountYen } = await db.charge.findUniqueOrThrow({ where: { id: placed.chargeId } })
    await recordPayment({ charge: placed.code, amountYen, method: 'bank', on, ref: placed.code }, { now })
    return placed
  }
  const first = nextWeek()
  const planned = await planRun({ sku: SKU, copies: 100, printer: '見本印刷' }, first)
  if (!planned.ok) throw new Error(planned.reason)
  await setPreorderLimit(SKU, 30)
  const early = await order(8, first.now, first.on)
  await tell(first.on, 'planned; 8 ordered in advance')

  const second = nextWeek()
  const { printRunId } = planned
  await deliverRun(
    { printRunId, deliveredOn: second.on, copies: 103, overs: 3, spoils: 2, formKey: second.formKey },
    second,
  )
  await bookPrintBill({ printRunId, number: '1', billedOn: second.on, netYen: 60_000, taxYen: 6_000 }, second)
  await tell(second.on, 'delivered with 3 overs')

  const third = nextWeek()
  await postOrder({ order: { code: early.code }, actor: 'test' }, third)
  await tell(third.on, 'the first order posted')

  const fourth = nextWeek()
  const note = { sku: SKU, notedOn: fourth.on }
  await writeStockNote(
    { ...note, formKey: `${fourth.formKey}a`, what: { kind: 'complimentary', purpose: 'press', copies: 7 } },
    fourth,
  )
  const classes = [{ memberClass: 'individual_member' as const, copies: 40 }]
  await writeStockNote({ ...note, formKey: `${fourth.formKey}b`, what: { kind: 'members', classes } }, fourth)
  await tell(fourth.on, 'given to the press, posted to members')

  const fifth = nextWeek()
  const nothing = { contact: null, email: null, phone: null, note: null, address: null, isDisabled: false }
  const shop = await saveConsignee(
    null,
    { name: '書店', kind: 'bookshop', commissionPercent: 30, locale: 'ja', ...nothing },
    fifth,
  )
  if (!shop.ok) throw new Error(shop.reason)
  const sent = await consign(
    {
      consigneeId: shop.id,
      sentOn: fifth.on,
      settleBy: null,
      event: null,
      note: null,
      lines: [{ sku: SKU, copies: 20 }],
      formKey: fifth.formKey,
    },
    fifth,
  )
  if (!sent.ok) throw new Error(sent.reason)
  await tell(fifth.on, '20 to a bookshop')

  const sixth = nextWeek()
  const line = await db.chargeLine.findFirstOrThrow({ where: { chargeId: early.chargeId, kind: 'edition' } })
  await refundOrder(
    {
      orderId: early.orderId,
      what: { kind: 'parts', lines: [{ chargeLineId: line.id, posted: 2, restock: true }] },
      way: { kind: 'byHand', method: 'bank', on: sixth.on, ref: 'R-1' },
      reason: null,
    },
    sixth,
  )
  await tell(sixth.on, '2 sent back by a reader')

  const seventh = nextWeek()
  const report = {
    code: sent.code,
    settledOn: seventh.on,
    cashCountedYen: null,
    note: null,
    formKey: seventh.formKey,
  }
  await settleConsignment({ ...report, lines: [{ sku: SKU, sold: 15, returned: 4, lost: 1 }] }, seventh)
  await tell(seventh.on, 'the bookshop sold 15, lost 1')

  const eighth = nextWeek()
  const counting = await startCount({ note: null }, eighth)
  const onHand = (await db.stockLevel.findFirstOrThrow()).onHand
  await enterCount(
    { code: counting.code, sku: SKU, counted: onHand - 2, seenVersion: 0, seenOnHand: onHand },
    eighth,
  )
  await bookCount(
    { code: counting.code, reasons: [{ sku: SKU, reason: 'lost', note: null, version: 1 }] },
    eighth,
  )
  await tell(eighth.on, 'counted: 2 are missing')

  const ninth = nextWeek()
  const left = (await db.stockLevel.findFirstOrThrow()).onHand
  const last = await order(left, ninth.now, ninth.on)
  await tell(ninth.on, 'the last copies ordered')
  await postOrder({ order: { code: last.code }, actor: 'test' }, ninth)
  await tell(ninth.on, 'sold out')
  await expect(anOrder([{ sku: SKU, copies: 1 }], { now: ninth.now })).rejects.toThrow('sold-out')

  expect(table()).toMatchInlineSnapshot(`
    "day        | fact                                  | printed | sold | posted | given | consigned | lost | on hand | held | revenue
    2026-04-01 | planned; 8 ordered in advance         |       0 |    0 |      0 |     0 |         0 |    0 |       0 |    0 |       0
    2026-04-08 | delivered with 3 overs                |     103 |    0 |      0 |     0 |         0 |    0 |     103 |    8 |       0
    2026-04-15 | the first order posted                |     103 |    8 |      0 |     0 |         0 |    0 |      95 |    0 |    8001
    2026-04-22 | given to the press, posted to members |     103 |    8 |     40 |     7 |         0 |    0 |      48 |    0 |    8001
    2026-04-29 | 20 to a bookshop                      |     103 |    8 |     40 |     7 |        20 |    0 |      28 |    0 |    8001
    2026-05-06 | 2 sent back by a reader               |     103 |    6 |     40 |     7 |        20 |    0 |      30 |    0 |    6001
    2026-05-13 | the bookshop sold 15, lost 1          |     103 |   21 |     40 |     7 |         0 |    1 |      34 |    0 |   16501
    2026-05-20 | counted: 2 are missing                |     103 |   21 |     40 |     7 |         0 |    3 |      32 |    0 |   16501
    2026-05-27 | the last copies ordered               |     103 |   21 |     40 |     7 |         0 |    3 |      32 |   32 |   16501
    2026-05-27 | sold out                              |     103 |   53 |     40 |     7 |         0 |    3 |       0 |    0 |   48502"
  `)
})
