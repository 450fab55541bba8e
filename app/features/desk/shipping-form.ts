import { isTokyoDay, type TokyoDay } from '#app/domain/day.ts'
import { ZONES, type ShippingRate, type Zone } from '#app/domain/shipping.ts'

export const SHIPPING_ROWS = 10

export type ShippingProblem = 'needed' | 'number' | 'order' | 'day' | 'past' | 'taken'
export type ShippingProblems = Record<string, ShippingProblem>

/**
 * Reads a zone's table of postage: from a day on, up to so many grams so many yen. Heavier parcels cost no less than lighter ones; a day
 * that is over is refused, since orders of then have their postage.
 */
export function parseShippingTable(
  form: Record<string, string>,
  { today }: { today: TokyoDay },
):
  | { ok: true; zone: Zone; validFrom: TokyoDay; rates: ShippingRate[] }
  | { ok: false; problems: ShippingProblems } {
  const problems: ShippingProblems = {}
  const zone = ZONES.find((candidate) => candidate === form.zone) ?? 'japan'
  const validFrom = form.validFrom ?? ''
  if (!isTokyoDay(validFrom)) problems.validFrom = 'day'
  else if (validFrom < today) problems.validFrom = 'past'

  const rates: { maxGrams: number; priceYen: number }[] = []
  for (let row = 0; row < SHIPPING_ROWS; row += 1) {
    const [grams, yen] = [form[`grams.${row}`] ?? '', form[`yen.${row}`] ?? ''].map((text) => text.trim())
    if (!grams && !yen) continue
    const [maxGrams, priceYen] = [wholeNumber(grams), wholeNumber(yen)]
    const before = rates.at(-1)
    if (maxGrams === null) problems[`grams.${row}`] = 'number'
    if (priceYen === null) problems[`yen.${row}`] = 'number'
    if (maxGrams === null || priceYen === null) continue
    if (before && maxGrams <= before.maxGrams) problems[`grams.${row}`] = 'order'
    if (before && priceYen < before.priceYen) problems[`yen.${row}`] = 'order'
    rates.push({ maxGrams, priceYen })
  }
  if (rates.length === 0 && Object.keys(problems).length === 0) problems['grams.0'] = 'needed'
  if (Object.keys(problems).length > 0 || !isTokyoDay(validFrom)) return { ok: false, problems }
  return { ok: true, zone, validFrom, rates: rates.map((rate) => ({ zone, validFrom, ...rate })) }
}

function wholeNumber(text: string | undefined): number | null {
  const plain = (text ?? '').normalize('NFKC').replace(/[,\s]/g, '')
  return /^\d{1,6}$/.test(plain) && Number(plain) > 0 ? Number(plain) : null
}
