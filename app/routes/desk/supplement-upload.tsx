import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { FileField, FILE_PROBLEMS } from '#app/features/desk/supplements/file-field.tsx'
import { loadDeskSupplement } from '#app/features/desk/supplements/load-supplement.server.ts'
import { replaceFile } from '#app/features/desk/supplements/replace-file.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readUpload, wasTooLarge } from '#app/platform/http/upload.server.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { ErrorSummary } from '#app/ui/error-summary.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ request, params, staff, now }) => {
  const supplement = await loadDeskSupplement(params.id ?? '', { locale: staff.locale, now })
  if (!supplement) throw new Response(null, { status: 404 })
  const isTooLarge = wasTooLarge(request)
  return data({ supplement, isTooLarge }, { status: isTooLarge ? 413 : 200 })
})

type Answer = { problem: FieldProblem | null; notice: FieldProblem | null }

export const action = deskAction('secretariat', async ({ request, params, now }) => {
  const id = params.id ?? ''
  const { fields, file } = await readUpload(request)
  if (!file.ok) {
    return data<Answer>({ problem: FILE_PROBLEMS[file.reason], notice: null }, { status: 422 })
  }
  const result = await replaceFile(id, file.file, { seen: fields.get('seen') ?? '', now })
  if (result.ok) return redirect(`/desk/supplements/${id}?done=replaced`, { status: 303 })
  if (result.reason === 'not-found') throw new Response(null, { status: 404 })
  const key = result.reason === 'changed' ? 'deskSupplements:changed' : 'deskSupplements:upload.published'
  return data<Answer>({ problem: null, notice: { key } }, { status: 409 })
})

/** Another file for a supplement that readers do not see yet. */
export default function SupplementUpload() {
  const { supplement, isTooLarge } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { t } = useTexts()
  const problem = answer?.problem ?? (isTooLarge ? FILE_PROBLEMS['too-large'] : undefined)
  return (
    <div className="narrow">
      <DeskHeader
        title={t('deskSupplements:upload.replace')}
        lead={supplement.file.name}
        crumbs={[
          { label: t('deskSupplements:list.title'), href: '/desk/supplements' },
          { label: supplement.edition.sku, href: `/desk/supplements/${supplement.id}` },
        ]}
      />
      <div className="stack">
        {answer?.notice ? <Notice tone="error">{t(answer.notice.key)}</Notice> : null}
        {problem ? <ErrorSummary errors={[{ field: 'file', message: t(problem.key) }]} /> : null}
        {supplement.state === 'published' ? (
          <Notice>{t('deskSupplements:upload.published')}</Notice>
        ) : (
          <form method="post" encType="multipart/form-data" className="form" noValidate>
            <input type="hidden" name="seen" value={supplement.version} />
            <FileField problem={problem} isAgain={false} />
            <p>
              <button type="submit" className="button">
                {t('deskSupplements:upload.button')}
              </button>
            </p>
          </form>
        )}
      </div>
    </div>
  )
}
