import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { loadRetention } from '#app/features/desk/load-retention.server.ts'
import { Retention, RETENTION_LIMITS, type RetentionField } from '#app/features/desk/retention.ts'
import { listSettingHistory, presentSetting, saveSetting } from '#app/features/desk/save-setting.server.ts'
import { SettingHistory } from '#app/features/desk/setting-history.tsx'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { ErrorSummary } from '#app/ui/error-summary.tsx'
import { Field } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const headers = privateHeaders

const LABELS: Record<RetentionField, TextKey> = {
  orderYears: 'deskAdmin:retention.orderYears',
  auditDays: 'deskAdmin:retention.auditDays',
  mailDays: 'deskAdmin:retention.mailDays',
  quoteDays: 'deskAdmin:retention.quoteDays',
  inquiryDays: 'deskAdmin:retention.inquiryDays',
  signInDays: 'deskAdmin:retention.signInDays',
}
const NAMES = Object.keys(LABELS) as RetentionField[]

export const loader = deskLoader('administrator', async ({ request }) => {
  const retention = await loadRetention()
  return {
    fields: NAMES.map((name) => ({ name, value: retention[name] })),
    base: await presentSetting('retention'),
    history: await listSettingHistory('retention'),
    isSaved: new URL(request.url).searchParams.has('saved'),
  }
})

export const action = deskAction('administrator', async ({ request, now }) => {
  const form = await readForm(request)
  // An empty field is no number, though JavaScript reads it as zero.
  const typed = Object.fromEntries(NAMES.map((name) => [name, form.get(name)?.trim() || '?']))
  const parsed = Retention.safeParse(typed)
  if (!parsed.success) {
    const wrong = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))]
    const kept = Object.fromEntries(NAMES.map((name) => [name, form.get(name) ?? '']))
    return data({ typed: kept, wrong, isStale: false }, { status: 422 })
  }
  const saved = await saveSetting('retention', parsed.data, { base: form.get('base') ?? '', now })
  if (!saved.ok) return data({ typed, wrong: [] as string[], isStale: true }, { status: 409 })
  return redirect('/desk/settings/retention?saved', { status: 303 })
})

/** When personal data goes. */
export default function RetentionSettings() {
  const { fields, base, history, isSaved } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const { t } = useTexts()
  const errorOf = (name: RetentionField): string | undefined =>
    refused?.wrong.includes(name) ? t('deskAdmin:retention.wrong', rangeOf(name)) : undefined
  return (
    <>
      <DeskHeader
        title={t('deskAdmin:retention.title')}
        lead={t('deskAdmin:retention.lead')}
        crumbs={[{ label: t('deskAdmin:settings.title'), href: '/desk/settings' }]}
      />
      {isSaved && !refused ? <Notice tone="success">{t('deskAdmin:saved')}</Notice> : null}
      {refused?.isStale ? <Notice tone="error">{t('deskAdmin:settings.changed')}</Notice> : null}
      <form method="post" className="form narrow" noValidate>
        <ErrorSummary
          errors={NAMES.flatMap((field) => {
            const message = errorOf(field)
            return message ? [{ field, message }] : []
          })}
        />
        <input type="hidden" name="base" value={base} />
        {fields.map(({ name, value }) => (
          <Field
            key={name}
            name={name}
            label={t(LABELS[name])}
            hint={t('deskAdmin:retention.range', rangeOf(name))}
            inputMode="numeric"
            className="tiny"
            required
            error={errorOf(name)}
            defaultValue={refused?.typed[name] ?? value}
          />
        ))}
        <p className="small soft">{t('deskAdmin:retention.sure')}</p>
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

function rangeOf(name: RetentionField): { least: number; most: number } {
  const { least, most } = RETENTION_LIMITS[name]
  return { least, most }
}
