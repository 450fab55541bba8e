import type { TypedAddress } from '#app/features/checkout/details-form.ts'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'

type Match = { prefecture: string; city: string; town: string }

export type Filled = {
  address: TypedAddress
  /** Places to choose from, as each is written; none when nothing is left to choose. */
  choices: string[]
  problem: FieldProblem | null
}

/** A place as the form offers it, and as it comes back chosen. */
export function matchText(match: Match): string {
  return `${match.prefecture}${match.city}${match.town}`
}

/**
 * Fills in an address from the places of its postal code, without taking away anything typed: a street that was typed stays, with the
 * town before it. One place is filled in where the fields are empty or say the same; otherwise the reader chooses.
 */
export function fillAddress(
  typed: TypedAddress,
  matches: readonly Match[],
  options: { isPostalCode: boolean; chosen: string | null },
): Filled {
  const postalProblem: FieldProblem = {
    key: options.isPostalCode ? 'errors:postalCodeUnknown' : 'errors:postalCode',
  }
  if (matches.length === 0) return { address: typed, choices: [], problem: postalProblem }
  const chosen = matches.find((match) => matchText(match) === options.chosen)
  const only = matches.length === 1 ? matches[0] : undefined
  const match = chosen ?? (only && agrees(typed, only) ? only : undefined)
  if (!match) return { address: typed, choices: matches.map(matchText), problem: null }
  return {
    address: {
      ...typed,
      country: 'JP',
      prefecture: match.prefecture,
      city: match.city,
      street: streetIn(match, typed.street),
    },
    choices: [],
    problem: null,
  }
}

function agrees(typed: TypedAddress, match: Match): boolean {
  const isSame = (text: string | undefined, value: string): boolean => !text?.trim() || text.trim() === value
  return isSame(typed.prefecture, match.prefecture) && isSame(typed.city, match.city)
}

function streetIn(match: Match, typedStreet = ''): string {
  const street = typedStreet.trim()
  return street.startsWith(match.town) ? street : `${match.town}${street}`
}
