import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { listSettingHistory, presentSetting, saveSetting } from '#app/features/desk/save-setting.server.ts'
import { SettingHistory } from '#app/features/desk/setting-history.tsx'
import { DocumentSettings } from '#app/features/documents/document-settings.ts'
import { LABEL_SHEETS, type LabelSheetName } from '#app/features/documents/label-sheets.ts'
import { loadDocumentSettings } from '#app/features/documents/load-document-settings.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { CheckField } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { RadioGroup } from '#app/ui/radio-group.tsx'

export const headers = privateHeaders

export const loader = deskLoader('administrator', async ({ request }) => ({
  settings: await loadDocumentSettings(),
  base: await presentSetting('documents'),
  history: await listSettingHistory('documents'),
  isSaved: new URL(request.url).searchParams.has('saved'),
}))

export const action = deskAction('administrator', async ({ request, now }) => {
  const form = await readForm(request)
  const parsed = DocumentSettings.safeParse({
    stampBox: form.has('stampBox'),
    labelSheet: form.get('labelSheet'),
  })
  if (!parsed.success) throw new Response(null, { status: 400 })
  const saved = await saveSetting('documents', parsed.data, { base: form.get('base') ?? '', now })
  if (!saved.ok) return data({ isStale: true }, { status: 409 })
  return redirect('/desk/settings/documents?saved', { status: 303 })
})

/** How papers are made. */
export default function DocumentSettingsPage() {
  const { settings, base, history, isSaved } = useLoaderData<typeof loader>()
  const wrong = useActionData<typeof action>()
  const { t } = useTexts()
  return (
    <>
      <DeskHeader
        title={t('deskAdmin:documents.title')}
        lead={t('deskAdmin:documents.about')}
        crumbs={[{ label: t('deskAdmin:settings.title'), href: '/desk/settings' }]}
      />
      {isSaved && !wrong ? <Notice tone="success">{t('deskAdmin:saved')}</Notice> : null}
      {wrong ? <Notice tone="error">{t('deskAdmin:settings.changed')}</Notice> : null}
      <form method="post" className="form narrow">
        <input type="hidden" name="base" value={base} />
        <CheckField
          name="stampBox"
          label={t('deskAdmin:documents.stampBox')}
          hint={t('deskAdmin:documents.stampBoxHint')}
          defaultChecked={settings.stampBox}
        />
        <RadioGroup
          name="labelSheet"
          legend={t('deskAdmin:documents.labelSheet')}
          defaultValue={settings.labelSheet}
          options={(Object.keys(LABEL_SHEETS) as LabelSheetName[]).map((value) => ({
            value,
            label: t('deskAdmin:documents.labels', {
              count: Number(value),
              width: LABEL_SHEETS[value].width,
              height: LABEL_SHEETS[value].height,
            }),
          }))}
        />
        <p>
          <button type="submit" className="button">
            {t('desk:save')}
          </button>
        </p>
      </form>
      <SettingHistory history={history} />
    </>
  )
}
