import { isQualified } from '#app/domain/document.ts'
import type { TokyoDay } from '#app/domain/day.ts'
import { japaneseHonorific, koreanHonorific } from '#app/domain/honorific.ts'
import type { Locale } from '#app/domain/locale.ts'
import type { DocumentPayload } from '#app/features/documents/payload.ts'

type Organisation = {
  name: Record<Locale, string>
  representative: Record<Locale, string>
  address: Record<Locale, string>
  phone: string
  email: string
  registrationNumber: string | null
  sample: boolean
}

/** The organisation as a paper of a language states it; with its registration number where the supply of that day makes it a qualified invoice. */
export function issuerOf(
  organisation: Organisation,
  { locale, on }: { locale: Locale; on: TokyoDay },
): DocumentPayload['issuer'] {
  const { registrationNumber } = organisation
  return {
    name: organisation.name[locale],
    representative: organisation.representative[locale],
    address: organisation.address[locale],
    phone: organisation.phone,
    email: organisation.email,
    registrationNumber: isQualified(registrationNumber, on) ? registrationNumber : null,
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
