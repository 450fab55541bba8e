import { isTokyoDay } from '#app/domain/day.ts'
import { QUALIFIED_FROM } from '#app/domain/document.ts'
import { normaliseEmail } from '#app/domain/email.ts'
import { LOCALES, type Locale } from '#app/domain/locale.ts'
import { checkRegistrationNumber } from '#app/domain/registration-number.ts'
import type { Organisation } from '#app/features/catalogue/organisation.server.ts'

/** Texts that pages show in each language, and what is the same in all. Names of fields as the form has them. */
export const LOCAL_FIELDS = ['name', 'representative', 'address', 'hours'] as const
export const PLAIN_FIELDS = [
  'phone',
  'email',
  'registrationNumber',
  'registeredOn',
  'bank.bankName',
  'bank.branchName',
  'bank.accountType',
  'bank.accountNumber',
  'bank.holder',
  'postal.accountNumber',
  'postal.holder',
] as const

export type OrganisationField =
  `${(typeof LOCAL_FIELDS)[number]}.${Locale}` | (typeof PLAIN_FIELDS)[number] | 'real'
export type OrganisationProblem =
  | 'needed'
  | 'long'
  | 'phone'
  | 'email'
  | 'registration'
  | 'day'
  | 'account'
  | 'postal-account'
  | 'still-sample'
  | 'confirm'

export type OrganisationForm = Record<string, string>

const MOST = 200
/** Both or none: an organisation that is not registered has neither. */
const OPTIONAL: ReadonlySet<string> = new Set(['registrationNumber', 'registeredOn'])
/** What the demo writes into or behind its made-up values. */
const SAMPLE = /見本|ミホン|mihon|sample|견본|halimbawa|example\.(?:org|com|net|jp)/i
/** Accounts of the demo, without hyphens: zeros only. */
const ZEROS = /^T?0+$/i
/** Its telephone, in Japan and from abroad. */
const SAMPLE_PHONE = /^(?:0|\+?81)30{8}$/

function isSample(text: string): boolean {
  const plain = text.normalize('NFKC')
  const number = plain.replace(/[\s\-‐‑‒–—―−ー]/g, '')
  return SAMPLE.test(plain) || ZEROS.test(number) || SAMPLE_PHONE.test(number)
}

/** The form's fields as the organisation has them now. */
export function formOf(organisation: Organisation): OrganisationForm {
  const { bank, postal } = organisation
  return {
    ...Object.fromEntries(
      LOCAL_FIELDS.flatMap((field) =>
        LOCALES.map((locale) => [`${field}.${locale}`, organisation[field][locale]]),
      ),
    ),
    phone: organisation.phone,
    email: organisation.email,
    registrationNumber: organisation.registrationNumber ?? '',
    registeredOn: organisation.registeredOn ?? (organisation.registrationNumber ? QUALIFIED_FROM : ''),
    'bank.bankName': bank.bankName,
    'bank.branchName': bank.branchName,
    'bank.accountType': bank.accountType,
    'bank.accountNumber': bank.accountNumber,
    'bank.holder': bank.holder,
    'postal.accountNumber': postal.accountNumber,
    'postal.holder': postal.holder,
    ...(organisation.certified ? { certified: 'on' } : {}),
    ...(organisation.sample ? { sample: 'on' } : {}),
  }
}

/**
 * Reads the form. Values that are no longer marked as samples must not look like any, and somebody must confirm that they are real. A
 * registration number with a wrong check digit passes: the page warns of it (domain/registration-number.ts).
 */
export function parseOrganisation(
  form: OrganisationForm,
  { wasSample }: { wasSample: boolean },
):
  | { ok: true; organisation: Organisation }
  | { ok: false; problems: Partial<Record<OrganisationField, OrganisationProblem>> } {
  const problems: Partial<Record<OrganisationField, OrganisationProblem>> = {}
  const sample = 'sample' in form

  function read(field: Exclude<OrganisationField, 'real'>): string {
    const text = (form[field] ?? '').normalize('NFC').replace(/\s+/g, ' ').trim()
    if (text === '' && !OPTIONAL.has(field)) problems[field] = 'needed'
    else if (text.length > MOST) problems[field] = 'long'
    else if (!sample && isSample(text)) problems[field] = 'still-sample'
    return text
  }
  function local(field: (typeof LOCAL_FIELDS)[number]): Record<Locale, string> {
    return Object.fromEntries(LOCALES.map((locale) => [locale, read(`${field}.${locale}`)])) as Record<
      Locale,
      string
    >
  }
  function refuse(field: OrganisationField, problem: OrganisationProblem): void {
    problems[field] ??= problem
  }

  const phone = read('phone')
    .normalize('NFKC')
    .replace(/[‐‑–—−ー]/g, '-')
  if (!/^\+?\d[\d-]{7,17}\d$/.test(phone)) refuse('phone', 'phone')
  const email = normaliseEmail(read('email'))
  if (email === null) refuse('email', 'email')
  const registrationNumber = read('registrationNumber')
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-‐‑‒–—―−ー]/g, '')
  if (registrationNumber !== '' && checkRegistrationNumber(registrationNumber) === 'malformed')
    refuse('registrationNumber', 'registration')
  const registeredOn = read('registeredOn')
  if (registrationNumber !== '' && registeredOn === '') refuse('registeredOn', 'needed')
  if (registrationNumber === '' && registeredOn !== '') refuse('registrationNumber', 'needed')
  if (registeredOn !== '' && !isTokyoDay(registeredOn)) refuse('registeredOn', 'day')
  const accountNumber = read('bank.accountNumber').normalize('NFKC')
  if (!/^\d{7}$/.test(accountNumber)) refuse('bank.accountNumber', 'account')
  const postalNumber = read('postal.accountNumber')
    .normalize('NFKC')
    .replace(/[‐‑–—−ー]/g, '-')
  if (!/^\d{5}-\d-\d{1,6}$/.test(postalNumber)) refuse('postal.accountNumber', 'postal-account')
  if (wasSample && !sample && !('real' in form)) problems.real = 'confirm'

  const organisation: Organisation = {
    name: local('name'),
    representative: local('representative'),
    address: local('address'),
    hours: local('hours'),
    phone,
    email: email ?? '',
    registrationNumber: registrationNumber === '' ? null : registrationNumber,
    registeredOn: isTokyoDay(registeredOn) ? registeredOn : null,
    bank: {
      bankName: read('bank.bankName'),
      branchName: read('bank.branchName'),
      accountType: read('bank.accountType'),
      accountNumber,
      holder: read('bank.holder'),
    },
    postal: { accountNumber: postalNumber, holder: read('postal.holder') },
    certified: 'certified' in form,
    sample,
  }
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, organisation }
}
