import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { isLocale } from '#app/domain/locale.ts'
import { isRole } from '#app/domain/roles.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import { changeStaff, type StaffChange } from '#app/features/staff/change-staff.server.ts'
import { endSessions } from '#app/features/staff/end-session.server.ts'
import { listSessions } from '#app/features/staff/list-sessions.server.ts'
import { loadStaffMember } from '#app/features/staff/list-staff.server.ts'
import { RoleAndLanguage } from '#app/features/staff/role-and-language.tsx'
import { SessionsTable } from '#app/features/staff/sessions-table.tsx'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { idFrom, readForm } from '#app/platform/http/request.server.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { ErrorSummary } from '#app/ui/error-summary.tsx'
import { CheckField, Field } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const headers = privateHeaders

export const loader = deskLoader('administrator', async ({ request, params, staff, now }) => {
  const member = await loadStaffMember(params.id ?? '')
  if (!member) throw new Response(null, { status: 404 })
  const { sessions } = await listSessions(member.id, { now })
  const isSaved = new URL(request.url).searchParams.has('saved')
  return { member, sessions, ownSession: staff.sessionId, isSaved }
})

export const action = deskAction('administrator', async ({ request, params, now }) => {
  const member = await loadStaffMember(params.id ?? '')
  if (!member) throw new Response(null, { status: 404 })
  const form = await readForm(request)
  const intent = form.get('intent')
  const back = `/desk/staff/${member.id}?saved`
  if (intent === 'end' || intent === 'end-all') {
    const which = intent === 'end' ? { sessionId: idFrom(form.get('session'), 400) } : {}
    await endSessions({ staffId: member.id, ...which }, { now })
    return redirect(back, { status: 303 })
  }
  const change = changeOf(intent, form)
  const result = await changeStaff(member.id, change, { now })
  if (result.ok) return redirect(back, { status: 303 })
  return data({ reason: result.reason, name: form.get('name') }, { status: 422 })
})

/** @throws Response 400 for what no form of this page sends */
function changeOf(intent: string | null, form: URLSearchParams): StaffChange {
  if (intent === 'disable') return { disabled: true }
  if (intent === 'enable') return { disabled: false }
  if (intent === 'reset-codes') return { resetSecondFactor: true }
  const role = form.get('role') ?? ''
  const locale = form.get('locale')
  if (intent !== 'save' || !isRole(role) || !isLocale(locale)) throw new Response(null, { status: 400 })
  return { name: form.get('name') ?? '', role, locale, digest: form.has('digest') }
}

/** One member of staff: what is known of her, where she is signed in, and what can be taken away. */
export default function StaffMemberPage() {
  const { member, sessions, ownSession, isSaved } = useLoaderData<typeof loader>()
  const wrong = useActionData<typeof action>()
  const { t } = useTexts()
  const nameError = wrong?.reason === 'name' ? t('desk:me.nameWrong') : undefined
  return (
    <>
      <DeskHeader
        title={member.name}
        lead={member.email}
        crumbs={[{ label: t('deskAdmin:staff.title'), href: '/desk/staff' }]}
      />
      {isSaved && !wrong ? <Notice tone="success">{t('deskAdmin:saved')}</Notice> : null}
      {wrong?.reason === 'last-administrator' ? (
        <Notice tone="error">{t('deskAdmin:staff.lastAdministrator')}</Notice>
      ) : null}
      <div className="two-up">
        <form method="post" className="form" noValidate>
          {nameError ? <ErrorSummary errors={[{ field: 'name', message: nameError }]} /> : null}
          <Field
            name="name"
            label={t('desk:me.name')}
            autoComplete="off"
            required
            maxLength={100}
            error={nameError}
            defaultValue={wrong?.name ?? member.name}
          />
          <RoleAndLanguage role={member.role} locale={member.locale} />
          <CheckField name="digest" label={t('deskAdmin:staff.digest')} defaultChecked={member.digest} />
          <p>
            <button type="submit" className="button" name="intent" value="save">
              {t('desk:save')}
            </button>
          </p>
        </form>
        <form method="post" className="stack">
          {member.disabledAt ? (
            <>
              <p>{t('deskAdmin:staff.enableLead')}</p>
              <button type="submit" className="button" name="intent" value="enable">
                {t('deskAdmin:staff.enable')}
              </button>
            </>
          ) : (
            <Confirm intent="disable" action={t('deskAdmin:staff.disable')}>
              {t('deskAdmin:staff.disableLead')}
            </Confirm>
          )}
          {member.hasSecondFactor ? (
            <Confirm intent="reset-codes" action={t('deskAdmin:staff.resetCodes')}>
              {t('deskAdmin:staff.resetCodesLead')}
            </Confirm>
          ) : null}
          <p>
            <a className="target" href={`/desk/audit?person=${member.id}`}>
              {t('deskAdmin:staff.audit')}
            </a>
          </p>
        </form>
      </div>
      <section className="section">
        <h2>{t('desk:me.sessions')}</h2>
        {sessions.length === 0 ? (
          <p>{t('deskAdmin:staff.noSessions')}</p>
        ) : (
          <>
            <SessionsTable sessions={sessions} own={ownSession} />
            <form method="post">
              <button type="submit" className="button quiet" name="intent" value="end-all">
                {t('deskAdmin:staff.endAll')}
              </button>
            </form>
          </>
        )}
      </section>
    </>
  )
}

/** A button behind a line that opens: pressing it takes two deliberate steps, and what it does is read in between. */
function Confirm({ intent, action, children }: { intent: string; action: string; children: string }) {
  return (
    <details className="panel">
      <summary className="target">{action}</summary>
      <p>{children}</p>
      <button type="submit" className="button danger" name="intent" value={intent}>
        {action}
      </button>
    </details>
  )
}
