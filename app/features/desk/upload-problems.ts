import type { FieldProblem } from '#app/features/checkout/details-form.ts'

/** What is wrong with a file that was sent (`readUpload`), in words. */
export const UPLOAD_PROBLEMS: Record<'missing' | 'too-large' | 'type', FieldProblem> = {
  missing: { key: 'deskCatalogue:upload.missing' },
  'too-large': { key: 'deskCatalogue:upload.tooLarge' },
  type: { key: 'deskCatalogue:upload.type' },
}
