import { db } from '#app/platform/db.server.ts'

/** Everything about consignees: their notes with lines and settlements, and who changed what of them. */
export async function exportConsignees(ids: readonly string[]): Promise<object[]> {
  return await db.consignee.findMany({
    where: { id: { in: [...ids] } },
    orderBy: { createdAt: 'asc' },
    include: {
      consignments: {
        omit: { formKey: true },
        orderBy: { sentOn: 'asc' },
        include: {
          lines: true,
          settlements: { omit: { formKey: true }, orderBy: { number: 'asc' }, include: { lines: true } },
        },
      },
    },
  })
}

/** Bills that no order stands behind, with payer, lines, payments and papers. */
export async function exportBills(chargeIds: readonly string[]): Promise<object[]> {
  return await db.charge.findMany({
    where: { id: { in: [...chargeIds] } },
    omit: { checkoutKey: true },
    orderBy: { createdAt: 'asc' },
    include: {
      payer: true,
      lines: true,
      payments: { include: { refunds: { include: { lines: true } }, disputes: true } },
      credits: { include: { lines: true } },
      documents: { include: { issues: true } },
    },
  })
}
