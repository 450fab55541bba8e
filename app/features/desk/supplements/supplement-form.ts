import { isTokyoDay, type TokyoDay } from '#app/domain/day.ts'
import { LOCALES, type Locale } from '#app/domain/locale.ts'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import {
  MOST_NAME,
  MOST_NOTE,
  SUPPLEMENT_KINDS,
  SUPPLEMENT_LANGUAGES,
  type SupplementKind,
} from '#app/features/desk/supplements/supplement.ts'

export type SupplementInput = {
  sku: string
  kind: SupplementKind
  language: string
  /** In one language or more. */
  texts: { locale: Locale; name: string; note: string | null }[]
}

export type Problems = [field: string, problem: FieldProblem][]

/** A slip of the pen in the year. */
const EARLIEST_DAY = '2000-01-01'

/** Reads what a supplement is and says; every field that is wrong is named with its problem, in the order of the page. */
export function readSupplement(
  form: URLSearchParams,
): { ok: true; input: SupplementInput } | { ok: false; problems: Problems } {
  const problems: Problems = []
  const sku = (form.get('sku') ?? '').normalize('NFKC').trim().toUpperCase()
  const kind = SUPPLEMENT_KINDS.find((known) => known === form.get('kind'))
  const language = SUPPLEMENT_LANGUAGES.find((known) => known === form.get('language'))
  if (sku === '') problems.push(['sku', { key: 'errors:required' }])
  if (!kind) problems.push(['kind', { key: 'errors:choice' }])
  if (!language) problems.push(['language', { key: 'errors:choice' }])
  const texts = LOCALES.flatMap((locale) => {
    const name = lineOf(form, `name.${locale}`)
    const note = linesOf(form, `note.${locale}`)
    if (name === '' && note !== '')
      problems.push([`name.${locale}`, { key: 'deskSupplements:problem.nameOfNote' }])
    if (name.length > MOST_NAME) problems.push([`name.${locale}`, tooLong(MOST_NAME)])
    if (note.length > MOST_NOTE) problems.push([`note.${locale}`, tooLong(MOST_NOTE)])
    return name === '' ? [] : [{ locale, name, note: note || null }]
  })
  const isNoteAlone = problems.some(([field]) => field.startsWith('name.'))
  if (texts.length === 0 && !isNoteAlone)
    problems.push(['name.ja', { key: 'deskSupplements:problem.noName' }])
  if (problems.length > 0 || !kind || !language) return { ok: false, problems }
  return { ok: true, input: { sku, kind, language, texts } }
}

/** Reads the day from which readers see it; null for what is none. */
export function readPublishDay(form: URLSearchParams): TokyoDay | null {
  const day = form.get('publishedOn')
  return isTokyoDay(day) && day >= EARLIEST_DAY ? day : null
}

function lineOf(form: URLSearchParams, field: string): string {
  return (form.get(field) ?? '').replace(/[\p{Cc}\s]+/gu, ' ').trim()
}

function linesOf(form: URLSearchParams, field: string): string {
  return (form.get(field) ?? '')
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n]/gu, ' ')
    .trim()
}

function tooLong(max: number): FieldProblem {
  return { key: 'errors:tooLong', values: { max } }
}
