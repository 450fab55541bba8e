import { tokyoDay } from '#app/domain/day.ts'
import { billCharge, type Bill, type Billed } from '#app/features/payments/bill-charge.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { NOON } from '#tests/support/factories.ts'

const LINE = { kind: 'lecture' as const, textLanguage: 'ja', quantity: 1, taxRate: 10 }

/** A lecture for a city, with travel, due at the end of the year. */
export const LECTURE_BILL: Bill = {
  payer: {
    name: '見本市役所',
    email: 'city@example.org',
    address: {
      name: '見本市役所',
      country: 'JP',
      postalCode: '1510053',
      prefecture: '東京都',
      city: '渋谷区',
      street: '代々木1-2-3',
      building: null,
    },
    locale: 'ja',
  },
  subject: 'L-7K2M',
  lines: [
    { ...LINE, description: '講師派遣料', unitYen: 33_000, amountYen: 33_000 },
    { ...LINE, description: '交通費', unitYen: 1_205, amountYen: 1_205 },
  ],
  dueOn: tokyoDay('2026-12-31'),
  method: 'bank',
  eventOn: tokyoDay('2026-11-20'),
  memo: 'L-7K2M',
}

/** Bills something that no order stands behind. */
export async function aBill(changes: Partial<Bill> = {}): Promise<Billed> {
  return await inTransaction((tx) => billCharge(tx, { ...LECTURE_BILL, ...changes }, { now: NOON }))
}
