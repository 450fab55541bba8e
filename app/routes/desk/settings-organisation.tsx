import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { LOCALES } from '#app/domain/locale.ts'
import { checkRegistrationNumber } from '#app/domain/registration-number.ts'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import {
  formOf,
  LOCAL_FIELDS,
  parseOrganisation,
  PLAIN_FIELDS,
  type OrganisationField,
  type OrganisationProblem,
} from '#app/features/desk/organisation-form.ts'
import { listSettingHistory, presentSetting, saveSetting } from '#app/features/desk/save-setting.server.ts'
import { SettingHistory } from '#app/features/desk/setting-history.tsx'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { ErrorSummary } from '#app/ui/error-summary.tsx'
import { CheckField, Field } from '#app/ui/field.tsx'
import { LANGUAGE_NAMES } from '#app/ui/language-switcher.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const headers = privateHeaders

export const loader = deskLoader('administrator', async ({ request }) => {
  const organisation = await loadOrganisation()
  const number = organisation.registrationNumber
  return {
    form: formOf(organisation),
    isSample: organisation.sample,
    isDoubtful: number !== null && checkRegistrationNumber(number) === 'check-digit',
    base: await presentSetting('organisation'),
    history: await listSettingHistory('organisation'),
    isSaved: new URL(request.url).searchParams.has('saved'),
  }
})

export const action = deskAction('administrator', async ({ request, now }) => {
  const form = Object.fromEntries(await readForm(request))
  const { sample: wasSample } = await loadOrganisation()
  const parsed = parseOrganisation(form, { wasSample })
  if (!parsed.ok) return data({ form, problems: parsed.problems, isStale: false }, { status: 422 })
  const saved = await saveSetting('organisation', parsed.organisation, { base: form.base ?? '', now })
  if (!saved.ok) return data({ form, problems: {}, isStale: true }, { status: 409 })
  return redirect('/desk/settings/organisation?saved', { status: 303 })
})

const LABELS: Record<(typeof LOCAL_FIELDS)[number] | (typeof PLAIN_FIELDS)[number], TextKey> = {
  name: 'deskAdmin:organisation.name',
  representative: 'deskAdmin:organisation.representative',
  address: 'deskAdmin:organisation.address',
  hours: 'deskAdmin:organisation.hours',
  phone: 'deskAdmin:organisation.phone',
  email: 'deskAdmin:organisation.email',
  registrationNumber: 'deskAdmin:organisation.registrationNumber',
  registeredOn: 'deskAdmin:organisation.registeredOn',
  'bank.bankName': 'deskAdmin:organisation.bankName',
  'bank.branchName': 'deskAdmin:organisation.branchName',
  'bank.accountType': 'deskAdmin:organisation.accountType',
  'bank.accountNumber': 'deskAdmin:organisation.accountNumber',
  'bank.holder': 'deskAdmin:organisation.holder',
  'postal.accountNumber': 'deskAdmin:organisation.postalNumber',
  'postal.holder': 'deskAdmin:organisation.postalHolder',
}

const PROBLEMS: Record<OrganisationProblem, TextKey> = {
  needed: 'deskAdmin:problem.needed',
  long: 'deskAdmin:problem.long',
  phone: 'deskAdmin:problem.phone',
  email: 'errors:email',
  registration: 'deskAdmin:problem.registration',
  day: 'deskAdmin:shipping.day',
  account: 'deskAdmin:problem.account',
  'postal-account': 'deskAdmin:problem.postalAccount',
  'still-sample': 'deskAdmin:problem.stillSample',
  confirm: 'deskAdmin:problem.confirm',
}

/** Who publishes and sells: what the law asks a shop to state, in four languages, and where readers pay to. */
export default function OrganisationSettings() {
  const page = useLoaderData<typeof loader>()
  const wrong = useActionData<typeof action>()
  const { t } = useTexts()
  const form: Record<string, string> = wrong?.form ?? page.form
  const problems: Partial<Record<OrganisationField, OrganisationProblem>> = wrong?.problems ?? {}
  const errorOf = (field: OrganisationField): string | undefined => {
    const problem = problems[field]
    return problem && t(PROBLEMS[problem])
  }
  const errors = Object.keys(problems).map((field) => ({
    field,
    message: `${labelOf(field as OrganisationField)}: ${errorOf(field as OrganisationField) ?? ''}`,
  }))
  function hintOf(field: (typeof PLAIN_FIELDS)[number]): string | undefined {
    if (field === 'registrationNumber') return t('deskAdmin:organisation.registrationHint')
    return field === 'registeredOn' ? t('deskAdmin:organisation.registeredHint') : undefined
  }
  function labelOf(field: OrganisationField): string {
    if (field === 'real') return t('deskAdmin:organisation.real')
    const key = field.replace(/\.(?:ja|en|ko|tl)$/, '')
    return t(LABELS[key as keyof typeof LABELS])
  }
  return (
    <>
      <DeskHeader
        title={t('deskAdmin:organisation.title')}
        lead={t('deskAdmin:organisation.lead')}
        crumbs={[{ label: t('deskAdmin:settings.title'), href: '/desk/settings' }]}
      />
      {page.isSaved && !wrong ? <Notice tone="success">{t('deskAdmin:saved')}</Notice> : null}
      {page.isDoubtful ? <Notice tone="warn">{t('deskAdmin:organisation.checkDigit')}</Notice> : null}
      {wrong?.isStale ? <Notice tone="error">{t('deskAdmin:settings.changed')}</Notice> : null}
      <form method="post" className="form narrow" noValidate>
        <ErrorSummary errors={errors} />
        <input type="hidden" name="base" value={page.base} />
        {LOCAL_FIELDS.map((field) => (
          <fieldset key={field}>
            <legend>{t(LABELS[field])}</legend>
            {LOCALES.map((locale) => (
              <Field
                key={locale}
                name={`${field}.${locale}`}
                label={LANGUAGE_NAMES[locale]}
                lang={locale}
                required
                error={errorOf(`${field}.${locale}`)}
                defaultValue={form[`${field}.${locale}`]}
              />
            ))}
          </fieldset>
        ))}
        {PLAIN_FIELDS.map((field) => (
          <Field
            key={field}
            name={field}
            label={t(LABELS[field])}
            type={field === 'registeredOn' ? 'date' : 'text'}
            hint={hintOf(field)}
            required={field !== 'registrationNumber' && field !== 'registeredOn'}
            error={errorOf(field)}
            defaultValue={form[field]}
          />
        ))}
        <CheckField
          name="certified"
          label={t('deskAdmin:organisation.certified')}
          defaultChecked={'certified' in form}
        />
        <CheckField
          name="sample"
          label={t('deskAdmin:organisation.sample')}
          hint={t('deskAdmin:organisation.sampleHint')}
          defaultChecked={'sample' in form}
        />
        {page.isSample ? (
          <CheckField
            name="real"
            label={t('deskAdmin:organisation.real')}
            error={errorOf('real')}
            defaultChecked={'real' in form}
          />
        ) : null}
        <p>
          <button type="submit" className="button">
            {t('desk:save')}
          </button>
        </p>
      </form>
      <SettingHistory history={page.history} />
    </>
  )
}
