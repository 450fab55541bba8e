import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { isLocale } from '#app/domain/locale.ts'
import { isRole } from '#app/domain/roles.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { addStaff } from '#app/features/staff/add-staff.server.ts'
import { listStaff, type StaffMember } from '#app/features/staff/list-staff.server.ts'
import { RoleAndLanguage } from '#app/features/staff/role-and-language.tsx'
import { ROLE_TEXTS } from '#app/features/staff/role-texts.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { formatInstant } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { Badge } from '#app/ui/badge.tsx'
import { ErrorSummary } from '#app/ui/error-summary.tsx'
import { Field } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const headers = privateHeaders

export const loader = deskLoader('administrator', async ({ request }) => {
  const added = new URL(request.url).searchParams.get('added')
  const staff = await listStaff()
  return { staff, added: staff.find((member) => member.id === added) ?? null }
})

export const action = deskAction('administrator', async ({ request, now }) => {
  const form = await readForm(request)
  const role = form.get('role') ?? ''
  const locale = form.get('locale')
  if (!isRole(role) || !isLocale(locale)) throw new Response(null, { status: 400 })
  const typed = { email: form.get('email') ?? '', name: form.get('name') ?? '', role, locale }
  const result = await addStaff(typed, { now })
  if (!result.ok) return data({ typed, reason: result.reason }, { status: 422 })
  return redirect(`/desk/staff?added=${result.staffId}`, { status: 303 })
})

/** Everybody who may come in or once could, and the form that lets somebody in. */
export default function Staff() {
  const { staff, added } = useLoaderData<typeof loader>()
  const { t } = useTexts()
  return (
    <>
      <DeskHeader title={t('deskAdmin:staff.title')} lead={t('deskAdmin:staff.lead')} />
      {added ? (
        <Notice tone="success" title={t('deskAdmin:staff.added', { name: added.name })}>
          {t('deskAdmin:staff.addedAdvice')}
        </Notice>
      ) : null}
      <table className="table stacked">
        <caption className="visually-hidden">{t('deskAdmin:staff.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('desk:me.name')}</th>
            <th scope="col">{t('deskAdmin:staff.role')}</th>
            <th scope="col">{t('deskAdmin:staff.access')}</th>
            <th scope="col">{t('desk:me.lastSeen')}</th>
          </tr>
        </thead>
        <tbody>
          {staff.map((member) => (
            <Row key={member.id} member={member} />
          ))}
        </tbody>
      </table>
      <AddForm />
    </>
  )
}

function Row({ member }: { member: StaffMember }) {
  const { t, locale } = useTexts()
  return (
    <tr>
      <th scope="row">
        <a className="target" href={`/desk/staff/${member.id}`}>
          {member.name}
        </a>
        <span className="block small soft">{member.email}</span>
      </th>
      <td>{t(ROLE_TEXTS[member.role])}</td>
      <td>
        <AccessBadges member={member} />
      </td>
      <td>{member.lastSeenAt ? formatInstant(member.lastSeenAt, locale) : t('deskAdmin:staff.never')}</td>
    </tr>
  )
}

function AccessBadges({ member }: { member: StaffMember }) {
  const { t } = useTexts()
  return (
    <span className="badges">
      {member.disabledAt ? (
        <Badge tone="bad">{t('deskAdmin:staff.noAccess')}</Badge>
      ) : (
        <Badge tone="good">{t('deskAdmin:staff.hasAccess')}</Badge>
      )}
      {member.hasSecondFactor ? <Badge>{t('deskAdmin:staff.codes')}</Badge> : null}
    </span>
  )
}

const FIELD_OF = { email: 'email', 'email-used': 'email', name: 'name' } as const

function AddForm() {
  const wrong = useActionData<typeof action>()
  const { t } = useTexts()
  const messages = {
    email: t('errors:email'),
    'email-used': t('deskAdmin:staff.emailUsed'),
    name: t('desk:me.nameWrong'),
  }
  const problem = wrong && { field: FIELD_OF[wrong.reason], message: messages[wrong.reason] }
  const errorOf = (field: string): string | undefined =>
    problem?.field === field ? problem.message : undefined
  return (
    <section className="section narrow">
      <h2>{t('deskAdmin:staff.add')}</h2>
      <form method="post" className="form" noValidate>
        {problem ? <ErrorSummary errors={[problem]} /> : null}
        <Field
          name="email"
          type="email"
          label={t('checkout:contact.email')}
          autoComplete="off"
          required
          error={errorOf('email')}
          defaultValue={wrong?.typed.email}
        />
        <Field
          name="name"
          label={t('desk:me.name')}
          autoComplete="off"
          required
          maxLength={100}
          error={errorOf('name')}
          defaultValue={wrong?.typed.name}
        />
        <RoleAndLanguage role={wrong?.typed.role ?? 'secretariat'} locale={wrong?.typed.locale ?? 'ja'} />
        <p>
          <button type="submit" className="button">
            {t('deskAdmin:staff.add')}
          </button>
        </p>
      </form>
    </section>
  )
}
