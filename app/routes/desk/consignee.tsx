import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { DAYS_TO_PAY } from '#app/domain/consignment.ts'
import { LOCALES } from '#app/domain/locale.ts'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import { saveConsignee } from '#app/features/circulation/save-consignee.server.ts'
import { AnswerNotices, useFieldProblem } from '#app/features/desk/answer-notices.tsx'
import { ADDRESS_FIELDS, daysRange, readConsignee } from '#app/features/desk/consignments/consignee-form.ts'
import { loadConsignee } from '#app/features/desk/consignments/load-consignee.server.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { wrongFields } from '#app/features/desk/form-answer.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { formatLanguage } from '#app/platform/i18n/format.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { CheckField, Field, SelectField, TextAreaField } from '#app/ui/field.tsx'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ params }) => {
  if (params.id === 'new') return { consignee: null }
  const consignee = await loadConsignee(params.id ?? '')
  if (!consignee) throw new Response(null, { status: 404 })
  return { consignee }
})

export const action = deskAction('secretariat', async ({ request, params, now }) => {
  const form = await readForm(request)
  const read = readConsignee(form)
  if (!read.ok) return data(wrongFields(form, read.problems), { status: 422 })
  const saved = await saveConsignee(params.id === 'new' ? null : (params.id ?? ''), read.value, { now })
  if (saved.ok) return redirect('/desk/consignees', { status: 303 })
  if (saved.reason === 'not-found') throw new Response(null, { status: 404 })
  return data(wrongFields(form, [PROBLEMS[saved.reason]]), { status: 422 })
})

const PROBLEMS = {
  'name-used': ['name', { key: 'deskConsign:nameUsed' }],
  'copies-out': ['isDisabled', { key: 'deskConsign:copiesOut' }],
  'kind-fixed': ['kind', { key: 'deskConsign:kindFixed' }],
} satisfies Record<string, [string, FieldProblem]>

const ADDRESS_WORDS: Record<(typeof ADDRESS_FIELDS)[number], TextKey> = {
  postalCode: 'checkout:address.postalCode',
  prefecture: 'checkout:address.prefecture',
  city: 'checkout:address.city',
  street: 'checkout:address.street',
  building: 'checkout:address.building',
}

/** A bookshop that sells for us, or a stall. */
export default function Consignee() {
  const { consignee } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const { t, locale } = useTexts()
  const problem = useFieldProblem(answer)
  const was: Record<string, string> = answer?.typed ??
    consignee?.typed ?? { days: String(DAYS_TO_PAY.preset) }
  const labels: Record<string, string> = {
    name: t('deskConsign:name'),
    kind: t('deskConsign:kind'),
    percent: t('deskConsign:commissionPercent'),
    days: t('deskConsign:daysToPay'),
    contact: t('deskConsign:contact'),
    email: t('checkout:contact.email'),
    phone: t('checkout:contact.phone'),
    note: t('deskCopies:run.note'),
    isDisabled: t('deskConsign:disable'),
    ...Object.fromEntries(ADDRESS_FIELDS.map((field) => [field, t(ADDRESS_WORDS[field])])),
  }
  const line = (name: string, more: { required?: boolean; type?: string; hint?: string } = {}) => (
    <Field
      key={name}
      name={name}
      label={labels[name]}
      maxLength={200}
      autoComplete="off"
      error={problem(name)}
      defaultValue={was[name]}
      {...more}
    />
  )
  return (
    <>
      <DeskHeader
        title={consignee ? consignee.name : t('deskConsign:newConsignee')}
        crumbs={[
          { label: t('deskConsign:title'), href: '/desk/consignments' },
          { label: t('deskConsign:consignees'), href: '/desk/consignees' },
        ]}
      />
      <form method="post" className="form" noValidate>
        <AnswerNotices answer={answer} labels={labels} />
        {line('name', { required: true })}
        <SelectField
          name="kind"
          label={labels.kind}
          error={problem('kind')}
          defaultValue={was.kind ?? 'bookshop'}
          options={[
            { value: 'bookshop', label: t('deskConsign:bookshop') },
            { value: 'stall', label: t('deskConsign:stall') },
          ]}
        />
        {line('percent', { hint: t('deskConsign:percentHint') })}
        {line('days', { hint: t('deskConsign:daysHint', daysRange()) })}
        {line('contact')}
        {line('email', { type: 'email', hint: t('deskConsign:emailHint') })}
        {line('phone', { type: 'tel' })}
        <SelectField
          name="locale"
          label={t('deskConsign:language')}
          defaultValue={was.locale ?? 'ja'}
          options={LOCALES.map((value) => ({ value, label: formatLanguage(value, locale) }))}
        />
        {ADDRESS_FIELDS.map((field) => line(field))}
        <TextAreaField
          name="note"
          label={labels.note}
          rows={2}
          maxLength={1000}
          error={problem('note')}
          defaultValue={was.note}
        />
        {consignee ? (
          <CheckField
            name="isDisabled"
            label={labels.isDisabled}
            error={problem('isDisabled')}
            defaultChecked={was.isDisabled === 'on'}
          />
        ) : null}
        <p className="row">
          <button type="submit" className="button">
            {t('desk:save')}
          </button>
          <a className="target" href="/desk/consignees">
            {t('deskOrders:leave')}
          </a>
        </p>
      </form>
    </>
  )
}
