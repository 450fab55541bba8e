import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { formatBytes } from '#app/features/catalogue/catalogue-texts.ts'
import { editionHref, titleHref } from '#app/features/desk/titles/desk-title.ts'
import { setEditionFile } from '#app/features/desk/titles/set-edition-file.server.ts'
import {
  staleTitle,
  TitleNotices,
  useTitleProblem,
  wrongTitle,
} from '#app/features/desk/titles/title-answer.tsx'
import { TitleHeader } from '#app/features/desk/titles/title-page.tsx'
import { UPLOAD_PROBLEMS } from '#app/features/desk/upload-problems.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readUpload, wasTooLarge } from '#app/platform/http/upload.server.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { editionOf } from '#app/routes/desk/title-param.server.ts'
import { Field } from '#app/ui/field.tsx'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ request, params, staff, now }) => {
  const { title, edition } = await editionOf(params, { staff, now })
  if (edition.format !== 'pdf') throw new Response(null, { status: 404 })
  // The server has not let the file through to the action.
  const refused = wasTooLarge(request)
    ? wrongTitle(new URLSearchParams(), [['file', UPLOAD_PROBLEMS['too-large']]])
    : null
  return data({ title, edition, refused }, { status: refused ? 413 : 200 })
})

export const action = deskAction('secretariat', async ({ request, params, now }) => {
  const { fields, file } = await readUpload(request)
  if (!file.ok) {
    const status = file.reason === 'too-large' ? 413 : 422
    return data(wrongTitle(fields, [['file', UPLOAD_PROBLEMS[file.reason]]]), { status })
  }
  const { slug = '', sku = '' } = params
  const seen = fields.get('seen') ?? ''
  const saved = await setEditionFile({ slug, sku }, file.file, { seen, now })
  if (saved.ok) return redirect(`${titleHref(slug)}?saved#${sku}`, { status: 303 })
  if (saved.reason === 'not-found') throw new Response(null, { status: 404 })
  return data(staleTitle(fields, saved.changes), { status: 409 })
})

/** The file of a PDF edition: the first, or one that takes its place. */
export default function UploadFile() {
  const { title, edition, refused } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? refused
  const { t } = useTexts()
  const problem = useTitleProblem(answer)
  const label = t('deskCatalogue:field.file')
  const href = editionHref(title.slug, edition.sku)
  return (
    <>
      <TitleHeader title={title} page={t('deskCatalogue:upload.title', { sku: edition.sku })} />
      <form method="post" action={`${href}/upload`} encType="multipart/form-data" className="form narrow">
        <TitleNotices answer={answer} labels={{ file: label }} />
        <p>
          {edition.file
            ? t('deskCatalogue:upload.replace', {
                name: edition.file.name,
                size: formatBytes(edition.file.byteLength),
              })
            : t('deskCatalogue:upload.first')}
        </p>
        <input type="hidden" name="seen" value={title.seen} />
        <Field
          name="file"
          type="file"
          accept="application/pdf,.pdf"
          label={label}
          hint={t('deskCatalogue:hint.file')}
          required
          error={problem('file')}
        />
        <p className="row">
          <button type="submit" className="button">
            {t('deskCatalogue:upload.send')}
          </button>
          <a className="target" href={titleHref(title.slug)}>
            {t('deskOrders:leave')}
          </a>
        </p>
      </form>
    </>
  )
}
