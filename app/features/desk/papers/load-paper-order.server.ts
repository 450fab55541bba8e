import { db } from '#app/platform/db.server.ts'

/** The code of the order that a document is about, or that was made from it. */
export async function loadPaperOrder(paper: { id: string; orderId: string | null }): Promise<string | null> {
  const order = await db.order.findFirst({
    where: paper.orderId === null ? { quoteId: paper.id } : { id: paper.orderId },
    select: { code: true },
  })
  return order?.code ?? null
}

/** The bill that a document is about, where no order stands behind it. */
export async function loadPaperBill(paper: {
  chargeId: string | null
}): Promise<{ reference: string; subject: string } | null> {
  if (paper.chargeId === null) return null
  const payer = await db.chargePayer.findUnique({
    where: { chargeId: paper.chargeId },
    select: { subject: true, charge: { select: { reference: true } } },
  })
  return payer && { reference: payer.charge.reference, subject: payer.subject }
}
