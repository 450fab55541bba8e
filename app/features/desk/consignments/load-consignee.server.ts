import type { PostalAddress } from '#app/features/checkout/address.ts'
import { db } from '#app/platform/db.server.ts'
import { isUuid } from '#app/platform/id.server.ts'

/** A consignee as its form shows it, by the names of the fields. Null where there is none. */
export async function loadConsignee(
  id: string,
): Promise<{ id: string; name: string; typed: Record<string, string> } | null> {
  if (!isUuid(id)) return null
  const row = await db.consignee.findUnique({ where: { id } })
  if (!row) return null
  // Kept as it was read: read once more, an address without a building would be none.
  const address = row.address as PostalAddress | null
  const fields: Record<string, string | null | undefined> = {
    name: row.name,
    kind: row.kind,
    percent: String(row.commissionPercent),
    days: String(row.daysToPay),
    contact: row.contact,
    email: row.email,
    phone: row.phone,
    locale: row.locale,
    note: row.note,
    isDisabled: row.disabledAt ? 'on' : null,
    postalCode: address?.postalCode,
    prefecture: address?.prefecture,
    city: address?.city,
    street: address?.street,
    building: address?.building,
  }
  const typed = Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  )
  return { id, name: row.name, typed }
}
