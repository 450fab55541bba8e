import { numberFor, type Registration } from '#app/domain/document.ts'
import type { TokyoDay } from '#app/domain/day.ts'
import { japaneseHonorific, koreanHonorific } from '#app/domain/honorific.ts'
import type { Locale } from '#app/domain/locale.ts'
import type { DocumentPayload } from '#app/features/documents/payload.ts'

/** What papers state of the organisation. */
export type IssuingOrganisation = Registration & {
  name: Record<Locale, string>
  representative: Record<Locale, string>
  address: Record<Locale, string>
  phone: string
  email: string
  sample: boolean
}

/** The organisation as a paper of a language states it; with its registration number where it was registered on that day of supply. */
export function issuerOf(
  organisation: IssuingOrganisation,
  { locale, on }: { locale: Locale; on: TokyoDay },
): DocumentPayload['issuer'] {
  return {
    name: organisation.name[locale],
    representative: organisation.representative[locale],
    address: organisation.address[locale],
    phone: organisation.phone,
    email: organisation.email,
    registrationNumber: numberFor(organisation, on),
    sample: organisation.sample,
  }
}

/** A name as a paper of a language addresses it. */
export function recipientOf(
  name: string,
  locale: Locale,
  address: string[] = [],
): DocumentPayload['recipient'] {
  const honorifics = { ja: japaneseHonorific, ko: koreanHonorific, en: () => '', tl: () => '' }
  return { name, honorific: honorifics[locale](name), address }
}
