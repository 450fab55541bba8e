import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import type { SaveEditionResult } from '#app/features/desk/titles/save-edition.server.ts'
import type { TitleRefusal } from '#app/features/desk/titles/write-title.server.ts'

type Told = [field: string, problem: FieldProblem]

/** At which field a title that could not be saved is told, and how. */
export function titleProblemOf(refused: TitleRefusal | { ok: false; reason: 'slug-listed' }): Told {
  switch (refused.reason) {
    case 'slug-used':
      return ['slug', { key: 'deskCatalogue:problem.slugUsed' }]
    case 'slug-listed':
      return ['slug', { key: 'deskCatalogue:problem.slugListed' }]
    case 'unknown-periodical':
      return ['periodical', { key: 'errors:choice' }]
    case 'number-used': {
      const values = { numbers: refused.numbers.join(', '), slug: refused.slug }
      return ['numberFrom', { key: 'deskCatalogue:problem.numberUsed', values }]
    }
  }
}

type EditionRefusal = Exclude<
  Extract<SaveEditionResult, { ok: false }>,
  { reason: 'changed' | 'not-found' | 'waiting' }
>

/** At which field an edition that could not be saved is told, and how. */
export function editionProblemOf(refused: EditionRefusal): Told {
  switch (refused.reason) {
    case 'sku-used':
      return ['sku', { key: 'deskCatalogue:problem.skuUsed' }]
    case 'isbn-used':
      return ['isbn', { key: 'deskCatalogue:problem.isbnUsed', values: { sku: refused.sku } }]
    case 'no-file':
      return ['state', { key: 'deskCatalogue:problem.noFile' }]
    case 'fixed':
      return ['sku', { key: 'deskCatalogue:hint.fixed' }]
  }
}
