import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { findEditions } from '#app/features/desk/find-editions.server.ts'
import { wrongFields } from '#app/features/desk/form-answer.ts'
import { createSupplement } from '#app/features/desk/supplements/create-supplement.server.ts'
import { FileField, FILE_PROBLEMS } from '#app/features/desk/supplements/file-field.tsx'
import { SupplementFields, useProblemList } from '#app/features/desk/supplements/supplement-fields.tsx'
import { readSupplement, type Problems } from '#app/features/desk/supplements/supplement-form.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readUpload, wasTooLarge } from '#app/platform/http/upload.server.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { ErrorSummary } from '#app/ui/error-summary.tsx'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', ({ request }) => {
  const isTooLarge = wasTooLarge(request)
  const sku = new URL(request.url).searchParams.get('edition') ?? ''
  return data({ isTooLarge, empty: { sku, kind: 'supplement' } }, { status: isTooLarge ? 413 : 200 })
})

export const action = deskAction('secretariat', async ({ request, staff, now }) => {
  const { fields, file } = await readUpload(request)
  const read = readSupplement(fields)
  const problems: Problems = read.ok ? [] : [...read.problems]
  if (!file.ok) problems.push(['file', FILE_PROBLEMS[file.reason]])
  const refused = async (wrong: Problems) => {
    const isUnknown = wrong.some(([field]) => field === 'sku')
    const choices = isUnknown ? await findEditions(fields.get('sku') ?? '', { locale: staff.locale }) : []
    return data({ ...wrongFields(fields, wrong), choices }, { status: 422 })
  }
  if (!read.ok || !file.ok) return await refused(problems)
  const created = await createSupplement(read.input, file.file, { now })
  if (!created.ok) return await refused([['sku', { key: 'deskSupplements:problem.edition' }]])
  return redirect(`/desk/supplements/${created.id}?done=created`, { status: 303 })
})

/** A supplement or erratum is attached to an edition: what it is, what it says, and its file. */
export default function NewSupplement() {
  const { isTooLarge, empty } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { t } = useTexts()
  const problems = { ...answer?.problems }
  if (isTooLarge) problems.file = FILE_PROBLEMS['too-large']
  return (
    <div className="narrow">
      <DeskHeader
        title={t('deskSupplements:new.title')}
        lead={t('deskSupplements:new.lead')}
        crumbs={[{ label: t('deskSupplements:list.title'), href: '/desk/supplements' }]}
      />
      <div className="stack">
        <ErrorSummary errors={useProblemList(problems)} />
        <form method="post" encType="multipart/form-data" className="form" noValidate>
          <SupplementFields
            typed={answer?.typed ?? empty}
            problems={problems}
            choices={answer?.choices ?? []}
          >
            <FileField problem={problems.file} isAgain={answer !== undefined} />
          </SupplementFields>
          <p>
            <button type="submit" className="button">
              {t('deskSupplements:new.button')}
            </button>
          </p>
        </form>
      </div>
    </div>
  )
}
