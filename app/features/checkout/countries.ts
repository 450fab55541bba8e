import { intlTag, type Locale } from '#app/domain/locale.ts'
import { formatCountry } from '#app/platform/i18n/format.ts'

/** ISO 3166-1 codes of the places that people live in and mail goes to. */
export const COUNTRIES: readonly string[] = (
  'AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CC CD CF CG ' +
  'CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH ' +
  'GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ ' +
  'LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI ' +
  'NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN ' +
  'SO SR SS ST SV SX SY SZ TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ' +
  'ZM ZW'
).split(' ')

const known = new Set(COUNTRIES)
const optionsOf = new Map<Locale, readonly { value: string; label: string }[]>()

export function isCountry(code: string): boolean {
  return known.has(code)
}

/** The choices of a country, Japan first and then by name as the language sorts them. */
export function countryOptions(locale: Locale): readonly { value: string; label: string }[] {
  const made = optionsOf.get(locale)
  if (made) return made
  const collator = new Intl.Collator(intlTag(locale))
  const others = COUNTRIES.filter((code) => code !== 'JP')
    .map((value) => ({ value, label: formatCountry(value, locale) }))
    .sort((a, b) => collator.compare(a.label, b.label))
  const options = [{ value: 'JP', label: formatCountry('JP', locale) }, ...others]
  optionsOf.set(locale, options)
  return options
}
