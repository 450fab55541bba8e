import { isTokyoDay, type TokyoDay } from '#app/domain/day.ts'
import { parseIsbn } from '#app/domain/isbn.ts'
import type { EditionState } from '#app/domain/stock.ts'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import { readCount } from '#app/features/desk/form-answer.ts'
import type { Problems } from '#app/features/desk/titles/title-form.ts'

export const EDITION_STATES = ['forthcoming', 'on_sale', 'out_of_print', 'withdrawn'] as const

export const EDITION_FORMATS = ['print', 'pdf'] as const

/** The languages a book may be in: those of the shop, several together, then those of people who live in Japan. */
export const EDITION_LANGUAGES = [
  'ja',
  'en',
  'ko',
  'tl',
  'mul',
  'bn',
  'es',
  'fa',
  'fr',
  'hi',
  'id',
  'km',
  'mn',
  'my',
  'ne',
  'pt',
  'ru',
  'si',
  'th',
  'tr',
  'uk',
  'ur',
  'vi',
  'zh',
  'zh-Hant',
] as const

export type TypedEdition = {
  sku: string
  language: string
  format: 'print' | 'pdf'
  state: EditionState
  isbn: string | null
  pages: number | null
  /** Of a printed edition; a PDF has none. */
  weightGrams: number | null
  publishedOn: TokyoDay | null
  position: number
}

const MOST_PAGES = 10_000
const MOST_GRAMS = 30_000
const LAST_POSITION = 999

const ISBN_PROBLEMS = {
  malformed: 'deskCatalogue:problem.isbn',
  'check-digit': 'deskCatalogue:problem.isbnCheck',
  prefix: 'deskCatalogue:problem.isbnPrefix',
} as const

/** Reads the form of an edition. Its code is written in capitals, its ISBN as 13 digits, however they were typed. */
export function readEdition(
  form: URLSearchParams,
): { ok: true; edition: TypedEdition } | { ok: false; problems: Problems } {
  const problems: Problems = []
  const wrong = (field: string, problem: FieldProblem): null => {
    problems.push([field, problem])
    return null
  }
  const sku = (form.get('sku') ?? '').normalize('NFKC').trim().toUpperCase()
  if (!/^[A-Z0-9][A-Z0-9-]{1,39}$/.test(sku)) wrong('sku', { key: 'deskCatalogue:problem.sku' })
  const language = form.get('language') ?? ''
  if (!isLanguage(language)) wrong('language', { key: 'errors:choice' })
  const format = EDITION_FORMATS.find((known) => known === form.get('format'))
  if (!format) wrong('format', { key: 'errors:choice' })
  const state = EDITION_STATES.find((known) => known === form.get('state'))
  if (!state) wrong('state', { key: 'errors:choice' })
  const isbn = readIsbn(form, wrong)
  const pages = readOptional(form, 'pages', { least: 1, most: MOST_PAGES }, wrong)
  const weightGrams = readOptional(form, 'weight', { least: 1, most: MOST_GRAMS }, wrong)
  const hasWeight = (form.get('weight') ?? '').trim() !== ''
  if (format === 'print' && !hasWeight) wrong('weight', { key: 'deskCatalogue:problem.weightNeeded' })
  if (format === 'pdf' && hasWeight) wrong('weight', { key: 'deskCatalogue:problem.weightOfPdf' })
  const day = form.get('publishedOn') || null
  if (day !== null && !isTokyoDay(day)) wrong('publishedOn', { key: 'deskCatalogue:problem.day' })
  const position = readOptional(form, 'position', { least: 0, most: LAST_POSITION }, wrong) ?? 0
  if (problems.length > 0 || !format || !state) return { ok: false, problems }
  const publishedOn = isTokyoDay(day) ? day : null
  const edition = { sku, language, format, state, isbn, pages, weightGrams, publishedOn, position }
  return { ok: true, edition }
}

/** Not only one of the list: an edition may have another already. */
function isLanguage(tag: string): boolean {
  return /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$/.test(tag)
}

type Wrong = (field: string, problem: FieldProblem) => null

function readIsbn(form: URLSearchParams, wrong: Wrong): string | null {
  const typed = (form.get('isbn') ?? '').trim()
  if (typed === '') return null
  const parsed = parseIsbn(typed)
  return parsed.ok ? parsed.isbn13 : wrong('isbn', { key: ISBN_PROBLEMS[parsed.reason] })
}

function readOptional(
  form: URLSearchParams,
  field: string,
  { least, most }: { least: number; most: number },
  wrong: Wrong,
): number | null {
  const typed = (form.get(field) ?? '').trim()
  if (typed === '') return null
  const count = readCount(typed)
  if (count !== null && count >= least && count <= most) return count
  return wrong(field, { key: 'deskCatalogue:problem.range', values: { least, most } })
}
