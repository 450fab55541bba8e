import { dayFromDb, type TokyoDay } from '#app/domain/day.ts'
import type { ChargeStanding } from '#app/domain/ledger.ts'
import { DEFAULT_LOCALE, isLocale, type Locale } from '#app/domain/locale.ts'
import { sumYen } from '#app/domain/money.ts'
import { Prisma } from '#app/generated/prisma/client.ts'
import type { ChargeState, PaymentMethod } from '#app/generated/prisma/enums.ts'
import type { db, Tx } from '#app/platform/db.server.ts'

/** A charge that no order stands behind, with its payer and lines, as plain data. */
export type BillGraph = {
  charge: {
    id: string
    reference: string
    method: PaymentMethod
    state: ChargeState
    amountYen: number
    allocatedYen: number
    refundedYen: number
    dueOn: TokyoDay
    createdAt: Date
    closedAt: Date | null
  }
  payer: {
    /** Empty since her personal data was erased. */
    name: string
    email: string | null
    /** A `PostalAddress`, unless it is null. */
    address: unknown
    locale: Locale
    /** The code of the matter, e.g. L-7K2M. */
    subject: string
  }
  /** The day that its lines were earned. */
  earnedOn: TokyoDay
  /** How it stands, for forms to carry: whoever acts on an older one is told that more has happened. */
  seen: string
  lines: BillGraphLine[]
}

export type BillGraphLine = {
  id: string
  kind: 'lecture' | 'consignment'
  description: string
  textLanguage: string
  quantity: number
  unitYen: number
  amountYen: number
  taxRate: number
  recognisedYen: number
  /** What went back of it. */
  refundedYen: number
}

/**
 * Loads a bill; with `lock` the row of its charge stays locked until the transaction ends, which serialises everything that changes it.
 * @returns null when there is no such charge, and for charges of orders
 */
export async function loadBill(
  client: Tx | typeof db,
  key: { chargeId: string } | { reference: string },
  { lock = false } = {},
): Promise<BillGraph | null> {
  const where = 'chargeId' in key ? { id: key.chargeId } : { reference: key.reference }
  if (lock) {
    // Locked by a statement of its own: what is read after the wait must be newer than the wait.
    const named =
      'chargeId' in key ? Prisma.sql`id = ${key.chargeId}::uuid` : Prisma.sql`reference = ${key.reference}`
    await client.$queryRaw`SELECT 1 FROM charges WHERE ${named} FOR UPDATE`
  }
  const row = await client.charge.findFirst({
    where: { ...where, payer: { isNot: null } },
    include: {
      payer: true,
      lines: { orderBy: { position: 'asc' } },
      entries: { where: { kind: 'bill' }, select: { eventOn: true } },
      payments: { select: { refundedYen: true } },
    },
  })
  if (!row?.payer || !row.dueOn) return null
  const { payer, lines, entries, dueOn, payments, ...charge } = row
  const backYen = sumYen(payments.map(({ refundedYen }) => refundedYen))
  return {
    charge: { ...charge, dueOn: dayFromDb(dueOn) },
    payer: { ...payer, locale: isLocale(payer.locale) ? payer.locale : DEFAULT_LOCALE },
    earnedOn: dayFromDb(entries[0]?.eventOn ?? row.createdAt),
    seen: `${charge.state}-${payments.length}-${backYen}`,
    lines: lines.map((line) => ({ ...line, kind: line.kind as BillGraphLine['kind'] })),
  }
}

/** How the charge stands: what is paid of it, and what is earned by it, net of refunds. */
export function billStanding({ charge, lines }: BillGraph): ChargeStanding {
  return {
    allocatedYen: charge.allocatedYen,
    recognisedYen: sumYen(lines.map((line) => line.recognisedYen - line.refundedYen)),
  }
}

/** What is still to be paid; nothing once it is paid or cancelled. */
export function billOpenYen({ charge }: BillGraph): number {
  return charge.state === 'open' ? charge.amountYen - charge.allocatedYen - charge.refundedYen : 0
}
