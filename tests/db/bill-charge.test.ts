import { describe, expect, it } from 'vitest'
import { isReference } from '#app/domain/reference.ts'
import { db } from '#app/platform/db.server.ts'
import { aBill, LECTURE_BILL } from '#tests/support/bill-kit.ts'
import { anEdition } from '#tests/support/factories.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'

describe('a charge that no order stands behind', () => {
  it('is owed and earned at once, on the day it was done', async () => {
    const { chargeId, reference, chargeLineIds } = await aBill()
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
      payer: { ...LECTURE_BILL.payer, subject: 'L-7K2M' },
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
        kind: 'consignment' as const,
        textLanguage: 'ja',
        taxRate: 10,
        description: '見本 M-Net 100',
        quantity: 3,
        unitYen: 440,
        amountYen: 1_320,
        titleId,
      },
    ]
    await aBill({ lines, subject: 'C-7K2M', memo: 'C-7K2M' })
    expect(await db.posting.findMany({ where: { account: 'sales' } })).toMatchObject([
      { titleId, amountYen: -1_200 },
    ])
  })

  it('of nothing is none, and leaves nothing behind', async () => {
    const nothing = LECTURE_BILL.lines.map((line) => ({ ...line, unitYen: 0, amountYen: 0 }))
    await expect(aBill({ lines: nothing })).rejects.toThrow(RangeError)
    await expect(aBill({ lines: [] })).rejects.toThrow(RangeError)
    expect(await db.charge.count()).toBe(0)
  })
})
