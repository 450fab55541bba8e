import { isReference } from '#app/domain/reference.ts'
import type { DeskBill } from '#app/features/desk/bills/desk-bill.ts'
import { loadDeskBill } from '#app/features/desk/bills/load-desk-bill.server.ts'

/** The bill that the address names by its payment reference. @throws Response 404 when there is none */
export async function billOf(
  params: { reference?: string | undefined },
  { now }: { now: Date },
): Promise<DeskBill> {
  const reference = params.reference ?? ''
  const bill = isReference(reference) ? await loadDeskBill(reference, { now }) : null
  if (!bill) throw new Response(null, { status: 404 })
  return bill
}
