import { parseIssn } from '#app/domain/isbn.ts'
import { readSlug, type Problems } from '#app/features/desk/titles/title-form.ts'
import { lineOf } from '#app/features/desk/titles/typed-words.ts'

export type TypedPeriodical = { slug: string; name: string; issn: string | null }

const MOST_NAME = 100

/** Reads the form of a periodical: its address, its name, its ISSN where it has one. */
export function readPeriodical(
  form: URLSearchParams,
): { ok: true; periodical: TypedPeriodical } | { ok: false; problems: Problems } {
  const problems: Problems = []
  const slug = readSlug(form.get('slug'))
  if (!slug) problems.push(['slug', { key: 'deskCatalogue:problem.slug' }])
  const name = lineOf(form, 'name')
  if (name === '') problems.push(['name', { key: 'errors:required' }])
  if ([...name].length > MOST_NAME)
    problems.push(['name', { key: 'errors:tooLong', values: { max: MOST_NAME } }])
  const typed = (form.get('issn') ?? '').trim()
  const issn = typed === '' ? null : parseIssn(typed)
  if (issn && !issn.ok) {
    const key = issn.reason === 'malformed' ? 'deskCatalogue:problem.issn' : 'deskCatalogue:problem.issnCheck'
    problems.push(['issn', { key }])
  }
  if (problems.length > 0 || !slug) return { ok: false, problems }
  return { ok: true, periodical: { slug, name, issn: issn?.ok ? issn.issn : null } }
}

/** What a periodical's form was made from, as one text. */
export function periodicalSeen({ name, issn }: Pick<TypedPeriodical, 'name' | 'issn'>): string {
  return JSON.stringify([name, issn])
}
