import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { bookCount } from '#app/features/circulation/book-count.server.ts'
import { consign } from '#app/features/circulation/consign.server.ts'
import { correctMovement } from '#app/features/circulation/correct-movement.server.ts'
import { enterCount } from '#app/features/circulation/enter-count.server.ts'
import { planRun } from '#app/features/circulation/plan-run.server.ts'
import { saveConsignee } from '#app/features/circulation/save-consignee.server.ts'
import { cancelCount, startCount } from '#app/features/circulation/start-count.server.ts'
import { writeStockNote } from '#app/features/circulation/write-stock-note.server.ts'
import { cancelOrder } from '#app/features/settlement/cancel-order.server.ts'
import { checkBooks } from '#app/features/settlement/check-books.server.ts'
import { deliverRun } from '#app/features/settlement/deliver-run.server.ts'
import { postOrder } from '#app/features/settlement/post-order.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { refundOrder } from '#app/features/settlement/refund-order.server.ts'
import { settleConsignment } from '#app/features/settlement/settle-consignment.server.ts'
import { takeBackSettlement } from '#app/features/settlement/take-back-settlement.server.ts'
import { db } from '#app/platform/db.server.ts'
import { anEdition, anOrder, anOrganisation, NOON } from '#tests/support/factories.ts'

// Whatever is done with copies, in whatever order, allowed or refused: each is in one place, and none is there that was not printed.

const at = { now: NOON }
const DAY = tokyoDay('2026-11-20')
const KINDS = [
  'deliver',
  'order',
  'pay and post',
  'cancel',
  'refund',
  'give',
  'members',
  'back from members',
  'lose',
  'consign',
  'settle',
  'take back',
  'count',
  'correct',
] as const
type Step = { kind: (typeof KINDS)[number]; copies: number; pick: number }

let number = 0
beforeEach(anOrganisation)

const step = fc.record<Step>({
  kind: fc.constantFrom(...KINDS),
  copies: fc.integer({ min: 1, max: 12 }),
  pick: fc.nat({ max: 1_000 }),
})

test('any sequence of runs, sales, returns, counts, consignments and cancellations keeps the copy equation', async () => {
  const done = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 16, maxLength: 32 }), async (steps) => {
      const sku = `EDITION-${(number += 1)}`
      const { editionId } = await anEdition({ sku, copies: 15 })
      const consignee = await aConsignee(sku, number % 2 === 0 ? 'stall' : 'bookshop')
      const context = { sku, editionId, consignee }
      for (const [index, one] of steps.entries()) {
        if (await take(one, context, `${sku}-form-${index}`))
          done.set(one.kind, (done.get(one.kind) ?? 0) + 1)
        await expectEquation(editionId)
      }
      const wrong = (await checkBooks()).checks.filter(({ ok }) => !ok)
      expect(wrong).toEqual([])
    }),
    { numRuns: 20, seed: 20_071_231, endOnFailure: true },
  )
  // A test in which nothing happens proves nothing.
  for (const kind of KINDS) expect(done.get(kind) ?? 0, kind).toBeGreaterThan(0)
}, 120_000)

async function expectEquation(editionId: string): Promise<void> {
  const runs = await db.printRun.findMany({ where: { editionId } })
  const level = await db.stockLevel.findUniqueOrThrow({ where: { editionId } })
  for (const run of runs) {
    const placed = run.sold + run.postedToMembers + run.complimentary + run.consigned + run.damagedOrLost
    expect(placed + run.onHand).toBe(run.copies)
    const soldByShop = run.sold - run.soldAtStalls - run.soldAtBookshops
    const never = [run.onHand, run.consigned, run.copies, soldByShop, run.soldAtStalls, run.soldAtBookshops]
    for (const figure of never) expect(figure).toBeGreaterThanOrEqual(0)
  }
  expect(runs.reduce((sum, run) => sum + run.onHand, 0)).toBe(level.onHand)
  expect(level.onHand).toBeGreaterThanOrEqual(0)
}

type Context = { sku: string; editionId: string; consignee: string }

/** Does one step. @returns whether it was allowed */
async function take({ kind, copies, pick }: Step, context: Context, formKey: string): Promise<boolean> {
  const { sku, editionId, consignee } = context
  const note = (what: Parameters<typeof writeStockNote>[0]['what']) =>
    writeStockNote({ sku, notedOn: DAY, formKey, what }, at)
  switch (kind) {
    case 'deliver': {
      const planned = await planRun({ sku, copies }, at)
      if (!planned.ok) return false
      const overs = pick % 3
      const delivery = { deliveredOn: DAY, copies: copies + overs, overs, spoils: pick % 2, formKey }
      return (await deliverRun({ printRunId: planned.printRunId, ...delivery }, at)).ok
    }
    case 'order':
      return await anOrder([{ sku, copies: Math.min(copies, 10) }]).then(
        () => true,
        () => false,
      )
    case 'pay and post':
      return await payAndPost(editionId, pick)
    case 'cancel': {
      const order = await pickOrder(editionId, pick)
      return order !== null && (await cancelOrder({ code: order.code, by: 'shop' }, at)).ok
    }
    case 'refund':
      return await refund(editionId, pick, formKey)
    case 'give':
      return (await note({ kind: 'complimentary', purpose: 'exchange', copies })).ok
    case 'members':
      return (await note({ kind: 'members', classes: [{ memberClass: 'individual_member', copies }] })).ok
    case 'back from members':
      return (await note({ kind: 'member_return', memberClass: 'individual_member', copies })).ok
    case 'lose':
      return (await note({ kind: 'loss', how: pick % 2 === 0 ? 'lost' : 'damaged', copies })).ok
    case 'consign': {
      const send = { consigneeId: consignee, sentOn: DAY, settleBy: null, event: null, note: null, formKey }
      return (await consign({ ...send, lines: [{ sku, copies }] }, at)).ok
    }
    case 'settle':
      return await settle(sku, consignee, { copies, pick, formKey })
    case 'take back':
      return await takeBack(consignee, pick)
    case 'count':
      return await count(sku, editionId, copies - 6)
    case 'correct':
      return await correct(editionId, pick)
  }
}

async function aConsignee(name: string, kind: 'bookshop' | 'stall'): Promise<string> {
  const nothing = { contact: null, email: null, phone: null, note: null, address: null, isDisabled: false }
  const saved = await saveConsignee(null, { name, kind, commissionPercent: 30, locale: 'ja', ...nothing }, at)
  if (!saved.ok) throw new Error(saved.reason)
  return saved.id
}

async function pickOrder(editionId: string, pick: number) {
  const orders = await db.order.findMany({
    where: { lines: { some: { editionId } } },
    orderBy: { id: 'asc' },
    include: { charge: { include: { lines: true } }, lines: true },
  })
  return orders.length > 0 ? (orders[pick % orders.length] ?? null) : null
}

async function payAndPost(editionId: string, pick: number): Promise<boolean> {
  const order = await pickOrder(editionId, pick)
  if (!order) return false
  if (order.charge.state === 'open') {
    const paid = {
      charge: order.code,
      amountYen: order.charge.amountYen,
      method: 'cash' as const,
      on: tokyoDay('2026-11-24'),
    }
    await recordPayment({ ...paid, ref: order.code }, at)
  }
  return (await postOrder({ order: { code: order.code }, actor: 'test' }, at)).ok
}

async function refund(editionId: string, pick: number, ref: string): Promise<boolean> {
  const order = await pickOrder(editionId, pick)
  const line = order?.charge.lines.find(({ kind }) => kind === 'edition')
  if (!order || !line || (order.lines[0]?.posted ?? 0) === 0) return false
  const wish = { chargeLineId: line.id, posted: 1, restock: pick % 2 === 0 }
  const refunded = await refundOrder(
    {
      orderId: order.id,
      what: { kind: 'parts', lines: [wish] },
      way: { kind: 'byHand', method: 'cash', on: tokyoDay('2026-11-24'), ref },
      reason: null,
    },
    at,
  )
  return refunded.ok
}

async function settle(
  sku: string,
  consigneeId: string,
  { copies, pick, formKey }: { copies: number; pick: number; formKey: string },
): Promise<boolean> {
  const notes = await db.consignment.findMany({
    where: { consigneeId, state: 'open' },
    orderBy: { code: 'asc' },
  })
  const note = notes[pick % Math.max(1, notes.length)]
  if (!note) return false
  const sold = pick % (copies + 1)
  const lost = Math.min(copies - sold, pick % 2)
  const lines = [{ sku, sold, lost, returned: copies - sold - lost }]
  // A bookshop has no cash box, and what it is said to hold is not looked at.
  const report = { code: note.code, settledOn: DAY, cashCountedYen: sold * 500, note: null, formKey }
  return (await settleConsignment({ ...report, lines }, at)).ok
}

async function takeBack(consigneeId: string, pick: number): Promise<boolean> {
  const settlements = await db.consignmentSettlement.findMany({
    where: { consignment: { consigneeId }, reversesId: null },
    orderBy: { id: 'asc' },
    include: { consignment: true },
  })
  const one = settlements[pick % Math.max(1, settlements.length)]
  if (!one) return false
  const { number, consignment } = one
  const taken = await takeBackSettlement({ code: consignment.code, number, reason: '誤記' }, at)
  return taken.ok && taken.isNew
}

async function count(sku: string, editionId: string, difference: number): Promise<boolean> {
  const { code } = await startCount({ note: null }, at)
  const line = await db.stockCountLine.findFirst({ where: { editionId, count: { code } } })
  const { onHand } = await db.stockLevel.findUniqueOrThrow({ where: { editionId } })
  const counted = Math.max(0, onHand + difference)
  const entered = line
    ? await enterCount({ code, sku, counted, seenVersion: line.version, seenOnHand: onHand }, at)
    : null
  const reasons = [{ sku, reason: 'lost' as const, note: null, version: (line?.version ?? 0) + 1 }]
  const booked = entered?.ok ? await bookCount({ code, reasons }, at) : null
  if (!booked?.ok) await cancelCount(code)
  return booked?.ok ?? false
}

async function correct(editionId: string, pick: number): Promise<boolean> {
  const movements = await db.stockMovement.findMany({ where: { editionId }, orderBy: { id: 'asc' } })
  const movement = movements[pick % Math.max(1, movements.length)]
  return movement !== undefined && (await correctMovement({ movementId: movement.id, reason: '誤記' }, at)).ok
}
