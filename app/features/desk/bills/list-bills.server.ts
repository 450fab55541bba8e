import { dayFromDb, dayToDb, tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import { findReferences } from '#app/domain/reference.ts'
import { normaliseSubjectCode } from '#app/domain/subject-code.ts'
import { billState, type BillFilter, type BillFilters } from '#app/features/desk/bills/bill-filters.ts'
import type { Prisma } from '#app/generated/prisma/client.ts'
import { db } from '#app/platform/db.server.ts'

/** Bills on one page of the list. */
export const BILLS_PAGE_SIZE = 50

export type ListedBill = {
  reference: string
  subject: string
  /** Empty since the payer's personal data was erased. */
  payer: string
  state: BillFilter
  dueOn: TokyoDay
  amountYen: number
  openYen: number
}

export type BillList = { bills: ListedBill[]; total: number; openYen: number; pages: number }

/** Charges that no order stands behind, the newest first, with what is open of all that the filters leave. */
export async function listBills(filters: BillFilters, { now }: { now: Date }): Promise<BillList> {
  const today = tokyoDayOf(now)
  const where = { AND: [{ payer: { isNot: null } }, stateOf(filters.state, today), search(filters.q)] }
  const [rows, total, open] = await Promise.all([
    db.charge.findMany({
      where,
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      skip: (filters.page - 1) * BILLS_PAGE_SIZE,
      take: BILLS_PAGE_SIZE,
      include: { payer: true },
    }),
    db.charge.count({ where }),
    db.charge.aggregate({
      where: { AND: [where, { state: 'open' }] },
      _sum: { amountYen: true, allocatedYen: true },
    }),
  ])
  return {
    bills: rows.flatMap(({ payer, dueOn, ...charge }): ListedBill[] => {
      if (!payer || !dueOn) return []
      const day = dayFromDb(dueOn)
      return [
        {
          reference: charge.reference,
          subject: payer.subject,
          payer: payer.name,
          state: billState({ state: charge.state, isOverdue: day < today }),
          dueOn: day,
          amountYen: charge.amountYen,
          openYen: charge.state === 'open' ? charge.amountYen - charge.allocatedYen : 0,
        },
      ]
    }),
    total,
    openYen: (open._sum.amountYen ?? 0) - (open._sum.allocatedYen ?? 0),
    pages: Math.max(1, Math.ceil(total / BILLS_PAGE_SIZE)),
  }
}

/** How many bills are past their day, for the overview and the morning's mail. */
export async function countOverdueBills({ now }: { now: Date }): Promise<number> {
  const overdue = stateOf('overdue', tokyoDayOf(now))
  return await db.charge.count({ where: { AND: [{ payer: { isNot: null } }, overdue] } })
}

function stateOf(state: BillFilter | null, today: TokyoDay): Prisma.ChargeWhereInput {
  if (state === 'open') return { state: 'open' }
  if (state === 'overdue') return { state: 'open', dueOn: { lt: dayToDb(today) } }
  if (state === 'paid') return { state: 'covered' }
  return state === 'cancelled' ? { state: 'cancelled' } : {}
}

/** By the code of the matter, the payment reference, or part of the payer's name. */
function search(q: string): Prisma.ChargeWhereInput {
  if (q === '') return {}
  const subject = normaliseSubjectCode(q)
  return {
    OR: [
      { payer: { name: { contains: q, mode: 'insensitive' } } },
      { reference: { in: findReferences(q) } },
      ...(subject ? [{ payer: { subject } }] : []),
    ],
  }
}
