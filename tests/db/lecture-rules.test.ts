import { describe, expect, it } from 'vitest'
import { dayToDb, tokyoDay } from '#app/domain/day.ts'
import type { Prisma } from '#app/generated/prisma/client.ts'
import { db } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { aBill } from '#tests/support/bill-kit.ts'
import { NOON } from '#tests/support/factories.ts'

const ASKED = {
  code: 'L-0001',
  locale: 'ja',
  organisation: '見本市役所',
  name: '見本 太郎',
  topic: '多文化共生',
  wishes: '来月のどこか',
  channel: 'web',
  receivedAt: NOON,
} as const
const TERMS = { onDay: dayToDb(tokyoDay('2026-11-20')), lecturer: '見本 講子', feeYen: 33_000 }
const AGREED = { ...TERMS, state: 'agreed', agreedAt: NOON } as const
const HELD = { ...AGREED, state: 'held', heldAt: NOON } as const

type Columns = Partial<Prisma.LectureRequestUncheckedCreateInput>

async function write(columns: Columns): Promise<void> {
  await db.lectureRequest.create({ data: { id: newId(), ...ASKED, ...columns } })
}

describe('the database takes a request for a lecturer', () => {
  it.each<[string, Columns]>([
    ['asked', {}],
    ['agreed', AGREED],
    ['held', HELD],
    ['declined', { state: 'declined', declinedAt: NOON }],
    ['withdrawn before it was agreed on', { state: 'withdrawn', withdrawnAt: NOON }],
    ['withdrawn after that', { ...AGREED, state: 'withdrawn', withdrawnAt: NOON }],
  ])('%s', async (_what, columns) => {
    await write(columns)
    expect(await db.lectureRequest.count()).toBe(1)
  })

  it('invoiced with its charge, which is of no other', async () => {
    const { chargeId } = await aBill()
    const billed = { ...HELD, state: 'invoiced', invoicedAt: NOON, travelYen: 1_205, chargeId } as const
    await write({ ...billed, code: 'L-7K2M' })
    expect(await db.lectureRequest.count({ where: { state: 'invoiced' } })).toBe(1)
    await expect(write({ ...billed, code: 'L-0002' })).rejects.toThrow(/charge_id/)
  })
})

describe('the database refuses a request for a lecturer', () => {
  it.each<[string, Columns]>([
    ['agreed without a day', { ...AGREED, onDay: null }],
    ['agreed without a lecturer', { ...AGREED, lecturer: null }],
    ['agreed without a fee, be it zero', { ...AGREED, feeYen: null }],
    ['held before its day', { ...HELD, onDay: dayToDb(tokyoDay('2026-12-20')) }],
    ['invoiced without a charge', { ...HELD, state: 'invoiced', invoicedAt: NOON }],
    ['paid without a charge', { ...HELD, state: 'paid', invoicedAt: NOON, paidAt: NOON }],
    ['declined after it was agreed on', { ...AGREED, state: 'declined', declinedAt: NOON }],
    ['called off after it was held', { ...HELD, state: 'withdrawn', withdrawnAt: NOON }],
    ['asked and called off at once', { withdrawnAt: NOON }],
    ['with less than nothing as its fee', { ...AGREED, feeYen: -1 }],
    ['for an audience of nobody', { audience: 0 }],
    ['in a language that the shop has not', { locale: 'fr' }],
  ])('%s', async (_what, columns) => {
    await expect(write(columns)).rejects.toThrow(/lecture_requests_(state|terms|values)/)
  })

  it('billed for nothing', async () => {
    const { chargeId } = await aBill()
    const free = { ...HELD, state: 'invoiced', invoicedAt: NOON, feeYen: 0, chargeId } as const
    await expect(write(free)).rejects.toThrow(/lecture_requests_terms/)
  })

  it('to be deleted', async () => {
    await write({})
    await expect(db.lectureRequest.deleteMany()).rejects.toThrow()
  })
})
