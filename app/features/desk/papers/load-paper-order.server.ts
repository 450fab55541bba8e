import { db } from '#app/platform/db.server.ts'

/** The code of the order that a document is about, or that was made from it. */
export async function loadPaperOrder(paper: { id: string; orderId: string | null }): Promise<string | null> {
  const order = await db.order.findFirst({
    where: paper.orderId === null ? { quoteId: paper.id } : { id: paper.orderId },
    select: { code: true },
  })
  return order?.code ?? null
}
