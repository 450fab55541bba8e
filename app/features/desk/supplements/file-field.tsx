import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Field } from '#app/ui/field.tsx'

/** Why a file was not taken, by the reasons of `readUpload`. */
export const FILE_PROBLEMS: Record<'missing' | 'too-large' | 'type', FieldProblem> = {
  missing: { key: 'deskSupplements:problem.fileMissing' },
  'too-large': { key: 'deskSupplements:problem.fileTooLarge' },
  type: { key: 'deskSupplements:problem.fileType' },
}

/** The PDF of a supplement. A browser forgets a file that was chosen when a form comes back. */
export function FileField({ problem, isAgain }: { problem?: FieldProblem | undefined; isAgain: boolean }) {
  const { t } = useTexts()
  return (
    <Field
      name="file"
      type="file"
      accept="application/pdf"
      label={t('deskSupplements:field.file')}
      hint={t(isAgain ? 'deskSupplements:field.fileAgain' : 'deskSupplements:field.fileHint')}
      required
      error={problem && t(problem.key, problem.values)}
    />
  )
}
