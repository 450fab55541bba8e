import { describe, expect, it } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { billCharge, type Bill } from '#app/features/payments/bill-charge.server.ts'
import { isReference } from '#app/domain/reference.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { anEdition, NOON } from '#tests/support/factories.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'

const LINE = { textLanguage: 'ja', quantity: 1, taxRate: 10 }

const LECTURE: Bill = {
  payer: { name: '見本市役所', email: 'city@example.org', address: null, locale: 'ja' },
  subject: 'L-7K2M',
  lines: [
    { ...LINE, kind: 'lecture', description: '講師派遣料', unitYen: 33_000, amountYen: 33_000 },
    { ...LINE, kind: 'lecture', description: '交通費', unitYen: 1_205, amountYen: 1_205 },
  ],
  dueOn: tokyoDay('2026-12-31'),
  method: 'bank',
  eventOn: tokyoDay('2026-11-20'),
  memo: 'L-7K2M',
}

function bill(changes: Partial<Bill> = {}) {
  return inTransaction((tx) => billCharge(tx, { ...LECTURE, ...changes }, { now: NOON }))
}

describe('a charge that no order stands behind', () => {
  it('is owed and earned at once, on the day it was done', async () => {
    const { chargeId, reference, chargeLineIds } = await bill()
    expect(isReference(reference)).toBe(true)
    expect(
      await db.charge.findUnique({
        where: { id: chargeId },
        include: { payer: true, lines: { orderBy: { position: 'asc' } }, order: true },
      }),
    ).toMatchObject({
      reference,
      state: 'open',
      terms: 'billed',
      method: 'bank',
      amountYen: 34_205,
      expiresAt: null,
      payer: {
        subject: 'L-7K2M',
        name: '見本市役所',
        email: 'city@example.org',
        address: null,
        locale: 'ja',
      },
      lines: [
        { id: chargeLineIds[0], kind: 'lecture', amountYen: 33_000, recognisedYen: 33_000 },
        { id: chargeLineIds[1], kind: 'lecture', amountYen: 1_205, recognisedYen: 1_205 },
      ],
      order: null,
    })
    expect(await ledgerTable()).toMatchInlineSnapshot(`
      "day        | fact | account        | debit | credit
      2026-11-20 | bill | receivables    | 34205 |       
                 |      | lecture_income |       |  30001
                 |      | lecture_income |       |   1095
                 |      | output_tax     |       |   3109"
    `)
  })

  it('copies that a consignee sold are sales of their title', async () => {
    const { titleId } = await anEdition()
    const lines = [
      {
        ...LINE,
        kind: 'consignment' as const,
        description: '見本 M-Net 100',
        quantity: 3,
        unitYen: 440,
        amountYen: 1_320,
        titleId,
      },
    ]
    await bill({ lines, subject: 'C-7K2M', memo: 'C-7K2M' })
    expect(await db.posting.findMany({ where: { account: 'sales' } })).toMatchObject([
      { titleId, amountYen: -1_200 },
    ])
  })

  it('of nothing is none, and leaves nothing behind', async () => {
    const nothing = LECTURE.lines.map((line) => ({ ...line, unitYen: 0, amountYen: 0 }))
    await expect(bill({ lines: nothing })).rejects.toThrow(RangeError)
    await expect(bill({ lines: [] })).rejects.toThrow(RangeError)
    expect(await db.charge.count()).toBe(0)
  })
})
