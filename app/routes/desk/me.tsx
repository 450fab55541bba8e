import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { isLocale, LOCALES } from '#app/domain/locale.ts'
import { changeStaff } from '#app/features/staff/change-staff.server.ts'
import { endSessions } from '#app/features/staff/end-session.server.ts'
import { ROLE_TEXTS } from '#app/features/staff/role-texts.ts'
import { SessionsTable } from '#app/features/staff/sessions-table.tsx'
import { listSessions } from '#app/features/staff/list-sessions.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { idFrom, readForm } from '#app/platform/http/request.server.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { Badge } from '#app/ui/badge.tsx'
import { ErrorSummary } from '#app/ui/error-summary.tsx'
import { CheckField, Field, SelectField } from '#app/ui/field.tsx'
import { LANGUAGE_NAMES } from '#app/ui/language-switcher.tsx'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ staff, now }) => {
  const { digest, sessions } = await listSessions(staff.staffId, { now })
  return { staff, digest, sessions }
})

export const action = deskAction('secretariat', async ({ request, staff, now }) => {
  const form = await readForm(request)
  const intent = form.get('intent')
  if (intent === 'end' || intent === 'end-others') {
    const which =
      intent === 'end' ? { sessionId: idFrom(form.get('session'), 400) } : { except: staff.sessionId }
    await endSessions({ staffId: staff.staffId, ...which }, { now })
    return redirect('/desk/me', { status: 303 })
  }
  const name = form.get('name') ?? ''
  const locale = form.get('locale')
  if (!isLocale(locale)) throw new Response(null, { status: 400 })
  const result = await changeStaff(staff.staffId, { name, locale, digest: form.has('digest') }, { now })
  if (!result.ok) return data({ name }, { status: 422 })
  return redirect('/desk/me', { status: 303 })
})

/** One's own page: name, language, digest, and the browsers that are signed in. */
export default function Me() {
  const { staff, digest, sessions } = useLoaderData<typeof loader>()
  const wrong = useActionData<typeof action>()
  const { t } = useTexts()
  const error = wrong ? t('desk:me.nameWrong') : undefined
  return (
    <>
      <header className="page-head">
        <h1>{t('desk:me.title')}</h1>
        <p>
          {staff.email} <Badge>{t(ROLE_TEXTS[staff.role])}</Badge>
        </p>
      </header>
      <form method="post" className="form narrow" noValidate>
        {error ? <ErrorSummary errors={[{ field: 'name', message: error }]} /> : null}
        <Field
          name="name"
          label={t('desk:me.name')}
          autoComplete="name"
          required
          maxLength={100}
          error={error}
          defaultValue={wrong?.name ?? staff.name}
        />
        <SelectField
          name="locale"
          label={t('desk:me.language')}
          defaultValue={staff.locale}
          options={LOCALES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        />
        <CheckField name="digest" label={t('desk:me.digest')} defaultChecked={digest} />
        <p>
          <button type="submit" className="button" name="intent" value="save">
            {t('desk:save')}
          </button>
        </p>
      </form>
      <section className="section">
        <h2>{t('desk:me.sessions')}</h2>
        <p>{t('desk:me.sessionsLead')}</p>
        <SessionsTable sessions={sessions} own={staff.sessionId} />
        {sessions.length > 1 ? (
          <form method="post">
            <button type="submit" className="button quiet" name="intent" value="end-others">
              {t('desk:me.endOthers')}
            </button>
          </form>
        ) : null}
      </section>
    </>
  )
}
