import { isTokyoDay, tokyoDay, type TokyoDay } from '#app/domain/day.ts'
import { LOCALES, type Locale } from '#app/domain/locale.ts'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import { TITLE_KINDS, type TitleKind } from '#app/features/catalogue/title.ts'
import { readCount } from '#app/features/desk/form-answer.ts'
import { entriesOf, lineOf, wordsOf } from '#app/features/desk/titles/typed-words.ts'

export const TEXT_FIELDS = ['name', 'subtitle', 'description', 'contents'] as const

export type TextField = (typeof TEXT_FIELDS)[number]

/** The longest text of each kind, in characters: a form with all four languages stays well below what the server reads. */
export const TEXT_LIMITS: Record<TextField, number> = {
  name: 200,
  subtitle: 200,
  description: 3_000,
  contents: 4_000,
}

export type TypedText = {
  locale: Locale
  name: string
  subtitle: string | null
  description: string
  contents: string | null
}

export type TypedIssue = {
  /** The periodical's address. */
  periodical: string
  numberFrom: number
  numberTo: number
  datedOn: TokyoDay
}

export type TypedTitle = {
  slug: string
  kind: TitleKind
  publishedOn: TokyoDay
  listed: boolean
  /** Of a title that is an issue of a periodical, and of no other. */
  issue: TypedIssue | null
  /** One at least; a language without words is not among them. */
  texts: TypedText[]
}

export type Problems = [field: string, problem: FieldProblem][]

const FIRST_DAY = tokyoDay('1900-01-01')
/** A title `new` would have the address of the form for one. */
const RESERVED = new Set(['new'])

/** Reads an address of a page: small letters, digits, single hyphens; null for anything else. */
export function readSlug(text: string | null): string | null {
  const slug = (text ?? '').normalize('NFKC').trim()
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug) && slug.length <= 80 && !RESERVED.has(slug) ? slug : null
}

/** Reads the form of a title: what it is, its number, its words in four languages. */
export function readTitle(
  form: URLSearchParams,
): { ok: true; title: TypedTitle } | { ok: false; problems: Problems } {
  const problems: Problems = []
  const slug = readSlug(form.get('slug'))
  if (!slug) problems.push(['slug', { key: 'deskCatalogue:problem.slug' }])
  const kind = TITLE_KINDS.find((known) => known === form.get('kind'))
  if (!kind) problems.push(['kind', { key: 'errors:choice' }])
  const publishedOn = form.get('publishedOn')
  if (!isTokyoDay(publishedOn) || publishedOn < FIRST_DAY)
    problems.push(['publishedOn', { key: 'deskCatalogue:problem.day' }])
  const issue = kind === 'periodical_issue' ? readIssue(form, publishedOn, problems) : null
  const texts = LOCALES.flatMap((locale) => readText(form, locale, problems))
  if (texts.length === 0 && !problems.some(([field]) => field.includes('.')))
    problems.push(['ja.name', { key: 'deskCatalogue:problem.noText' }])
  if (problems.length > 0 || !slug || !kind || !isTokyoDay(publishedOn)) return { ok: false, problems }
  return { ok: true, title: { slug, kind, publishedOn, listed: form.get('listed') === 'on', issue, texts } }
}

function readIssue(form: URLSearchParams, publishedOn: string | null, problems: Problems): TypedIssue | null {
  const periodical = form.get('periodical') ?? ''
  if (periodical === '') problems.push(['periodical', { key: 'errors:choice' }])
  const numberFrom = readCount(form.get('numberFrom'))
  const isSingle = (form.get('numberTo') ?? '').trim() === ''
  const numberTo = isSingle ? numberFrom : readCount(form.get('numberTo'))
  if (!numberFrom || numberFrom > 99_999)
    problems.push(['numberFrom', { key: 'deskCatalogue:problem.number' }])
  if (numberFrom && (!numberTo || numberTo < numberFrom || numberTo - numberFrom > 9))
    problems.push(['numberTo', { key: 'deskCatalogue:problem.numberTo' }])
  const datedOn = form.get('datedOn') || publishedOn
  if (!isTokyoDay(datedOn)) {
    // The day of the title, which it stands for, has its own error.
    if (form.get('datedOn')) problems.push(['datedOn', { key: 'deskCatalogue:problem.day' }])
    return null
  }
  return { periodical, numberFrom: numberFrom ?? 0, numberTo: numberTo ?? 0, datedOn }
}

function readText(form: URLSearchParams, locale: Locale, problems: Problems): TypedText[] {
  const text = {
    name: lineOf(form, `${locale}.name`),
    subtitle: lineOf(form, `${locale}.subtitle`),
    description: wordsOf(form, `${locale}.description`),
    contents: entriesOf(form, `${locale}.contents`),
  }
  if (TEXT_FIELDS.every((field) => text[field] === '')) return []
  for (const field of TEXT_FIELDS) {
    const max = TEXT_LIMITS[field]
    if ([...text[field]].length > max)
      problems.push([`${locale}.${field}`, { key: 'errors:tooLong', values: { max } }])
  }
  for (const field of ['name', 'description'] as const) {
    if (text[field] === '') problems.push([`${locale}.${field}`, { key: 'deskCatalogue:problem.textNeeded' }])
  }
  return [{ locale, ...text, subtitle: text.subtitle || null, contents: text.contents || null }]
}
